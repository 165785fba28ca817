//! What an extractor says of itself, and whether it makes sense.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

use crate::{Languages, Matcher, Pattern};

/// What an extractor says of itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Description {
    /// Lower-case letters, digits and underscores, a letter first, at most 64 bytes.
    pub id: String,
    /// Semantic version, `major.minor.patch`.
    pub version: String,
    /// One line for lists.
    pub title: String,
    /// The languages that it reads.
    pub languages: Languages,
    /// Globs of which one must fit the path from the scan's root; all files when empty.
    pub globs: Vec<String>,
    /// What it looks for.
    pub patterns: Vec<Pattern>,
    /// What it can say, and so which claims it can verify.
    pub emits: Vec<Emits>,
    /// What it may use for one file.
    pub limits: Limits,
}

/// A pair that an extractor can say something about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Emits {
    /// End of the concept path; a last segment `*` stands for any one segment.
    pub concept: String,
    /// The predicate.
    pub predicate: String,
    /// One sentence: when it says so, and how sure it then is.
    pub rule: String,
}

/// What an extractor may use for one file, in counts, so that an answer never depends on load.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Hits that are delivered.
    pub hits: u32,
    /// Questions that it may ask the host.
    pub questions: u32,
    /// Bytes of text and nodes that the answers may hold.
    pub answer_bytes: u32,
    /// Observations that it may make.
    pub observations: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            hits: 10_000,
            questions: 50_000,
            answer_bytes: 16 << 20,
            observations: 10_000,
        }
    }
}

/// Why a description makes no sense.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DescriptionError {
    /// A field of the extractor itself.
    #[error("`{field}` of the extractor's description is not acceptable: {detail}")]
    Field {
        /// Which.
        field: &'static str,
        /// Why.
        detail: String,
    },
    /// A pattern.
    #[error("The pattern `{pattern}` is not acceptable: {detail}")]
    Pattern {
        /// Its id.
        pattern: String,
        /// Why.
        detail: String,
    },
}

/// Most patterns of an extractor.
const PATTERNS_MAX: usize = 4096;
/// Most bytes of any text of a description.
const TEXT_BYTES_MAX: usize = 16 << 10;
/// Most lines of a window on either side.
const WINDOW_LINES_MAX: u8 = 40;
/// Shortest anchor: a single byte would stand in every file.
const ANCHOR_BYTES_MIN: usize = 2;

impl Description {
    /// Checks everything that can be checked without compiling an expression.
    ///
    /// # Errors
    ///
    /// The first thing that is not acceptable.
    pub fn check(&self) -> Result<(), DescriptionError> {
        let field = |field, detail: &str| DescriptionError::Field {
            field,
            detail: detail.to_owned(),
        };
        if !is_id(&self.id) {
            return Err(field(
                "id",
                "it must be lower-case letters, digits and underscores, a letter first, at most 64 bytes",
            ));
        }
        if self.version.split('.').count() != 3
            || !self
                .version
                .split('.')
                .all(|part| part.parse::<u32>().is_ok())
        {
            return Err(field("version", "it must look like 1.2.3"));
        }
        if self.languages.is_empty() {
            return Err(field("languages", "there must be at least one"));
        }
        if self.patterns.is_empty() || self.patterns.len() > PATTERNS_MAX {
            return Err(field("patterns", "there must be 1 to 4,096"));
        }
        if self.emits.is_empty() {
            return Err(field("emits", "an extractor says what it can say"));
        }
        let mut ids = BTreeSet::new();
        for pattern in &self.patterns {
            if !ids.insert(&pattern.id) {
                return Err(pattern.refused("its id is used twice"));
            }
            pattern.check(self.languages)?;
        }
        Ok(())
    }
}

impl Pattern {
    fn refused(&self, detail: &str) -> DescriptionError {
        DescriptionError::Pattern {
            pattern: self.id.chars().take(80).collect(),
            detail: detail.to_owned(),
        }
    }

    fn check(&self, languages: Languages) -> Result<(), DescriptionError> {
        if self.languages.union(languages) != languages {
            return Err(self.refused("it names a language that the extractor does not read"));
        }
        let anchors = self.matcher.anchors();
        if anchors
            .iter()
            .any(|anchor| anchor.len() < ANCHOR_BYTES_MIN || anchor.len() > TEXT_BYTES_MAX)
        {
            return Err(self.refused("a text to look for has at least two bytes"));
        }
        match &self.matcher {
            Matcher::Regex { .. } | Matcher::Query { .. } if anchors.is_empty() => {
                Err(self.refused("it needs an anchor"))
            }
            Matcher::Regex {
                regex,
                lines_before,
                lines_after,
                ..
            } if regex.len() > TEXT_BYTES_MAX
                || *lines_before > WINDOW_LINES_MAX
                || *lines_after > WINDOW_LINES_MAX =>
            {
                Err(self.refused(
                    "an expression has at most 16 KiB, its window 40 lines on either side",
                ))
            }
            Matcher::Query { .. } if self.languages.iter().count() != 1 => {
                Err(self.refused("a query is for exactly one language"))
            }
            Matcher::Entropy {
                length_min,
                bits_min,
                ..
            } if *length_min < 8 || !bits_min.is_finite() => {
                Err(self.refused("an entropy window has at least 8 bytes and a finite bound"))
            }
            Matcher::Key { paths } if paths.is_empty() || paths.iter().any(String::is_empty) => {
                Err(self.refused("it needs a path"))
            }
            _ => Ok(()),
        }
    }
}

fn is_id(id: &str) -> bool {
    id.len() <= 64
        && id.starts_with(|first: char| first.is_ascii_lowercase())
        && id
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}
