//! Which numbers are lengths of passwords.

use aphoria_sdk::{Hit, Observation, Source, Value};

/// Below this a comparison asks whether there is a password at all.
const ASKED_MIN: f64 = 2.0;
/// Beyond this a bound is the upper one.
const LOWER_MAX: f64 = 32.0;

/// `length < n`: so many are asked for; `length <= n`: one more. The operator is the first capture, the number the second.
pub(crate) fn lower(hit: &Hit<'_>, _: &dyn Source, like: Observation) -> Vec<Observation> {
    let Value::Number(number) = like.value else {
        return Vec::new();
    };
    let more = if hit.capture(0) == "<=" || hit.capture(0) == "-le" {
        1.0
    } else {
        0.0
    };
    length(number + more, like)
}

/// `length > n`: so many are allowed. The operator is the first capture, the number the second.
pub(crate) fn upper(_: &Hit<'_>, _: &dyn Source, like: Observation) -> Vec<Observation> {
    match like.value {
        Value::Number(number) if number > LOWER_MAX => vec![Observation {
            reason: format!("a password may have {number} characters"),
            ..like
        }],
        _ => Vec::new(),
    }
}

/// A least length that says something.
pub(crate) fn least(_: &Hit<'_>, _: &dyn Source, like: Observation) -> Vec<Observation> {
    match like.value {
        Value::Number(number) => length(number, like),
        _ => Vec::new(),
    }
}

fn length(number: f64, like: Observation) -> Vec<Observation> {
    if !(ASKED_MIN..=LOWER_MAX).contains(&number) {
        return Vec::new();
    }
    vec![Observation {
        value: Value::Number(number),
        reason: format!("a password must have {number} characters"),
        ..like
    }]
}
