//! Names of algorithms, as libraries have them and as the standard has them.

use aphoria_sdk::{Hit, Observation, Source, Value};

/// Tells the algorithm of capture 0; of a list the worst, which is none, else its first.
pub(crate) fn of_first(hit: &Hit<'_>, _: &dyn Source, said: Observation) -> Vec<Observation> {
    tell(hit.capture(0), said)
}

/// Tells the algorithm of a key's value.
pub(crate) fn of_value(hit: &Hit<'_>, _: &dyn Source, said: Observation) -> Vec<Observation> {
    if hit.is_value() {
        tell(hit.capture(1), said)
    } else {
        Vec::new()
    }
}

fn tell(text: &str, mut said: Observation) -> Vec<Observation> {
    let names: Vec<String> = text
        .split(|letter: char| !letter.is_ascii_alphanumeric())
        .filter_map(standard)
        .collect();
    let worst = names.iter().find(|name| *name == "none");
    let Some(name) = worst.or_else(|| names.first()) else {
        return Vec::new();
    };
    said.reason = if name == "none" {
        "tokens without a signature are allowed".to_owned()
    } else {
        format!("tokens are signed by {name}")
    };
    said.value = Value::Text(name.clone());
    vec![said]
}

/// `SigningMethodHS256`, `HmacSha256`, `hs256`: HS256.
fn standard(word: &str) -> Option<String> {
    let word = word
        .trim_start_matches("SigningMethod")
        .to_ascii_uppercase();
    if matches!(word.as_str(), "NONE" | "NONEALGORITHM") {
        return Some("none".to_owned());
    }
    if word == "EDDSA" || word == "ED25519" {
        return Some("EdDSA".to_owned());
    }
    let families = [
        ("HS", &["HS", "HMACSHA", "HMAC"][..]),
        ("RS", &["RS", "RSASHA", "RSA"]),
        ("ES", &["ES", "ECDSASHA", "ECDSA"]),
        ("PS", &["PS", "RSASSAPSSSHA"]),
    ];
    for (short, names) in families {
        for name in names {
            if let Some(size @ ("256" | "384" | "512")) = word.strip_prefix(name) {
                return Some(format!("{short}{size}"));
            }
        }
    }
    None
}
