//! Whether a text is a secret or only stands where one will.

use aphoria_sdk::{Hit, Observation, Source, Span, Value};

/// Judges a name (capture 0) and the text that it is given (the first capture behind it).
pub(crate) fn given(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    pair(hit, source, said, 0)
}

/// The same for a name in another capture.
pub(crate) fn pair(
    hit: &Hit<'_>,
    _: &dyn Source,
    mut said: Observation,
    name: usize,
) -> Vec<Observation> {
    let Some(kind) = kind(hit.capture(name)) else {
        return Vec::new();
    };
    let Some((text, span)) = value(hit, name) else {
        return Vec::new();
    };
    // A name in quotes ends with its quote; a union of types is no value.
    if !is_whole(hit, name) || hit.after().trim_start().starts_with('|') {
        return Vec::new();
    }
    said.concept = format!("secrets/{kind}");
    match what(hit.capture(name), kind, text) {
        What::Secret => tell(hit, said, kind, span),
        What::FilledIn => {
            said.value = Value::Flag(false);
            said.confidence = 0.9;
            said.reason = format!("the {} comes from outside", spoken(kind));
            vec![said]
        }
        What::Nothing => Vec::new(),
    }
}

/// The name is given something that is read from the environment.
pub(crate) fn from_outside(
    hit: &Hit<'_>,
    _: &dyn Source,
    mut said: Observation,
) -> Vec<Observation> {
    let Some(kind) = kind(hit.capture(0)) else {
        return Vec::new();
    };
    said.concept = format!("secrets/{kind}");
    said.reason = format!("the {} comes from outside", spoken(kind));
    vec![said]
}

/// A password within something else: the first capture.
pub(crate) fn password(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    password_at(hit, source, said, 0)
}

/// The same for another capture.
pub(crate) fn password_at(
    hit: &Hit<'_>,
    _: &dyn Source,
    mut said: Observation,
    at: usize,
) -> Vec<Observation> {
    let Some(span) = hit.capture_span(at) else {
        return Vec::new();
    };
    "secrets/password".clone_into(&mut said.concept);
    if what("", "password", hit.capture(at)) != What::Secret {
        return Vec::new();
    }
    let local = ["@localhost", "@127.0.0.1", "=localhost"];
    if local.iter().any(|local| hit.text().contains(local)) {
        said.confidence = 0.6;
    }
    tell(hit, said, "password", span)
}

/// A token that is known by its form: the first capture.
pub(crate) fn by_form(hit: &Hit<'_>, _: &dyn Source, said: Observation) -> Vec<Observation> {
    let Some(span) = hit.capture_span(0) else {
        return Vec::new();
    };
    let text = hit.capture(0);
    let lower = text.to_ascii_lowercase();
    let made_up = ["xxxx", "00000000", "123456789", "your", "...", "abcdefgh"];
    if made_up.iter().any(|word| lower.contains(word)) || lower.ends_with("example") {
        return Vec::new();
    }
    let kind = said.concept.rsplit('/').next().unwrap_or("").to_owned();
    tell(hit, said, &kind, span)
}

fn tell(hit: &Hit<'_>, mut said: Observation, kind: &str, secret: Span) -> Vec<Observation> {
    if hit.in_test() || hit.in_example() {
        said.confidence /= 2.0;
    }
    said.value = Value::Flag(true);
    said.reason = format!("a {} is written here", spoken(kind));
    said.secret = Some(secret);
    vec![said]
}

fn spoken(kind: &str) -> String {
    kind.replace('_', " ")
}

fn value<'a>(hit: &Hit<'a>, name: usize) -> Option<(&'a str, Span)> {
    (name + 1..name + 5).find_map(|at| Some((hit.capture(at), hit.capture_span(at)?)))
}

/// Whether the name has the same quotes on both sides, or none.
fn is_whole(hit: &Hit<'_>, name: usize) -> bool {
    let Some(span) = hit.capture_span(name) else {
        return false;
    };
    let at = |place: Option<u32>| {
        let place = place?.checked_sub(hit.span().start)? as usize;
        hit.text().as_bytes().get(place).copied()
    };
    match at(span.start.checked_sub(1)) {
        Some(quote @ (b'"' | b'\'' | b'`')) => at(Some(span.end)) == Some(quote),
        _ => true,
    }
}

