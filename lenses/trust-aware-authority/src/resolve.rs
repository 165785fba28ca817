//! The greatest weight times confidence times trust of a single claim.

use stemedb_sdk::choose::{self, Rule};
use stemedb_sdk::{Batch, Error, Resolutions};

pub(crate) fn resolve(
    rows: &Batch<'_>,
    values: &[u32],
    weights: &[f64],
    confidences: &[f64],
    trusts: &[f64],
) -> Result<Resolutions, Error> {
    choose::resolve(rows, values, Rule::GREATEST_CLAIM, |row| {
        weights[row] * confidences[row] * trusts[row]
    })
}
