//! What a header and its value mean.

#![expect(
    clippy::needless_pass_by_value,
    reason = "a judge is given what its rule would say"
)]

use aphoria_sdk::{Hit, Observation, Source, Value, number, truth};

use crate::{CSP, FRAME, HSTS, PERMISSIONS, REFERRER, TYPES};

/// Words before a header's name that make it a question or a test.
const READERS: [&str; 14] = [
    "assert",
    "expect",
    "should",
    "tohave",
    "verify",
    "get(",
    "getheader",
    "header_exists",
    "contains",
    ".has(",
    "curl",
    "grep",
    "require.",
    "fetch(",
];

/// A header's name and its value stand in the captures: the first that took part is the name.
pub(crate) fn pair(hit: &Hit<'_>, _: &dyn Source, like: Observation) -> Vec<Observation> {
    let before = hit.before().to_ascii_lowercase();
    let line = before.rsplit('\n').next().unwrap_or("");
    if READERS.iter().any(|word| line.contains(word)) {
        return Vec::new();
    }
    let mut captures = (0..8)
        .map(|at| hit.capture(at))
        .filter(|text| !text.is_empty());
    let Some(name) = captures.next() else {
        return Vec::new();
    };
    let value = captures.next().unwrap_or("");
    // Name and value in one string: the value ends where the string does.
    let quote = hit
        .text()
        .chars()
        .next()
        .filter(|first| matches!(first, '\'' | '`'));
    let one_string = !hit.text().ends_with(['"', '\'', '`']);
    let value = match quote {
        Some(quote) if one_string => value.split(quote).next().unwrap_or(""),
        _ => value,
    };
    // A list of names.
    if value.contains('-') && concept_of(value).is_some() {
        return Vec::new();
    }
    meaning(name, value, &like)
}

/// A key of a structured file that is a header's name.
pub(crate) fn key(hit: &Hit<'_>, _: &dyn Source, like: Observation) -> Vec<Observation> {
    let name = hit.key().rsplit('.').next().unwrap_or("");
    let value = hit.capture(1);
    // A name without hyphens is no header but something of a program; so is a list.
    let is_header = hit.capture(0).contains('-') && !value.starts_with(['[', '{']);
    if !is_header || value.contains("${") || value.contains("{{") {
        return Vec::new();
    }
    meaning(name, value, &like)
}

/// The header that is named by the first capture isn't sent.
pub(crate) fn off(hit: &Hit<'_>, _: &dyn Source, like: Observation) -> Vec<Observation> {
    let name = (0..4)
        .map(|at| hit.capture(at))
        .find(|text| !text.is_empty());
    let concept = name.and_then(concept_of);
    // Without a policy the browser's own counts: nothing to say.
    match concept.filter(|concept| *concept != REFERRER) {
        Some(concept) => vec![enabled(&like, concept, false)],
        None => Vec::new(),
    }
}

/// An option of helmet or Talisman, which must stand near by.
pub(crate) fn option_off(
    hit: &Hit<'_>,
    source: &dyn Source,
    like: Observation,
) -> Vec<Observation> {
    let first = hit.line().saturating_sub(10).max(1);
    let above = source.lines(hit.file(), first, hit.line());
    if above.contains("helmet") || above.contains("Talisman") {
        off(hit, source, like)
    } else {
        Vec::new()
    }
}

/// All that helmet sends if it isn't told otherwise.
pub(crate) fn helmet(_: &Hit<'_>, _: &dyn Source, like: Observation) -> Vec<Observation> {
    [HSTS, CSP, FRAME, TYPES]
        .iter()
        .map(|concept| enabled(&like, concept, true))
        .collect()
}

/// Seconds of HSTS, which is off at 0.
pub(crate) fn seconds(hit: &Hit<'_>, _: &dyn Source, like: Observation) -> Vec<Observation> {
    let captures = (0..2).rev().map(|at| hit.capture(at));
    match captures.filter_map(number).next() {
        Some(age) => hsts(age, &like),
        None => Vec::new(),
    }
}

/// A truth in the last capture, of the header that the first names.
pub(crate) fn named_truth(hit: &Hit<'_>, _: &dyn Source, like: Observation) -> Vec<Observation> {
    let said = concept_of(hit.capture(0)).zip(truth(hit.capture(1)));
    said.map(|(concept, sent)| enabled(&like, concept, sent))
        .into_iter()
        .collect()
}

