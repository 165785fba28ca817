//! Truths by weighted vote, weights by the confidence interval of the error, in turns.

use stemedb_sdk::Estimates;
use stemedb_sdk::joint::{Ballot, Space};

/// Imagined loss of each voice.
const PRIOR_LOSS: f64 = 0.5;
/// The quantiles for one to five degrees of freedom, where the approximation is poor.
const SMALL: [f64; 5] = [
    0.000_982_069,
    0.050_635_616,
    0.215_795_283,
    0.484_418_557,
    0.831_211_613,
];
/// The 0.025-quantile of the normal distribution.
const NORMAL: f64 = -1.959_963_984_540_054;

pub(crate) fn estimate(space: &Space<'_>) -> Estimates {
    let mut counts = vec![0_u32; space.voices];
    for &voice in space.voice {
        counts[voice as usize] += 1;
    }
    let quantiles: Vec<f64> = counts.iter().map(|&count| quantile(count)).collect();
    let mut ballot = Ballot::new(space);
    let mut losses = vec![0.0; space.voices];
    let mut weights = vec![1.0; space.voices];
    let rounds = ballot.settle(space, &mut weights, |credits, weights| {
        losses.fill(PRIOR_LOSS);
        for (row, &class) in space.class.iter().enumerate() {
            let wrong = 1.0 - credits[class as usize];
            losses[space.voice[row] as usize] += space.weight[row] * wrong;
        }
        for (weight, (quantile, loss)) in weights.iter_mut().zip(quantiles.iter().zip(&losses)) {
            *weight = quantile / loss;
        }
    });
    let worst = losses
        .iter()
        .zip(&quantiles)
        .map(|(loss, quantile)| loss / quantile);
    Estimates {
        weights: worst.map(|worst| (1.0 - worst).max(0.0)).collect(),
        probabilities: space.for_rows(&ballot.shares(space)),
        rounds,
    }
}

/// The 0.025-quantile of the chi-squared distribution.
fn quantile(freedom: u32) -> f64 {
    match SMALL.get((freedom as usize).wrapping_sub(1)) {
        Some(&known) => known,
        None => {
            let freedom = f64::from(freedom.max(1));
            let spread = 2.0 / (9.0 * freedom);
            let root = 1.0 - spread + NORMAL * libm::sqrt(spread);
            freedom * root * root * root
        }
    }
}
