//! Made-up signed claims, the same in every run.
//!
//! Claim n speaks of pair n modulo the number of pairs, so that the claims of a pair lie far from each other in the log:
//! the worst order for an index. Each pair's claims state five values, by sixty-four agents, in all six tiers.

use std::sync::LazyLock;

use rayon::prelude::*;
use stemedb_core::{Body, Claim, Header, Object, RecordError, SignedRecord, Signer, SourceClass};
use stemedb_wire::Question;

/// The aspect that all claims speak of.
const PREDICATE: &str = "departs";
/// Valid time of the first claim: 2024-01-01.
const BEGIN_MS: u64 = 1_704_067_200_000;
/// Agents that sign.
const AGENTS: u64 = 64;
/// Values that the claims of a pair state.
const VALUES: u64 = 5;

static SIGNERS: LazyLock<Vec<Signer>> = LazyLock::new(|| {
    let signer = |n: u64| Signer::derived(&[7; 32], &format!("bench agent {n}"));
    (0..AGENTS).map(signer).collect()
});

/// A set of claims over so many pairs.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Claims {
    /// Names the set: claims of two sets never speak of the same pair.
    pub(crate) set: &'static str,
    /// Pairs that they speak of.
    pub(crate) pairs: u64,
}

impl Claims {
    /// The subject of a pair.
    pub(crate) fn subject(self, pair: u64) -> String {
        format!("flight/{}-{pair:07}", self.set)
    }

    /// A question about a pair, at the lens's hands.
    pub(crate) fn question(self, pair: u64, lens: &str) -> Question {
        Question::new(self.subject(pair), PREDICATE).lens(lens)
    }

    /// The claim with a number.
    pub(crate) fn claim(self, number: u64) -> Result<SignedRecord, RecordError> {
        let (pair, round) = (number % self.pairs, number / self.pairs);
        // Agents differ from pair to pair, so that no pair is one agent's.
        let signer = &SIGNERS[((pair + round) % AGENTS) as usize];
        let minute = (pair * 7 + round * round % VALUES * 15) % 1_440;
        let object = Object::Text(format!("{:02}:{:02}", minute / 60, minute % 60));
        let mut claim = Claim::new(self.subject(pair), PREDICATE, object);
        claim.source_class = SourceClass::from_number((pair + round) % 6)?;
        claim.confidence = 1_000_000 - (round % 4) as u32 * 150_000;
        let header = Header {
            namespace: "public".to_owned(),
            author: signer.agent(),
            time: BEGIN_MS + round * 60_000,
        };
        SignedRecord::sign(header, Body::Claim(claim), signer)
    }

    /// The claims of a range, signed on all threads.
    pub(crate) fn signed(self, from: u64, to: u64) -> Result<Vec<SignedRecord>, RecordError> {
        let numbers: Vec<u64> = (from..to).collect();
        numbers
            .into_par_iter()
            .map(|number| self.claim(number))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn claims_differ_verify_and_come_again() -> Result<(), RecordError> {
        let claims = Claims {
            set: "test",
            pairs: 10,
        };
        let made = claims.signed(0, 100)?;
        assert!(made.iter().all(|claim| claim.verify().is_ok()));
        let mut ids: Vec<_> = made.iter().map(|claim| claim.id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), 100);
        assert_eq!(claims.claim(42)?.id, made[42].id);
        Ok(())
    }
}
