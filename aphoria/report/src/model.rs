//! The result of a scan.

use serde::{Deserialize, Serialize};

use crate::{ConflictEntry, Observation, Summary, summary};

/// The result of a scan. The names of the fields are those of the JSON form, described in
/// `docs/aphoria/report.schema.json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// Id of the scan.
    pub scan_id: String,
    /// What was scanned.
    pub project: Project,
    /// The figures.
    pub summary: Summary,
    /// What was seen, by file, line, column, extractor, concept path.
    pub observations: Vec<Observation>,
    /// Which of it is in conflict with an authority.
    pub conflicts: Vec<ConflictEntry>,
    /// The extractors that took part, by id.
    pub plugins: Vec<Plugin>,
    /// What is missing, and why; the scan is complete if this is empty.
    pub incomplete: Vec<Incomplete>,
    /// What the baseline had and this scan did not find, in the order of the observations.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub absent: Vec<Observation>,
}

/// What was scanned.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Project {
    /// Its name.
    pub name: String,
    /// The language of its manifest.
    pub language: Option<String>,
    /// The commit that the tree was at.
    pub commit: Option<String>,
}

/// An extractor that took part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plugin {
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: String,
    /// Digest of its component, in hexadecimal.
    pub digest: String,
    /// One line: what it looks for.
    pub title: String,
    /// How often it broke its contract.
    pub faults: u64,
    /// Hits that it was given.
    pub hits: u64,
    /// Observations that it made.
    pub observations: u64,
}

/// Something that is missing from a scan.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Incomplete {
    /// The extractor that it is missing from; `null` if from all.
    pub plugin: Option<String>,
    /// The file that it is missing for; `null` if not for one alone.
    pub file: Option<String>,
    /// Why.
    pub reason: String,
}

/// Something to say about a place, other than an observation.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Note {
    /// The file; empty if it is not about one.
    pub file: String,
    /// The line, counted from 1; 0 if it is not about one.
    pub line: u32,
    /// What there is to say.
    pub message: String,
}

/// What a report is made of, in any order.
#[derive(Debug, Clone, Default)]
pub struct Parts {
    /// Id of the scan.
    pub scan_id: String,
    /// What was scanned.
    pub project: Project,
    /// Figures; its counts of observations are made anew.
    pub summary: Summary,
    /// What was seen.
    pub observations: Vec<Observation>,
    /// The extractors that took part.
    pub plugins: Vec<Plugin>,
    /// What is missing.
    pub incomplete: Vec<Incomplete>,
    /// What the baseline had and this scan did not find.
    pub absent: Vec<Observation>,
}

impl Report {
    /// Puts the parts in order, counts, and lists the conflicts.
    #[must_use]
    pub fn new(mut parts: Parts) -> Self {
        parts.observations.sort_by(order);
        parts.absent.sort_by(order);
        parts.plugins.sort_by(|a, b| a.id.cmp(&b.id));
        parts.incomplete.sort();
        parts.incomplete.dedup();
        parts.summary.unused_suppressions.sort();
        parts.summary.count(&parts.observations);
        Self {
            conflicts: summary::conflicts(&parts.observations),
            scan_id: parts.scan_id,
            project: parts.project,
            summary: parts.summary,
            observations: parts.observations,
            plugins: parts.plugins,
            incomplete: parts.incomplete,
            absent: parts.absent,
        }
    }

    /// Whether any BLOCK counts.
    #[must_use]
    pub fn has_blocks(&self) -> bool {
        self.summary.verdicts.block > 0
    }
}

/// Everything that tells two observations apart takes part, so that their order never depends on how they came.
fn order(a: &Observation, b: &Observation) -> std::cmp::Ordering {
    fn key(one: &Observation) -> impl Ord + '_ {
        (
            (one.file.as_str(), one.line, one.column),
            (
                one.extractor.as_str(),
                one.concept_path.as_str(),
                one.predicate.as_str(),
            ),
            (one.end_line, one.end_column),
            (
                one.fingerprint.as_str(),
                crate::authority::words(&one.value),
                one.reason.as_str(),
            ),
        )
    }
    key(a).cmp(&key(b))
}