/// The kind that a name tells.
fn kind(name: &str) -> Option<&'static str> {
    let name: String = name
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|letter| letter.to_ascii_lowercase())
        .collect();
    // Words that people read, and switches.
    let other = [
        "forgot",
        "reset",
        "invalid",
        "wrong",
        "show",
        "confirm",
        "require",
        "noauth",
        "csrf",
        "xsrf",
        "nopass",
        "label",
        "public",
        "nexttoken",
        "page",
    ];
    // Names of names.
    let names = [
        "param", "field", "header", "prompt", "hint", "message", "column", "property",
    ];
    if other.iter().any(|word| name.starts_with(word))
        || names.iter().any(|word| name.contains(word))
    {
        return None;
    }
    let ends = [
        ("password", "password"),
        ("passwd", "password"),
        ("passphrase", "password"),
        ("pwd", "password"),
        ("privatekey", "private_key"),
        ("apikey", "api_key"),
        ("accesskey", "api_key"),
        ("accountkey", "api_key"),
        ("secretkey", "secret"),
        ("secretaccesskey", "api_key"),
        ("secretkeybase", "secret"),
        ("signingkey", "secret"),
        ("encryptionkey", "secret"),
        ("secret", "secret"),
        ("token", "token"),
    ];
    ends.iter()
        .find(|(end, _)| name.ends_with(end))
        .map(|(_, kind)| *kind)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    Secret,
    /// Something that puts the secret here later.
    FilledIn,
    Nothing,
}

/// Whole values that are no secret.
const NOTHING: &[&str] = &[
    "null",
    "none",
    "nil",
    "true",
    "false",
    "undefined",
    "string",
    "redacted",
    "hidden",
    "masked",
    "todo",
    "tbd",
    "optional",
    "required",
    "placeholder",
    "example",
    "dummy",
    "bearer",
    "basic",
    "test",
    "enter",
    "prompt",
    "ask",
    "env",
    "default",
];

fn what(name: &str, kind: &str, text: &str) -> What {
    let text = text.trim();
    if is_filled_in(text) {
        return What::FilledIn;
    }
    let lower = text.to_ascii_lowercase();
    let is_word = |letter: u8| letter.is_ascii_lowercase() || matches!(letter, b'_' | b'-' | b'.');
    let joined = lower
        .bytes()
        .any(|letter| matches!(letter, b'_' | b'-' | b'.'));
    let is_name = joined && text.bytes().all(is_word);
    // `DB_PASSWORD`, `TRAFFIC_SECRET_0`: parts of capitals or of digits.
    let of_one_kind = |part: &str| {
        part.bytes().all(|letter| letter.is_ascii_uppercase())
            || part.bytes().all(|letter| letter.is_ascii_digit())
    };
    let is_variable = text.contains('_') && text.split('_').all(of_one_kind);
    let plain = |text: &str| text.replace(['_', '-'], "").to_ascii_lowercase();
    let first = text.bytes().next();
    let nothing = text.len() < 4
        || text.contains(char::is_whitespace)
        || NOTHING.contains(&lower.as_str())
        || is_name
        || is_variable
        || text.ends_with(':')
        // Numbers of versions and of objects.
        || (text.contains('.') && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.'))
        || text.ends_with('(')
        || lower.contains("your")
        || lower.contains("xxx")
        || lower.contains("example")
        || lower.contains("placeholder")
        || lower.contains("...")
        || lower.contains("://")
        || lower.contains("required")
        || text.starts_with(['/', '.', '~', '*', '#', '\\', '<', '{', '%', '['])
        || text.bytes().all(|letter| Some(letter) == first)
        // `password = "password"` names a field.
        || (!name.is_empty() && plain(name).ends_with(&plain(text)))
        || matches!(plain(text).as_str(), "password" | "passwd" | "secret" | "token" | "apikey");
    if nothing {
        return What::Nothing;
    }
    // Keys and tokens are long, and not words.
    let mixed = text.bytes().any(|letter| letter.is_ascii_digit())
        || (text.bytes().any(|letter| letter.is_ascii_uppercase())
            && text.bytes().any(|letter| letter.is_ascii_lowercase())
            && text.len() >= 20);
    let is_path = text.matches('/').count() > 1;
    if kind != "password" && (text.len() < 8 || !mixed || is_path) {
        return What::Nothing;
    }
    What::Secret
}

/// `${VAR}`, `{{ value }}`, `<password>`, `%s` and their like. Those of which it is known that something fills them in come
/// from outside; a form to be filled in by hand says nothing.
fn is_filled_in(text: &str) -> bool {
    const STARTS: &[&str] = &[
        "${",
        "{{",
        "$(",
        "#{",
        "<%",
        "%{",
        "$ENV",
        "ENV[",
        "vault:",
        "env:",
        "!Ref",
        "{env",
        "arn:aws:secretsmanager",
    ];
    STARTS.iter().any(|start| text.starts_with(start))
        || text.strip_prefix('$').is_some_and(|rest| {
            rest.starts_with(|letter: char| letter.is_ascii_uppercase())
                && rest
                    .bytes()
                    .all(|letter| letter.is_ascii_alphanumeric() || letter == b'_')
        })
}
