//! One demand of an authority, with where it stands written.

use aphoria_core::Value;
use serde::{Deserialize, Serialize};

/// A demand on (the last two segments of a concept path, predicate).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    /// Kebab-case, unique in the corpus.
    pub id: String,
    /// Concept path with the scheme of the authority, such as `rfc://8446/tls/cert_verification`.
    pub concept: String,
    /// The predicate.
    pub predicate: String,
    /// How the observed value is held against the demanded one.
    pub comparison: Comparison,
    /// The demanded value.
    pub value: Expected,
    /// 0 standards bodies and law, 1 OWASP and CWE, 2 vendors, 3 the team, 4 earlier observations, 5 anecdotes.
    pub tier: u8,
    /// The document's own word: MUST, SHOULD NOT …
    pub requirement: String,
    /// The document, such as `RFC 8446`.
    pub document: String,
    /// The section there.
    pub section: String,
    /// Where it can be read.
    #[serde(default)]
    pub url: String,
    /// What is demanded, in our words.
    pub says: String,
    /// CWE numbers, such as `CWE-295`.
    #[serde(default)]
    pub cwe: Vec<String>,
    /// What to do.
    pub remedy: String,
}

/// How an observed value is held against a demanded one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Comparison {
    /// It is this.
    Equals,
    /// It is not this.
    NotEquals,
    /// A number, or dotted numbers, not below this.
    AtLeast,
    /// A number, or dotted numbers, not above this.
    AtMost,
    /// One of these.
    OneOf,
    /// None of these.
    NoneOf,
}

/// A demanded value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Expected {
    /// One value.
    One(Value),
    /// Several.
    Many(Vec<Value>),
}

impl Expected {
    /// The values, one or several.
    #[must_use]
    pub fn values(&self) -> &[Value] {
        match self {
            Self::One(value) => std::slice::from_ref(value),
            Self::Many(values) => values,
        }
    }
}

impl Comparison {
    /// The name in the corpus.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Equals => "equals",
            Self::NotEquals => "not_equals",
            Self::AtLeast => "at_least",
            Self::AtMost => "at_most",
            Self::OneOf => "one_of",
            Self::NoneOf => "none_of",
        }
    }
}

impl Claim {
    /// The last two segments of the concept path: what it is matched by, with the predicate.
    #[must_use]
    pub fn tail(&self) -> &str {
        tail(&self.concept)
    }

    /// The demand as one text, by which claims that demand the same are known.
    #[must_use]
    pub fn demand(&self) -> String {
        let values: Vec<String> = self.value.values().iter().map(written).collect();
        format!("{} {}", self.comparison.name(), values.join(", "))
    }

    /// The demand for a person: `at least 1.2`.
    #[must_use]
    pub fn in_words(&self) -> String {
        let plain = |value: &Value| match value {
            Value::Text(text) => text.clone(),
            other => written(other),
        };
        let values: Vec<String> = self.value.values().iter().map(plain).collect();
        format!(
            "{} {}",
            self.comparison.name().replace('_', " "),
            values.join(", ")
        )
    }

    /// Whether an observed value meets the demand; none if the two can't be compared.
    #[must_use]
    pub fn is_met_by(&self, seen: &Value) -> Option<bool> {
        let values = self.value.values();
        Some(match self.comparison {
            Comparison::Equals | Comparison::OneOf => values.iter().any(|value| same(value, seen)),
            Comparison::NotEquals | Comparison::NoneOf => {
                !values.iter().any(|value| same(value, seen))
            }
            Comparison::AtLeast => order(seen, values.first()?)?.is_ge(),
            Comparison::AtMost => order(seen, values.first()?)?.is_le(),
        })
    }
}

/// The last two segments of a concept path, without its scheme.
#[must_use]
pub(crate) fn tail(concept: &str) -> &str {
    let path = concept.split_once("://").map_or(concept, |(_, path)| path);
    let mut slashes = path.rmatch_indices('/').map(|(at, _)| at);
    match slashes.nth(1) {
        Some(at) => path.get(at + 1..).unwrap_or(path),
        None => path,
    }
}

/// Texts are the same whatever the case of their letters: `MD5` is `md5`.
fn same(one: &Value, two: &Value) -> bool {
    match (one, two) {
        (Value::Text(one), Value::Text(two)) => one.eq_ignore_ascii_case(two),
        (one, two) => one == two,
    }
}

fn order(seen: &Value, bound: &Value) -> Option<std::cmp::Ordering> {
    match (seen, bound) {
        (Value::Number(seen), Value::Number(bound)) => seen.partial_cmp(bound),
        (Value::Text(seen), Value::Text(bound)) => Some(dotted(seen)?.cmp(&dotted(bound)?)),
        _ => None,
    }
}

/// `1.2` as numbers; none if it is not made of numbers and dots.
fn dotted(text: &str) -> Option<Vec<u64>> {
    text.split('.').map(|part| part.parse().ok()).collect()
}

pub(crate) fn written(value: &Value) -> String {
    match value {
        Value::Flag(flag) => flag.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Text(text) => format!("{text:?}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claim(comparison: Comparison, value: Expected) -> Claim {
        Claim {
            id: "x".into(),
            concept: "rfc://8996/tls/min_version".into(),
            predicate: "version".into(),
            comparison,
            value,
            tier: 0,
            requirement: "MUST NOT".into(),
            document: "RFC 8996".into(),
            section: "4".into(),
            url: String::new(),
            says: "x".into(),
            cwe: Vec::new(),
            remedy: "x".into(),
        }
    }

    fn text(text: &str) -> Value {
        Value::Text(text.to_owned())
    }

    #[test]
    fn the_last_two_segments_count() {
        assert_eq!(
            tail("rfc://8446/tls/cert_verification"),
            "tls/cert_verification"
        );
        assert_eq!(
            tail("code://rust/a/b/tls/cert_verification"),
            "tls/cert_verification"
        );
        assert_eq!(tail("tls/cert_verification"), "tls/cert_verification");
        assert_eq!(tail("alone"), "alone");
    }

    #[test]
    fn demands_are_met_or_not() {
        let least = claim(Comparison::AtLeast, Expected::One(text("1.2")));
        assert_eq!(least.is_met_by(&text("1.10")), Some(true));
        assert_eq!(least.is_met_by(&text("1.1")), Some(false));
        assert_eq!(least.is_met_by(&text("SSLv3")), None);
        let none = claim(
            Comparison::NoneOf,
            Expected::Many(vec![text("md5"), text("sha1")]),
        );
        assert_eq!(none.is_met_by(&text("MD5")), Some(false));
        assert_eq!(none.is_met_by(&text("sha256")), Some(true));
        let flag = claim(Comparison::Equals, Expected::One(Value::Flag(true)));
        assert_eq!(flag.is_met_by(&Value::Flag(false)), Some(false));
        let most = claim(Comparison::AtMost, Expected::One(Value::Number(60.0)));
        assert_eq!(most.is_met_by(&Value::Number(60.0)), Some(true));
        assert_eq!(most.is_met_by(&Value::Number(61.0)), Some(false));
        assert_eq!(none.demand(), r#"none_of "md5", "sha1""#);
    }
}
