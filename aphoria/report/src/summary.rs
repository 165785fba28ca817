//! What a report counts and lists for quick reading; all of it follows from the observations.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Note, Observation, SuppressedBy, Verdict};

/// The figures of a scan.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Summary {
    /// Observations by verdict, without those that a comment or the baseline suppresses.
    pub verdicts: VerdictCounts,
    /// Observations that a comment or the baseline suppresses.
    pub suppressed: SuppressedCounts,
    /// Files that were examined.
    pub files: u64,
    /// Their lengths, summed.
    pub bytes: u64,
    /// Files that were not examined, by reason.
    pub skipped: BTreeMap<String, Skipped>,
    /// Suppressing comments, acknowledgements and the like that suppress nothing any more or cannot be read.
    pub unused_suppressions: Vec<Note>,
}

/// Observations by verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[expect(missing_docs, reason = "named like the verdicts that they count")]
pub struct VerdictCounts {
    pub block: u64,
    pub flag: u64,
    pub ack: u64,
    pub pass: u64,
    pub none: u64,
}

/// Observations that do not count, by what suppresses them. Acknowledged ones have a verdict of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SuppressedCounts {
    /// By a comment.
    pub inline: u64,
    /// By the baseline.
    pub baseline: u64,
}

/// Files that were not examined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Skipped {
    /// How many.
    pub files: u64,
    /// Their lengths, summed.
    pub bytes: u64,
}

/// An observation that is in conflict with an authority.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ConflictEntry {
    /// Its number in `observations`, counted from 0.
    pub observation: usize,
    /// Its fingerprint.
    pub fingerprint: String,
    /// Its verdict.
    pub verdict: Verdict,
    /// How bad it is, 0 ..= 1.
    pub score: f64,
    /// Ids of the claims that it was held against, the one that weighs most first.
    pub claims: Vec<String>,
    /// Whether it does not count.
    pub suppressed: bool,
}

impl Summary {
    pub(crate) fn count(&mut self, observations: &[Observation]) {
        self.verdicts = VerdictCounts::default();
        self.suppressed = SuppressedCounts::default();
        for observation in observations {
            let by = observation.suppressed.as_ref().map(|one| one.kind);
            *match (by, observation.verdict) {
                (Some(SuppressedBy::Inline), _) => &mut self.suppressed.inline,
                (Some(SuppressedBy::Baseline), _) => &mut self.suppressed.baseline,
                (_, Verdict::Block) => &mut self.verdicts.block,
                (_, Verdict::Flag) => &mut self.verdicts.flag,
                (_, Verdict::Ack) => &mut self.verdicts.ack,
                (_, Verdict::Pass) => &mut self.verdicts.pass,
                (_, Verdict::None) => &mut self.verdicts.none,
            } += 1;
        }
    }
}

pub(crate) fn conflicts(observations: &[Observation]) -> Vec<ConflictEntry> {
    observations
        .iter()
        .enumerate()
        .filter(|(_, observation)| observation.verdict.is_conflict())
        .map(|(number, observation)| {
            let conflict = observation.conflict.as_ref();
            ConflictEntry {
                observation: number,
                fingerprint: observation.fingerprint.clone(),
                verdict: observation.verdict,
                score: conflict.map_or(0.0, |conflict| conflict.score),
                claims: conflict
                    .into_iter()
                    .flat_map(|conflict| &conflict.against)
                    .map(|against| against.claim.clone())
                    .collect(),
                suppressed: observation.suppressed.is_some(),
            }
        })
        .collect()
}
