//! The story: which pairs are asked about, and who must win.

use std::path::Path;

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::data::Value;

/// The parts of the story that rest on data.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Story {
    /// Questions, in the order in which they are told.
    pub pairs: Vec<Pair>,
    /// Withdrawals.
    pub retractions: Vec<Retraction>,
    /// Claims whose trail is followed.
    pub audits: Vec<Trail>,
}

/// A question under several lenses.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the head of story.toml explains the fields")]
pub struct Pair {
    pub id: String,
    pub part: u8,
    pub title: String,
    pub subject: String,
    pub predicate: String,
    pub as_of: String,
    pub without_source: Option<String>,
    pub candidates: u64,
    pub expect: Vec<Expected>,
}

/// What one lens must say.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the head of story.toml explains the fields")]
pub struct Expected {
    pub lens: String,
    pub winner: Value,
    pub status: Option<String>,
    pub why: String,
}

/// A source that is withdrawn.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the head of story.toml explains the fields")]
pub struct Retraction {
    pub part: u8,
    pub source: String,
    pub agent: String,
    pub reason: String,
    pub valid_time: String,
    pub dependants: u64,
}

/// A claim that is followed back to its source.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the head of story.toml explains the fields")]
pub struct Trail {
    pub part: u8,
    pub claim: String,
    pub source: String,
    pub lifecycles: Vec<String>,
    pub votes: usize,
    pub signatures: usize,
}

impl Story {
    /// Reads `story.toml`.
    ///
    /// # Errors
    /// Names the line that can't be read.
    pub fn load(folder: &Path) -> Result<Self> {
        let path = folder.join("story.toml");
        let text = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        toml::from_str(&text).with_context(|| format!("in {}", path.display()))
    }

    /// A pair by its id.
    ///
    /// # Errors
    /// When the story has none.
    pub fn pair(&self, id: &str) -> Result<&Pair> {
        self.pairs
            .iter()
            .find(|pair| pair.id == id)
            .with_context(|| format!("story.toml has no pair {id}"))
    }
}

impl Pair {
    /// The last millisecond of the day asked about, UTC.
    #[must_use]
    pub fn as_of_text(&self) -> String {
        format!("{}T23:59:59.999Z", self.as_of)
    }
}
