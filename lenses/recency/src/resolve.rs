//! The first row of each group, which is the newest one.

use stemedb_sdk::choose::{self, Rule};
use stemedb_sdk::{Batch, Error, Resolutions};

pub(crate) fn resolve(
    rows: &Batch<'_>,
    values: &[u32],
    weights: &[f64],
) -> Result<Resolutions, Error> {
    choose::resolve(rows, values, Rule::FIRST_ROW, |row| weights[row])
}
