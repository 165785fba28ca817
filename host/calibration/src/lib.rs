//! Whether confidences mean what they say: of the answers given with confidence p, about p should be right.
//!
//! Measures that (Brier score, expected calibration error, reliability by bins) and fits the curve with which the answer stage
//! `calibrate` mends it (isotonic regression). Pure arithmetic on answered questions: nothing here asks a question, or knows
//! what a right answer is.
//!
//! Invariant: the same samples, in whatever order, give the same curve and measures that differ by rounding at most.
//!
//! ```
//! use stemedb_calibration::{Curve, Sample, measure};
//!
//! // Answers given with 0.9 of which half are right.
//! let samples: Vec<Sample> = (0..100).map(|question| Sample {
//!     confidence: 0.9,
//!     correct: question % 2 == 0,
//!     cluster: question,
//! }).collect();
//! assert!((measure(&samples).expected_error - 0.4).abs() < 1e-9);
//! let curve = Curve::fit(&samples).unwrap();
//! assert_eq!(curve.to_string(), "0.9:0.5");
//! ```

mod curve;
mod isotonic;
mod measures;
mod validation;

pub use curve::Curve;
pub use measures::{BINS, Bin, Measures, bins, measure};
pub use validation::cross_validated;

/// Parts of one that confidences are told apart by, here and in the text of a curve.
const GRID: f64 = 10_000.0;

/// One answered question whose right answer is known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sample {
    /// How sure the answer was, 0 ..= 1.
    pub confidence: f64,
    /// Whether it was right.
    pub correct: bool,
    /// Questions that may be right or wrong together, such as those about one subject, have one number. Cross-validation
    /// never splits them.
    pub cluster: u32,
}

impl Sample {
    fn hit(&self) -> f64 {
        f64::from(u8::from(self.correct))
    }

    /// The confidence in whole parts of the grid, 0 ..= 10,000. What is no number counts as 0.
    fn cell(&self) -> u16 {
        // The cast makes 0 of NaN.
        (self.confidence.clamp(0.0, 1.0) * GRID).round() as u16
    }
}
