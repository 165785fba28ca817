//! Values and other small things as they are typed on a command line.

use std::collections::BTreeMap;
use std::path::Path;

use stemedb_core::{CONFIDENCE_ONE, Id, Object, SourceClass};

use crate::arguments::ValueType;
use crate::exit::Failure;

/// Reads a stated value; without a kind, `true` and `false` are booleans, numbers are numbers, and the rest is text.
///
/// A number with leading zeros is text: it is more likely a code than a quantity.
pub(crate) fn object(kind: Option<ValueType>, text: &str) -> Result<Object, Failure> {
    match kind.unwrap_or_else(|| guess(text)) {
        ValueType::Text => Ok(Object::Text(text.to_owned())),
        ValueType::Reference => Ok(Object::Reference(text.to_owned())),
        ValueType::Boolean => match text {
            "true" => Ok(Object::Boolean(true)),
            "false" => Ok(Object::Boolean(false)),
            _ => Err(Failure::usage(format!(
                "`{text}` is neither true nor false"
            ))),
        },
        ValueType::Number => match text.parse::<f64>() {
            Ok(number) if number.is_finite() => Ok(Object::Number(number)),
            _ => Err(Failure::usage(format!("`{text}` is no finite number"))),
        },
    }
}

fn guess(text: &str) -> ValueType {
    if matches!(text, "true" | "false") {
        ValueType::Boolean
    } else if looks_like_a_number(text) {
        ValueType::Number
    } else {
        ValueType::Text
    }
}

/// A number as JSON writes one.
fn looks_like_a_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let begins = digits.starts_with(|c: char| c.is_ascii_digit());
    let leading_zero = digits.len() > 1
        && digits.starts_with('0')
        && digits[1..].starts_with(|c: char| c.is_ascii_digit());
    let ends = digits.ends_with(|c: char| c.is_ascii_digit());
    begins && ends && !leading_zero && text.parse::<f64>().is_ok_and(f64::is_finite)
}

/// The kind of a value, as a word.
pub(crate) fn kind_of(object: &Object) -> &'static str {
    match object {
        Object::Text(_) => "text",
        Object::Number(_) => "a number",
        Object::Boolean(_) => "a boolean",
        Object::Reference(_) => "a reference",
        Object::Sealed(_) => "a sealed value",
    }
}

/// A number from 0 to 1 in millionths, exactly as far as it has at most six digits behind the point.
pub(crate) fn millionths(what: &str, number: f64) -> Result<u32, Failure> {
    if !(0.0..=1.0).contains(&number) {
        return Err(Failure::usage(format!(
            "{what} {number} does not lie in 0 to 1"
        )));
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it lies in 0 ..= 1,000,000"
    )]
    let millionths = (number * f64::from(CONFIDENCE_ONE)).round() as u32;
    Ok(millionths)
}

/// The class of a source, by name or tier; anecdotal if none is given.
pub(crate) fn class(given: Option<&str>) -> Result<SourceClass, Failure> {
    let class = match given.map(|text| (text, text.parse::<u64>())) {
        None => Ok(SourceClass::Anecdotal),
        Some((_, Ok(tier))) => SourceClass::from_number(tier),
        Some((name, Err(_))) => name.parse(),
    };
    class.map_err(|error| Failure::usage(error.to_string()))
}

/// An id of a record.
pub(crate) fn id(what: &str, text: &str) -> Result<Id, Failure> {
    text.parse()
        .map_err(|reason| Failure::usage(format!("{what} `{text}` can't be used: {reason}")))
}

/// `name=text` pairs.
pub(crate) fn metadata(pairs: &[String]) -> Result<BTreeMap<String, String>, Failure> {
    let mut metadata = BTreeMap::new();
    for pair in pairs {
        let (name, text) = pair.split_once('=').ok_or_else(|| {
            Failure::usage(format!("`{pair}` is no metadata; write --meta name=text"))
        })?;
        if metadata.insert(name.to_owned(), text.to_owned()).is_some() {
            return Err(Failure::usage(format!("metadata `{name}` is given twice")));
        }
    }
    Ok(metadata)
}

/// BLAKE3 of a file.
pub(crate) fn digest(path: &Path) -> Result<[u8; 32], Failure> {
    let failed = |error: std::io::Error| Failure::file(path, "read", &error);
    let mut hasher = blake3::Hasher::new();
    let mut file = std::fs::File::open(path).map_err(failed)?;
    std::io::copy(&mut file, &mut hasher).map_err(failed)?;
    Ok(*hasher.finalize().as_bytes())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    #[test]
    fn values_are_guessed_as_json_would_read_them() {
        let text = |text: &str| Object::Text(text.to_owned());
        for (typed, object_expected) in [
            ("true", Object::Boolean(true)),
            ("false", Object::Boolean(false)),
            ("True", text("True")),
            ("14.9", Object::Number(14.9)),
            ("-5", Object::Number(-5.0)),
            ("0", Object::Number(0.0)),
            ("0.5", Object::Number(0.5)),
            ("1e3", Object::Number(1_000.0)),
            ("007", text("007")),
            ("-01", text("-01")),
            (".5", text(".5")),
            ("5.", text("5.")),
            ("1e999", text("1e999")),
            ("inf", text("inf")),
            ("NaN", text("NaN")),
            ("+5", text("+5")),
            ("12:30", text("12:30")),
            ("1 000", text("1 000")),
            ("", text("")),
        ] {
            assert_eq!(object(None, typed).unwrap(), object_expected, "`{typed}`");
        }
    }

    #[test]
    fn a_named_kind_wins_and_is_checked() {
        assert_eq!(
            object(Some(ValueType::Text), "5").unwrap(),
            Object::Text("5".to_owned())
        );
        assert_eq!(
            object(Some(ValueType::Reference), "5").unwrap(),
            Object::Reference("5".to_owned())
        );
        assert!(object(Some(ValueType::Boolean), "yes").is_err());
        assert!(object(Some(ValueType::Number), "inf").is_err());
        assert!(object(Some(ValueType::Number), "five").is_err());
        assert_eq!(
            object(Some(ValueType::Number), "007").unwrap(),
            Object::Number(7.0)
        );
    }

    #[test]
    fn confidences_classes_and_metadata_are_checked() {
        assert_eq!(millionths("confidence", 0.95).unwrap(), 950_000);
        assert_eq!(millionths("confidence", 1.0).unwrap(), 1_000_000);
        for wrong in [-0.1, 1.1, f64::NAN, f64::INFINITY] {
            assert!(millionths("confidence", wrong).is_err(), "{wrong}");
        }
        assert_eq!(class(None).unwrap(), SourceClass::Anecdotal);
        assert_eq!(class(Some("clinical")).unwrap(), SourceClass::Clinical);
        assert_eq!(class(Some("0")).unwrap(), SourceClass::Regulatory);
        assert!(class(Some("6")).is_err());
        assert!(class(Some("gossip")).is_err());
        let pairs =
            |pairs: &[&str]| -> Vec<String> { pairs.iter().map(ToString::to_string).collect() };
        assert_eq!(metadata(&pairs(&["a=b=c"])).unwrap()["a"], "b=c");
        assert!(metadata(&pairs(&["a"])).is_err());
        assert!(metadata(&pairs(&["a=1", "a=2"])).is_err());
        assert!(id("the parent", "12").is_err());
    }
}
