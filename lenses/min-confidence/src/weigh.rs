//! Factors of 0 and 1, row by row.

use stemedb_sdk::{Error, Staged};

pub(crate) fn weigh(confidences: &[f64], at_least: f64) -> Result<Staged, Error> {
    if !(0.0..=1.0).contains(&at_least) {
        return Err(Error::parameter("`at_least` must lie in 0 ..= 1"));
    }
    if confidences.iter().all(|&confidence| confidence >= at_least) {
        return Ok(Staged::default());
    }
    let factor = |&confidence: &f64| if confidence >= at_least { 1.0 } else { 0.0 };
    Ok(Staged::weights(confidences.iter().map(factor).collect()))
}
