//! The value of an expression, as far as it can be told without a compiler.

use aphoria_sdk::Value;

/// Longest expression that is seen as its text.
const TEXT_BYTES_MAX: usize = 100;
/// A run of letters and digits of this length may be a secret.
const RANDOM_BYTES_MIN: usize = 20;

/// The value; none for what is no scalar or may be a secret.
pub(crate) fn of(expression: &str) -> Option<Value> {
    let text = expression.trim();
    if let Some(inner) = quoted(text) {
        return is_printable(inner).then(|| Value::Text(inner.to_owned()));
    }
    if let Some(number) = number(text) {
        return Some(Value::Number(number));
    }
    match text {
        "true" => Some(Value::Flag(true)),
        "false" => Some(Value::Flag(false)),
        _ => {
            let scalar =
                !text.starts_with(['[', '&', '{', '|']) && !text.contains(['{', '[', '"', '\'']);
            (scalar && text.len() <= TEXT_BYTES_MAX).then(|| Value::Text(text.to_owned()))
        }
    }
}

fn quoted(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('"')?.strip_suffix('"')?;
    (!inner.contains(['"', '\\'])).then_some(inner)
}

fn is_printable(text: &str) -> bool {
    let random = |word: &str| {
        word.len() >= RANDOM_BYTES_MIN
            && word.bytes().any(|byte| byte.is_ascii_digit())
            && word.bytes().any(|byte| byte.is_ascii_alphabetic())
    };
    let is_letter =
        |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '+' | '/' | '=' | '_');
    text.len() <= TEXT_BYTES_MAX && !text.split(|letter| !is_letter(letter)).any(random)
}

/// A literal, or whole numbers joined by one kind of `*`, `+`, `<<` or `-`, from the left.
fn number(text: &str) -> Option<f64> {
    if let Some(single) = literal(text) {
        return Some(single);
    }
    for (sign, join) in JOINS {
        let mut parts = text.split(sign).map(str::trim).map(literal);
        let Some(Some(first)) = parts.next() else {
            continue;
        };
        let rest: Option<Vec<f64>> = parts.collect();
        match rest {
            Some(rest) if !rest.is_empty() => return Some(rest.into_iter().fold(first, join)),
            _ => {}
        }
    }
    None
}

type Join = fn(f64, f64) -> f64;

const JOINS: [(&str, Join); 4] = [
    ("*", |one, two| one * two),
    ("+", |one, two| one + two),
    ("<<", shifted),
    (" - ", |one, two| one - two),
];

fn shifted(one: f64, by: f64) -> f64 {
    let mut value = one;
    let mut left = by.min(64.0);
    while left >= 1.0 {
        value *= 2.0;
        left -= 1.0;
    }
    value
}

/// A literal of Rust, with or without its type.
fn literal(text: &str) -> Option<f64> {
    const TYPES: [&str; 14] = [
        "usize", "isize", "u128", "i128", "u64", "i64", "u32", "i32", "u16", "i16", "u8", "i8",
        "f64", "f32",
    ];
    let plain: String = text.chars().filter(|letter| *letter != '_').collect();
    for (prefix, radix) in [("0x", 16), ("0b", 2), ("0o", 8)] {
        if let Some(digits) = plain.strip_prefix(prefix) {
            let digits = TYPES
                .iter()
                .take(12)
                .find_map(|kind| digits.strip_suffix(kind))
                .unwrap_or(digits);
            // Beyond 2^53 a number would not be exact.
            let whole = u64::from_str_radix(digits, radix)
                .ok()
                .filter(|whole| *whole < 1 << 53)?;
            return Some(whole as f64);
        }
    }
    let plain = TYPES
        .iter()
        .find_map(|kind| plain.strip_suffix(kind))
        .unwrap_or(&plain);
    plain
        .starts_with(|first: char| first.is_ascii_digit() || first == '-')
        .then(|| plain.parse().ok())?
        .filter(|number: &f64| number.is_finite())
}
