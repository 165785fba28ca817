//! The corpus: files of demands, read and checked as a whole.

use std::collections::BTreeSet;

use serde::Deserialize;

use crate::demand::{Claim, Comparison, Expected};

/// A file of demands.
#[derive(Debug, Clone, Copy)]
pub struct CorpusFile<'a> {
    /// Its name, for errors.
    pub name: &'a str,
    /// Its text.
    pub text: &'a str,
}

/// Demands of authorities, ordered by id.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Corpus {
    /// The demands.
    pub claims: Vec<Claim>,
    /// BLAKE3 of the files, in hexadecimal.
    pub digest: String,
}

/// A corpus that can't be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CorpusError {
    /// A file is no table of claims.
    #[error("{file}: {detail}")]
    Format {
        /// Its name.
        file: String,
        /// What is wrong.
        detail: String,
    },
    /// A claim makes no sense.
    #[error("{file}: the claim `{id}` is not acceptable: {detail}")]
    Claim {
        /// In which file.
        file: String,
        /// Its id.
        id: String,
        /// What is wrong.
        detail: String,
    },
}

/// Words that documents demand with, from RFC 2119 and its like.
const WORDS: [&str; 11] = [
    "MUST",
    "MUST NOT",
    "SHALL",
    "SHALL NOT",
    "REQUIRED",
    "SHOULD",
    "SHOULD NOT",
    "RECOMMENDED",
    "NOT RECOMMENDED",
    "MAY",
    "OPTIONAL",
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    claim: Vec<Claim>,
}

impl Corpus {
    /// Reads files and checks every claim.
    ///
    /// # Errors
    /// The first thing that is not acceptable, with its file.
    pub fn read(files: &[CorpusFile<'_>]) -> Result<Self, CorpusError> {
        let mut claims = Vec::new();
        let mut ids = BTreeSet::new();
        let mut hasher = blake3::Hasher::new();
        for file in files {
            hasher.update(&(file.text.len() as u64).to_le_bytes());
            hasher.update(file.text.as_bytes());
            let read: File = toml::from_str(file.text).map_err(|error| CorpusError::Format {
                file: file.name.to_owned(),
                detail: error.to_string(),
            })?;
            for claim in read.claim {
                let refused = |detail: &str| CorpusError::Claim {
                    file: file.name.to_owned(),
                    id: claim.id.clone(),
                    detail: detail.to_owned(),
                };
                check(&claim).map_err(refused)?;
                if !ids.insert(claim.id.clone()) {
                    return Err(refused("another claim has the same id"));
                }
                claims.push(claim);
            }
        }
        claims.sort_by(|one, two| one.id.cmp(&two.id));
        Ok(Self {
            claims,
            digest: hasher.finalize().to_hex().to_string(),
        })
    }
}

fn check(claim: &Claim) -> Result<(), &'static str> {
    let kebab = |id: &str| {
        !id.is_empty()
            && id.len() <= 96
            && id
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    };
    let several = matches!(claim.comparison, Comparison::OneOf | Comparison::NoneOf);
    if !kebab(&claim.id) {
        Err("`id` must be lower-case letters, digits and hyphens, at most 96")
    } else if !claim.concept.contains("://") || !claim.tail().contains('/') {
        Err("`concept` must have a scheme and at least two segments")
    } else if claim.tier > 5 {
        Err("`tier` must be 0 to 5")
    } else if !WORDS.contains(&claim.requirement.as_str()) {
        Err("`requirement` must be the document's word, such as MUST or SHOULD NOT")
    } else if several != matches!(claim.value, Expected::Many(_)) {
        Err("`value` must be a list for one_of and none_of, and one value for the others")
    } else if [
        &claim.predicate,
        &claim.document,
        &claim.section,
        &claim.says,
        &claim.remedy,
    ]
    .iter()
    .any(|text| text.trim().is_empty())
    {
        Err("predicate, document, section, says and remedy must not be empty")
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
    use super::*;

    const GOOD: &str = r#"
        [[claim]]
        id = "a-b"
        concept = "rfc://1/a/b"
        predicate = "p"
        comparison = "equals"
        value = true
        tier = 0
        requirement = "MUST"
        document = "RFC 1"
        section = "2"
        says = "It is."
        remedy = "Do it."
    "#;

    fn read(text: &str) -> Result<Corpus, CorpusError> {
        Corpus::read(&[CorpusFile {
            name: "x.toml",
            text,
        }])
    }

    #[test]
    fn a_claim_is_read_and_the_wrong_ones_are_named() {
        assert_eq!(read(GOOD).unwrap().claims[0].tail(), "a/b");
        for (from, to, said) in [
            ("\"a-b\"", "\"A\"", "`id`"),
            ("rfc://1/a/b", "a/b", "`concept`"),
            ("tier = 0", "tier = 9", "`tier`"),
            ("\"MUST\"", "\"must\"", "`requirement`"),
            ("value = true", "value = [true]", "`value`"),
            ("\"Do it.\"", "\" \"", "remedy"),
            ("tier = 0", "tier = 0\nfoo = 1", "foo"),
        ] {
            let told = read(&GOOD.replace(from, to)).unwrap_err().to_string();
            assert!(told.contains(said) && told.contains("x.toml"), "{told}");
        }
        let twice = format!("{GOOD}{GOOD}");
        assert!(read(&twice).unwrap_err().to_string().contains("same id"));
    }
}