fn hsts(age: f64, like: &Observation) -> Vec<Observation> {
    let max_age = Observation {
        concept: HSTS.to_owned(),
        predicate: "max_age".to_owned(),
        value: Value::Number(age),
        reason: format!("browsers must use TLS for {age} seconds"),
        ..like.clone()
    };
    vec![enabled(like, HSTS, age > 0.0), max_age]
}

/// What it means that a header has a value.
fn meaning(name: &str, value: &str, like: &Observation) -> Vec<Observation> {
    let value = value.trim().trim_matches('"').to_ascii_lowercase();
    let Some(concept) = concept_of(name) else {
        return Vec::new();
    };
    // An empty value, or one with holes: what it becomes is not known.
    if value.is_empty() || value.contains("%s") || value.starts_with(['$', '{']) {
        return Vec::new();
    }
    match concept {
        HSTS => age(&value).map_or_else(Vec::new, |age| hsts(age, like)),
        CSP => policy(&value, like),
        FRAME => match value.as_str() {
            "deny" | "sameorigin" => vec![enabled(like, concept, true)],
            "allowall" => vec![enabled(like, concept, false)],
            other if other.starts_with("allow-from") => vec![enabled(like, concept, false)],
            _ => Vec::new(),
        },
        TYPES => vec![enabled(like, concept, value == "nosniff")],
        REFERRER => {
            // Browsers take the last policy that they know.
            let last = value.rsplit(',').next().unwrap_or("").trim().to_owned();
            vec![Observation {
                concept: REFERRER.to_owned(),
                predicate: "value".to_owned(),
                reason: format!("a page's address is told to other sites by the policy {last}"),
                value: Value::Text(last),
                ..like.clone()
            }]
        }
        _ => vec![enabled(like, concept, true)],
    }
}

fn age(value: &str) -> Option<f64> {
    let (_, rest) = value.split_once("max-age=")?;
    let digits: String = rest
        .trim_start_matches('"')
        .chars()
        .take_while(char::is_ascii_digit)
        .collect();
    number(&digits)
}

fn policy(value: &str, like: &Observation) -> Vec<Observation> {
    if !value.contains("-src") && !value.contains("frame-ancestors") {
        return Vec::new();
    }
    let mut said = vec![enabled(like, CSP, true)];
    let directive = |name: &str| {
        let mut all = value.split(';').map(str::trim);
        all.find(|one| one.split_whitespace().next() == Some(name))
    };
    if let Some(scripts) = directive("script-src").or_else(|| directive("default-src")) {
        for (predicate, word) in [
            ("unsafe_inline", "'unsafe-inline'"),
            ("unsafe_eval", "'unsafe-eval'"),
        ] {
            let allowed = scripts.contains(word);
            let verb = if allowed { "allows" } else { "does not allow" };
            said.push(Observation {
                concept: CSP.to_owned(),
                predicate: predicate.to_owned(),
                value: Value::Flag(allowed),
                reason: format!("the policy {verb} {word} for scripts"),
                ..like.clone()
            });
        }
    }
    said
}

fn enabled(like: &Observation, concept: &str, sent: bool) -> Observation {
    let name = concept.rsplit('/').next().unwrap_or("").replace('_', "-");
    let verb = if sent {
        "sent"
    } else {
        "not sent, or without effect"
    };
    Observation {
        concept: concept.to_owned(),
        predicate: "enabled".to_owned(),
        value: Value::Flag(sent),
        reason: format!("the header {name} is {verb}"),
        ..like.clone()
    }
}

/// The header that a name means, in the spelling of HTTP or of a library.
fn concept_of(name: &str) -> Option<&'static str> {
    let letters = name.chars().filter(char::is_ascii_alphabetic);
    let name: String = letters.map(|letter| letter.to_ascii_lowercase()).collect();
    Some(match name.as_str() {
        "stricttransportsecurity" | "hsts" => HSTS,
        "contentsecuritypolicy" | "csp" => CSP,
        "xframeoptions" | "frameguard" | "frameoptions" | "framedeny" | "xfo" => FRAME,
        "xcontenttypeoptions" | "nosniff" | "contenttypenosniff" => TYPES,
        "permissionspolicy" => PERMISSIONS,
        "referrerpolicy" => REFERRER,
        _ => return None,
    })
}
