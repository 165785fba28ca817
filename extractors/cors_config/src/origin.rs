//! Origins within a text.

use aphoria_sdk::{Hit, Language, Observation, Source, Value};

/// Tells the origins that the first capture names.
pub(crate) fn of_first(hit: &Hit<'_>, _: &dyn Source, said: Observation) -> Vec<Observation> {
    tell(hit.capture(0), said)
}

/// Tells the origins that the value of a key names.
pub(crate) fn of_value(hit: &Hit<'_>, _: &dyn Source, said: Observation) -> Vec<Observation> {
    if hit.is_value() {
        tell(hit.capture(1), said)
    } else {
        Vec::new()
    }
}

/// The same, unless a test only expects it.
pub(crate) fn of_answer(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    const EXPECTED: &[&str] = &["assert", "expect(", "should", ".toBe", "toEqual"];
    if EXPECTED.iter().any(|word| hit.before().contains(word)) {
        return Vec::new();
    }
    // The header as one text is written by few; elsewhere that is a sentence about it.
    let as_text = hit
        .text()
        .to_ascii_lowercase()
        .starts_with("access-control-allow-origin:");
    let is_written_so = matches!(
        hit.language(),
        Language::Php
            | Language::Bash
            | Language::C
            | Language::Cpp
            | Language::Ini
            | Language::Text
            | Language::Xml
    );
    if as_text && !is_written_so {
        return Vec::new();
    }
    of_first(hit, source, said)
}

fn tell(text: &str, mut said: Observation) -> Vec<Observation> {
    let around = |letter: char| {
        letter.is_whitespace()
            || matches!(
                letter,
                '"' | '\'' | '`' | ',' | '[' | ']' | ';' | '(' | ')' | '{' | '}'
            )
    };
    let mut first = None;
    for word in text.split(around).filter(|word| !word.is_empty()) {
        if matches!(word, "*" | ".*" | "null") {
            first = Some(if word == "null" { word } else { "*" });
            break;
        }
        if first.is_none() && (word.starts_with("https://") || word.starts_with("http://")) {
            first = Some(word.trim_end_matches('/'));
        }
    }
    let Some(origin) = first.filter(|origin| !origin.contains(['$', '{'])) else {
        return Vec::new();
    };
    said.reason = match origin {
        "*" => "every origin is allowed".to_owned(),
        "null" => "the origin null is allowed, which any page can have".to_owned(),
        named => format!("{named} is allowed"),
    };
    said.value = Value::Text(origin.to_owned());
    vec![said]
}
