//! What an observation is held against.

use aphoria_core::Value;
use serde::{Deserialize, Serialize};

/// A claim of authority that an observation breaks or keeps.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Against {
    /// Id of the claim.
    pub claim: String,
    /// Its concept path.
    pub concept_path: String,
    /// Its predicate.
    pub predicate: String,
    /// The value that it asks for.
    pub expected: Value,
    /// How high the authority stands.
    pub tier: Tier,
    /// Where it says so.
    pub citation: Citation,
    /// `MUST`, `MUST NOT`, `SHOULD` …
    pub requirement: String,
    /// The sentence that says so.
    pub says: String,
    /// What to do.
    pub remedy: String,
}

/// How high an authority stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tier {
    /// 0 is the highest.
    pub number: u8,
    /// Its name.
    pub name: String,
}

/// A place in a document.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Citation {
    /// `RFC 8446`, `CWE-295` …
    pub document: String,
    /// `4.4.2`, or empty.
    pub section: String,
    /// Where it can be read, or empty.
    pub url: String,
}

impl Citation {
    /// `RFC 8446 §4.4.2`; a section that is not numbered stands in quotes as it is.
    #[must_use]
    pub fn words(&self) -> String {
        match self.section.chars().next() {
            None => self.document.clone(),
            Some(first) if first.is_ascii_digit() => {
                format!("{} §{}", self.document, self.section)
            }
            Some(_) => format!("{}, {}", self.document, self.section),
        }
    }
}

/// A value in words.
pub(crate) fn words(value: &Value) -> String {
    match value {
        Value::Flag(flag) => flag.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Text(text) => format!("\"{text}\""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_citation_reads_like_one() {
        let cite = |document: &str, section: &str| Citation {
            document: document.to_owned(),
            section: section.to_owned(),
            url: String::new(),
        };
        assert_eq!(cite("RFC 8446", "4.4.2").words(), "RFC 8446 §4.4.2");
        assert_eq!(cite("CWE-295", "").words(), "CWE-295");
        assert_eq!(
            cite("OWASP TLS Cheat Sheet", "Server").words(),
            "OWASP TLS Cheat Sheet, Server"
        );
    }
}
