//! How far confidences are from the truth.

use serde::Serialize;

use crate::Sample;

/// Number of bins of equal width that confidences are sorted into.
pub const BINS: usize = 10;
/// Cells of the grid that one bin holds.
const CELLS: usize = 1_000;

/// What a set of answered questions says of its confidences.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Measures {
    /// Number of answers.
    pub answers: u64,
    /// Part of them that is right.
    pub accuracy: f64,
    /// Their mean confidence. Above the accuracy they are too sure.
    pub confidence: f64,
    /// Mean of (confidence - 1 if right, else 0)². 0 is perfect; always saying the accuracy a gives a (1 - a). Brier, 1950.
    pub brier: f64,
    /// Expected calibration error: over the bins, the distance of mean confidence and accuracy, weighted by the number of
    /// answers. 0 is perfect. Naeini et al., 2015.
    pub expected_error: f64,
}

/// The answers whose confidences lie between two numbers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Bin {
    /// Above this; the first bin holds 0 too.
    pub from: f64,
    /// Up to this.
    pub to: f64,
    /// Number of answers.
    pub answers: u64,
    /// Their mean confidence; 0 if there are none.
    pub confidence: f64,
    /// Part of them that is right; 0 if there are none.
    pub accuracy: f64,
}

/// Measures answered questions; all zero if there are none.
#[must_use]
pub fn measure(samples: &[Sample]) -> Measures {
    let mean = |of: fn(&Sample) -> f64| {
        let sum: f64 = samples.iter().map(of).sum();
        sum / (samples.len().max(1) as f64)
    };
    let expected_error = bins(samples)
        .iter()
        .map(|bin| bin.answers as f64 * (bin.confidence - bin.accuracy).abs())
        .sum::<f64>();
    Measures {
        answers: samples.len() as u64,
        accuracy: mean(Sample::hit),
        confidence: mean(|sample| sample.confidence),
        brier: mean(|sample| {
            (sample.confidence - sample.hit()) * (sample.confidence - sample.hit())
        }),
        expected_error: expected_error / (samples.len().max(1) as f64),
    }
}

/// Answered questions by their confidence, in [`BINS`] bins of equal width.
#[must_use]
pub fn bins(samples: &[Sample]) -> [Bin; BINS] {
    let mut bins = [Bin::default(); BINS];
    for (at, bin) in bins.iter_mut().enumerate() {
        bin.from = at as f64 / BINS as f64;
        bin.to = (at + 1) as f64 / BINS as f64;
    }
    for sample in samples {
        let bin = &mut bins[usize::from(sample.cell()).saturating_sub(1) / CELLS];
        bin.answers += 1;
        bin.confidence += sample.confidence;
        bin.accuracy += sample.hit();
    }
    for bin in &mut bins {
        let answers = bin.answers.max(1) as f64;
        bin.confidence /= answers;
        bin.accuracy /= answers;
    }
    bins
}

#[cfg(test)]
mod tests {
    use super::{bins, measure};
    use crate::Sample;

    fn sample(confidence: f64, correct: bool) -> Sample {
        Sample {
            confidence,
            correct,
            cluster: 0,
        }
    }

    fn near(found: f64, wanted: f64) {
        assert!((found - wanted).abs() < 1e-12, "{found} for {wanted}");
    }

    #[test]
    fn four_answers_by_hand() {
        let found = measure(&[
            sample(0.9, true),
            sample(0.9, false),
            sample(0.2, false),
            sample(0.2, false),
        ]);
        assert_eq!(found.answers, 4);
        near(found.accuracy, 0.25);
        near(found.confidence, 0.55);
        near(found.brier, (0.01 + 0.81 + 0.04 + 0.04) / 4.0);
        near(found.expected_error, (2.0 * 0.4 + 2.0 * 0.2) / 4.0);
    }

    #[test]
    fn nothing_asked_is_nothing_measured() {
        let found = measure(&[]);
        assert_eq!(
            (found.answers, found.brier, found.expected_error),
            (0, 0.0, 0.0)
        );
    }

    #[test]
    fn bins_end_with_their_upper_bound() {
        let found = bins(&[
            sample(0.0, true),
            sample(0.1, true),
            sample(0.1001, true),
            sample(0.3, true),
            sample(0.7, true),
            sample(1.0, true),
        ]);
        let counts: Vec<u64> = found.iter().map(|bin| bin.answers).collect();
        assert_eq!(counts, [2, 1, 1, 0, 0, 0, 1, 0, 0, 1]);
    }
}
