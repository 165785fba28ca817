//! What an observation is worth before what holds.
//!
//! score = weight(tier) * force(word) * confidence of the observation * confidence of the lens in the demand
//!
//! An observation that meets the demand that holds passes; one that breaks it is in conflict with that score. At or above
//! the first threshold it blocks, at or above the second it is flagged, below it passes with the conflict named.

use aphoria_core::Value;

use crate::resolve::{Held, Resolved};

/// What becomes of an observation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Nobody demands anything of it.
    None,
    /// It meets what is demanded, or breaks it too weakly to be flagged.
    Pass,
    /// A person should look at it.
    Flag,
    /// It must not stay so.
    Block,
}

/// Scores from which on a conflict counts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Thresholds {
    /// From here on it blocks.
    pub block: f64,
    /// From here on it is flagged.
    pub flag: f64,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self {
            block: 0.7,
            flag: 0.4,
        }
    }
}

/// A conflict with what is demanded.
#[derive(Debug, Clone, PartialEq)]
pub struct Conflict {
    /// 0 ..= 1.
    pub score: f64,
    /// Numbers, in the corpus, of the claims that are broken; the one that decides first.
    pub against: Vec<usize>,
}

/// How much an authority of a tier weighs. The steps are small: who demands matters less than how strongly.
#[must_use]
pub fn weight(tier: u8) -> f64 {
    match tier {
        0 => 1.0,
        1 => 0.95,
        2 => 0.9,
        3 => 0.85,
        4 => 0.4,
        _ => 0.2,
    }
}

/// How strongly a word demands.
#[must_use]
pub fn force(word: &str) -> f64 {
    match word {
        "MUST" | "MUST NOT" | "SHALL" | "SHALL NOT" | "REQUIRED" => 1.0,
        "SHOULD" | "SHOULD NOT" | "RECOMMENDED" | "NOT RECOMMENDED" => 0.6,
        _ => 0.3,
    }
}

impl Resolved {
    /// Judges one observation.
    #[must_use]
    pub fn judge(
        &self,
        concept: &str,
        predicate: &str,
        seen: &Value,
        confidence: f64,
        thresholds: Thresholds,
    ) -> (Verdict, Option<Conflict>) {
        let Some(held) = self.on(concept, predicate) else {
            return (Verdict::None, None);
        };
        let Some(conflict) = self.conflict(held, seen, confidence) else {
            return (Verdict::Pass, None);
        };
        let verdict = if conflict.score >= thresholds.block {
            Verdict::Block
        } else if conflict.score >= thresholds.flag {
            Verdict::Flag
        } else {
            Verdict::Pass
        };
        (verdict, Some(conflict))
    }

    fn conflict(&self, held: &Held, seen: &Value, confidence: f64) -> Option<Conflict> {
        let claims = &self.corpus.claims;
        let deciding = claims.get(held.claim)?;
        if deciding.is_met_by(seen) != Some(false) {
            return None;
        }
        let score =
            weight(deciding.tier) * force(&deciding.requirement) * confidence * held.confidence;
        let broken = |number: &&usize| {
            **number != held.claim
                && claims
                    .get(**number)
                    .is_some_and(|claim| claim.is_met_by(seen) == Some(false))
        };
        let others = held.claims.iter().filter(broken).copied();
        Some(Conflict {
            score,
            against: std::iter::once(held.claim).chain(others).collect(),
        })
    }
}
