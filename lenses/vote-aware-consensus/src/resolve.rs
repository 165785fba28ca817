//! Votes added up, value by value; claims where nobody voted.

use stemedb_sdk::choose::{Chooser, Rule};
use stemedb_sdk::{Batch, Error, Resolutions};

pub(crate) fn resolve(
    rows: &Batch<'_>,
    values: &[u32],
    weights: &[f64],
    votes: &[f64],
) -> Result<Resolutions, Error> {
    let mut chooser = Chooser::new(rows, Rule::GREATEST_SUM);
    for group in rows.groups() {
        let has_votes = votes[group.clone()].iter().any(|&vote| vote > 0.0);
        if has_votes {
            chooser.group(group, values, |row| weights[row] * votes[row])?;
        } else {
            chooser.group(group, values, |row| weights[row])?;
        }
    }
    Ok(chooser.finish())
}
