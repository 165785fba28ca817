//! Versions of SSL and TLS, read from the words of libraries and configuration.

use std::collections::BTreeSet;

use aphoria_sdk::{Hit, Observation, Source, Value};

/// All versions that are still negotiated somewhere, as `all` means them.
const ALL: &[&str] = &["1.0", "1.1", "1.2", "1.3"];

/// Says the lowest version of those that capture 0 names.
pub(crate) fn of_first(hit: &Hit<'_>, _: &dyn Source, said: Observation) -> Vec<Observation> {
    tell(hit.capture(0), said)
}

/// Says the lowest version of those that the value of a key names.
pub(crate) fn of_value(hit: &Hit<'_>, _: &dyn Source, said: Observation) -> Vec<Observation> {
    if hit.is_value() {
        tell(hit.capture(1), said)
    } else {
        Vec::new()
    }
}

fn tell(text: &str, mut said: Observation) -> Vec<Observation> {
    let Some(version) = lowest_of(text) else {
        return Vec::new();
    };
    let name = match version {
        "0.2" => "SSL 2",
        "0.3" => "SSL 3",
        "1.0" => "TLS 1.0",
        "1.1" => "TLS 1.1",
        "1.2" => "TLS 1.2",
        _ => "TLS 1.3",
    };
    let which = if said.concept.ends_with("max_version") {
        "highest"
    } else {
        "lowest"
    };
    said.reason = format!("{name} is the {which} version that is allowed");
    said.value = Value::Text(version.to_owned());
    vec![said]
}

/// The lowest version of a list such as `TLSv1.2 TLSv1.3`, `Tls12 | Tls13` or `all -SSLv3 -TLSv1`.
fn lowest_of(text: &str) -> Option<&'static str> {
    let mut allowed = BTreeSet::new();
    let within = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '.');
    let mut rest = text;
    let mut sign = None;
    while let Some(first) = rest.chars().next() {
        if !within(first) {
            sign = Some(first);
            rest = rest.get(first.len_utf8()..).unwrap_or("");
            continue;
        }
        let end = rest.find(|letter| !within(letter)).unwrap_or(rest.len());
        let (word, behind) = rest.split_at(end);
        rest = behind;
        let without = matches!(sign, Some('-' | '!'));
        let words: &[&str] = if word.eq_ignore_ascii_case("all") {
            ALL
        } else {
            version(word).map_or(&[], one)
        };
        for word in words {
            if without {
                allowed.remove(word);
            } else {
                allowed.insert(*word);
            }
        }
    }
    allowed.first().copied()
}

fn one(version: &'static str) -> &'static [&'static str] {
    match version {
        "0.2" => &["0.2"],
        "0.3" => &["0.3"],
        "1.0" => &["1.0"],
        "1.1" => &["1.1"],
        "1.2" => &["1.2"],
        _ => &["1.3"],
    }
}

/// The version that a word such as `TLSv1_2_METHOD`, `VersionTLS12`, `Tls11` or `1.2` names.
fn version(word: &str) -> Option<&'static str> {
    let word = word
        .rsplit("::")
        .next()
        .unwrap_or(word)
        .to_ascii_lowercase();
    let word = word.strip_prefix("stream_crypto_").unwrap_or(&word);
    if let Some(at) = word.rfind("tls") {
        return tls(word.get(at + 3..).unwrap_or(""), word.contains('.'));
    }
    if let Some(at) = word.rfind("ssl") {
        let rest = word
            .get(at + 3..)
            .unwrap_or("")
            .trim_start_matches(['v', '_']);
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        return match digits.as_str() {
            "2" => Some("0.2"),
            "3" | "30" => Some("0.3"),
            _ => None,
        };
    }
    match word {
        "1.0" | "1" => Some("1.0"),
        "1.1" => Some("1.1"),
        "1.2" => Some("1.2"),
        "1.3" => Some("1.3"),
        _ => None,
    }
}

/// What stands behind `tls`: `v1_2_client`, `12`, `_v1_2016`, nothing (.NET's `Tls`, which is 1.0).
fn tls(rest: &str, qualified: bool) -> Option<&'static str> {
    let rest = rest.trim_start_matches(['v', '_', '.', 'e', 'r', 's', 'i', 'o', 'n']);
    let digits = |text: &str| text.chars().take_while(char::is_ascii_digit).count();
    let Some(behind) = rest.strip_prefix('1') else {
        // .NET's `SslProtocols.Tls`; elsewhere the bare word leaves the choice to the library.
        return (rest.is_empty() && qualified).then_some("1.0");
    };
    // A year behind the 1 is the year of a policy.
    let minor = match digits(behind) {
        1 => behind,
        0 => match behind.strip_prefix(['.', '_']) {
            Some(minor) if digits(minor) == 1 => minor,
            _ => "0",
        },
        _ => "0",
    };
    match minor.chars().next() {
        Some('0') => Some("1.0"),
        Some('1') => Some("1.1"),
        Some('2') => Some("1.2"),
        Some('3') => Some("1.3"),
        _ => None,
    }
}
