//! Truths by weighted vote, weights by loss, in turns.

use stemedb_sdk::Estimates;
use stemedb_sdk::joint::{Ballot, Space};

/// One imagined row, wrong by half, keeps a loss from being 0.
const PRIOR_ROWS: f64 = 1.0;
const PRIOR_RIGHT: f64 = 0.5;

pub(crate) fn estimate(space: &Space<'_>) -> Estimates {
    let mut ballot = Ballot::new(space);
    let mut right = vec![1.0; space.voices];
    let mut weights = vec![1.0; space.voices];
    let rounds = ballot.settle(space, &mut weights, |credits, weights| {
        space.means(credits, PRIOR_ROWS, PRIOR_RIGHT, &mut right);
        let mut losses = 0.0;
        for right in &right {
            losses += 1.0 - right;
        }
        for (weight, right) in weights.iter_mut().zip(&right) {
            *weight = libm::log(losses / (1.0 - right));
        }
    });
    Estimates {
        weights: right,
        probabilities: space.for_rows(&ballot.shares(space)),
        rounds,
    }
}
