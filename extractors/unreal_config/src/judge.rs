//! Which values are credentials.

use aphoria_sdk::{Hit, Observation, Source, Span, Value};

/// Shorter values are no secrets.
const SECRET_BYTES_MIN: usize = 6;
/// Words of values that somebody should replace.
const PLACEHOLDERS: [&str; 9] = [
    "your",
    "changeme",
    "change_me",
    "placeholder",
    "todo",
    "xxxx",
    "none",
    "null",
    "<",
];

/// A value that is filled in, and neither a placeholder, a path nor a variable.
pub(crate) fn credential(hit: &Hit<'_>, _: &dyn Source, like: Observation) -> Vec<Observation> {
    let (Some(span), value) = (hit.capture_span(1), hit.capture(1)) else {
        return Vec::new();
    };
    let lower = value.to_ascii_lowercase();
    let path = value.starts_with(['/', '.', '%', '$', '(', '{']) || value.contains("://");
    if value.len() < SECRET_BYTES_MIN
        || path
        || PLACEHOLDERS.iter().any(|word| lower.contains(word))
    {
        return Vec::new();
    }
    let kind = like
        .concept
        .rsplit('/')
        .next()
        .unwrap_or("")
        .replace('_', " ");
    vec![Observation {
        secret: Some(Span {
            start: span.start,
            end: span.end,
        }),
        reason: format!("a credential ({kind}) is filled in"),
        ..like
    }]
}

/// `PPBC_Shipping` and its like, without the prefix.
pub(crate) fn build(hit: &Hit<'_>, _: &dyn Source, like: Observation) -> Vec<Observation> {
    let told = hit
        .capture(1)
        .strip_prefix("PPBC_")
        .map(|name| Observation {
            value: Value::Text(name.to_ascii_lowercase()),
            reason: format!("packages are built in the configuration {name}"),
            ..like
        });
    told.into_iter().collect()
}
