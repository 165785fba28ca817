//! Units of time, and fractions.

use aphoria_sdk::{Hit, Observation, Source, Value, number};

fn value(like: Observation, number: Option<f64>) -> Vec<Observation> {
    let told = number.map(|number| Observation {
        value: Value::Number(number),
        ..like
    });
    told.into_iter().collect()
}

/// A number of milliseconds.
pub(crate) fn milliseconds(_: &Hit<'_>, _: &dyn Source, like: Observation) -> Vec<Observation> {
    let seconds = match like.value {
        Value::Number(number) => Some(number / 1000.0),
        _ => None,
    };
    value(like, seconds)
}

/// A share: 0.5 is 50 percent.
pub(crate) fn share(_: &Hit<'_>, _: &dyn Source, like: Observation) -> Vec<Observation> {
    let percent = match like.value {
        Value::Number(number) if number <= 1.0 => Some(number * 100.0),
        Value::Number(number) => Some(number),
        _ => None,
    };
    value(like, percent)
}

/// A duration with its unit, such as `10s`, `500ms`, `PT1M`; without one it is seconds.
pub(crate) fn duration(hit: &Hit<'_>, _: &dyn Source, like: Observation) -> Vec<Observation> {
    let text = hit.capture(1).trim().to_ascii_lowercase();
    let text = text.strip_prefix("pt").unwrap_or(&text);
    let digits: String = text
        .chars()
        .take_while(|letter| letter.is_ascii_digit() || *letter == '.')
        .collect();
    let factor = match text.get(digits.len()..).unwrap_or("").trim() {
        "" | "s" | "sec" | "seconds" => Some(1.0),
        "ms" => Some(0.001),
        "m" | "min" => Some(60.0),
        "h" => Some(3600.0),
        _ => None,
    };
    value(
        like,
        factor
            .zip(number(&digits))
            .map(|(factor, number)| factor * number),
    )
}

/// Go's `10 * time.Second`: the unit stands in the second capture.
pub(crate) fn unit(hit: &Hit<'_>, _: &dyn Source, like: Observation) -> Vec<Observation> {
    scaled(hit.capture(1), like)
}

/// Java's `Duration.ofSeconds(10)` and C#'s `TimeSpan.FromSeconds(10)`: the unit stands in the first.
pub(crate) fn unit_first(hit: &Hit<'_>, _: &dyn Source, like: Observation) -> Vec<Observation> {
    scaled(hit.capture(0), like)
}

fn scaled(unit: &str, like: Observation) -> Vec<Observation> {
    let factor = match unit.trim_end_matches('s') {
        "Millisecond" | "Milli" => 0.001,
        "Second" => 1.0,
        "Minute" => 60.0,
        _ => return Vec::new(),
    };
    let seconds = match like.value {
        Value::Number(number) => Some(number * factor),
        _ => None,
    };
    value(like, seconds)
}

/// Envoy's limits, which are out of reach at the greatest number of 32 bits.
pub(crate) fn limit(_: &Hit<'_>, _: &dyn Source, like: Observation) -> Vec<Observation> {
    match like.value {
        Value::Number(number) => vec![Observation {
            value: Value::Flag(number < 4_294_967_295.0),
            ..like
        }],
        _ => Vec::new(),
    }
}
