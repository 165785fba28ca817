//! The data files, joined.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde::Deserialize;

/// Everything that the files hold, in the order of their names.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Data {
    /// Who speaks.
    pub agents: Vec<Agent>,
    /// What is cited.
    pub sources: Vec<Source>,
    /// Who says what.
    pub claims: Vec<Claim>,
    /// Eras that claims may belong to.
    pub epochs: Vec<Epoch>,
    /// Opinions on claims.
    pub votes: Vec<Vote>,
    /// Signatures of others.
    pub cosignatures: Vec<Cosignature>,
}

/// An agent: a role, not a person.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(
    missing_docs,
    reason = "the table in data/README.md explains the fields"
)]
pub struct Agent {
    pub id: String,
    pub name: String,
    pub tier: u8,
    pub note: String,
}

/// A source, real or marked as made up.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(
    missing_docs,
    reason = "the table in data/README.md explains the fields"
)]
pub struct Source {
    pub id: String,
    pub title: String,
    pub citation: String,
    pub date: String,
    pub year: u16,
    pub tier: u8,
    pub made_up: bool,
}

/// A stated value.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Value {
    Number(f64),
    Text(String),
    Boolean(bool),
    Reference(String),
}

/// A claim.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(
    missing_docs,
    reason = "the table in data/README.md explains the fields"
)]
pub struct Claim {
    pub key: Option<String>,
    pub parent: Option<String>,
    pub agent: String,
    pub source: String,
    pub subject: String,
    pub predicate: String,
    pub object: Value,
    pub confidence: f64,
    pub valid_time: String,
    pub lifecycle: String,
    pub epoch: Option<String>,
    pub note: Option<String>,
    pub made_up: bool,
}

/// An era.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(
    missing_docs,
    reason = "the table in data/README.md explains the fields"
)]
pub struct Epoch {
    pub id: String,
    pub name: String,
    pub supersedes: Option<String>,
    pub kind: Option<String>,
    pub agent: String,
    pub valid_time: String,
}

/// A vote.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(
    missing_docs,
    reason = "the table in data/README.md explains the fields"
)]
pub struct Vote {
    pub agent: String,
    pub claim: String,
    pub weight: f64,
    pub valid_time: String,
}

/// A co-signature.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(
    missing_docs,
    reason = "the table in data/README.md explains the fields"
)]
pub struct Cosignature {
    pub agent: String,
    pub claim: String,
    pub valid_time: String,
}

/// The folder of the data files.
#[must_use]
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data")
}

impl Data {
    /// Reads all files but the story.
    ///
    /// # Errors
    /// Names the file and line that can't be read.
    pub fn load(folder: &Path) -> Result<Self> {
        let mut all = Data::default();
        for path in files(folder)? {
            let text = std::fs::read_to_string(&path)?;
            let some: Data =
                toml::from_str(&text).with_context(|| format!("in {}", path.display()))?;
            all.agents.extend(some.agents);
            all.sources.extend(some.sources);
            all.claims.extend(some.claims);
            all.epochs.extend(some.epochs);
            all.votes.extend(some.votes);
            all.cosignatures.extend(some.cosignatures);
        }
        Ok(all)
    }
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        let is_data = path
            .extension()
            .is_some_and(|extension| extension == "toml");
        if is_data && path.file_stem().is_some_and(|stem| stem != "story") {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}
