//! Sameness of two results, bit for bit: the comparison behind the fault `stateful`.

use crate::columns::{Estimates, Resolutions, Staged};

/// A result that can be compared with another run's.
pub(crate) trait Outcome {
    /// Whether every bit is the same.
    fn same(&self, other: &Self) -> bool;
}

impl Outcome for Staged {
    fn same(&self, other: &Self) -> bool {
        bits(&self.weights, &other.weights)
            && self.classes == other.classes
            && self.supports.groups == other.supports.groups
            && self.supports.sources == other.supports.sources
            && self.supports.targets == other.supports.targets
            && bits(&self.supports.strengths, &other.supports.strengths)
    }
}

impl Outcome for Resolutions {
    fn same(&self, other: &Self) -> bool {
        self == other
            && bits(&self.confidences, &other.confidences)
            && bits(&self.conflicts, &other.conflicts)
            && bits(&self.shares.shares, &other.shares.shares)
            && bits(&self.parts.confidences, &other.parts.confidences)
            && bits(&self.parts.conflicts, &other.parts.conflicts)
    }
}

impl Outcome for Estimates {
    fn same(&self, other: &Self) -> bool {
        self.rounds == other.rounds
            && bits(&self.weights, &other.weights)
            && bits(&self.probabilities, &other.probabilities)
    }
}

/// Equality of floats that tells the two zeros apart.
fn bits(one: &[f64], other: &[f64]) -> bool {
    one.len() == other.len()
        && one
            .iter()
            .zip(other)
            .all(|(a, b)| a.to_bits() == b.to_bits())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_two_zeros_are_not_the_same() {
        let with = |weight: f64| Staged {
            weights: vec![weight],
            ..Staged::default()
        };
        assert!(with(0.5).same(&with(0.5)));
        assert!(!with(0.0).same(&with(-0.0)));
    }
}
