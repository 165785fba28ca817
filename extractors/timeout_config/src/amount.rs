//! Amounts of time, as languages write them.

use aphoria_sdk::{Hit, Observation, Source, Value};

/// A bare number is seconds.
pub(crate) fn seconds(hit: &Hit<'_>, _: &dyn Source, said: Observation) -> Vec<Observation> {
    tell(hit.capture(0), Some(1.0), said)
}

/// A bare number is milliseconds.
pub(crate) fn milliseconds(hit: &Hit<'_>, _: &dyn Source, said: Observation) -> Vec<Observation> {
    tell(hit.capture(0), Some(0.001), said)
}

/// Capture 0 is a number, capture 1 its unit; either order for Go.
pub(crate) fn with_unit(hit: &Hit<'_>, _: &dyn Source, said: Observation) -> Vec<Observation> {
    let text = format!("{} {}", hit.capture(0), hit.capture(1));
    tell(&text, None, said)
}

/// The value of a key whose name may end with the unit.
pub(crate) fn of_key(hit: &Hit<'_>, _: &dyn Source, said: Observation) -> Vec<Observation> {
    let name: String = hit
        .key()
        .rsplit('.')
        .next()
        .unwrap_or("")
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|letter| letter.to_ascii_lowercase())
        .collect();
    let unit = if name.ends_with("ms") || name.ends_with("millis") || name.ends_with("milliseconds")
    {
        Some(0.001)
    } else if ["seconds", "secs", "sec"]
        .iter()
        .any(|end| name.ends_with(end))
    {
        Some(1.0)
    } else {
        None
    };
    tell(hit.capture(1), unit, said)
}

/// Tells a text such as `30`, `1_000`, `0`, `30s`, `30 seconds`, `time.Second * 30`, `none`.
fn tell(text: &str, bare: Option<f64>, mut said: Observation) -> Vec<Observation> {
    let Some(seconds) = read(text.trim(), bare) else {
        return Vec::new();
    };
    said.reason = if seconds > 0.0 {
        format!("{}: {seconds} s", said.reason)
    } else {
        "there is no end to the waiting".to_owned()
    };
    said.value = Value::Number(seconds);
    vec![said]
}

fn read(text: &str, bare: Option<f64>) -> Option<f64> {
    let lower = text.to_ascii_lowercase();
    let words = lower.trim_matches(['"', '\'', '`']);
    if matches!(
        words,
        "none"
            | "zero"
            | "nil"
            | "null"
            | "false"
            | "infinite"
            | "infinity"
            | "never"
            | "0"
            | "-1"
            | "off"
    ) {
        return Some(0.0);
    }
    if words.ends_with("infinitetimespan")
        || words.ends_with("infinite")
        || words.ends_with("timespan.zero")
        || words.ends_with("duration.zero")
    {
        return Some(0.0);
    }
    let digits: String = words
        .chars()
        .skip_while(|letter| !letter.is_ascii_digit())
        .take_while(|letter| letter.is_ascii_digit() || matches!(letter, '_' | '.' | ' '))
        .filter(|letter| letter.is_ascii_digit() || *letter == '.')
        .collect();
    let number: f64 = digits.trim_end_matches('.').parse().ok()?;
    let rest: String = words.chars().filter(char::is_ascii_alphabetic).collect();
    let unit = unit(&rest).or(if rest.is_empty() { bare } else { None })?;
    // Away with what binary fractions add.
    let seconds = (number * unit * 1e6).round() / 1e6;
    seconds.is_finite().then_some(seconds)
}

fn unit(rest: &str) -> Option<f64> {
    let rest = rest
        .trim_start_matches("time")
        .trim_start_matches("duration")
        .trim_start_matches("span")
        .trim_start_matches("unit")
        .trim_start_matches("from")
        .trim_start_matches("of")
        .trim_start_matches("chrono")
        .trim_start_matches("std");
    Some(match rest {
        "s" | "sec" | "secs" | "second" | "seconds" | "secsf" => 1.0,
        "ms" | "millis" | "milli" | "millisecond" | "milliseconds" => 0.001,
        "m" | "min" | "mins" | "minute" | "minutes" => 60.0,
        "h" | "hour" | "hours" => 3600.0,
        _ => return None,
    })
}
