//! The row of the greatest transaction time, and what its value has on its side.

use stemedb_sdk::choose::{Chooser, Leader, Rule};
use stemedb_sdk::{Batch, Error, Resolutions};

pub(crate) fn resolve(
    rows: &Batch<'_>,
    values: &[u32],
    weights: &[f64],
    times: &[f64],
) -> Result<Resolutions, Error> {
    let mut chooser = Chooser::new(rows, Rule::FIRST_ROW);
    for group in rows.groups() {
        let start = group.start;
        let mut latest = start;
        for at in group.clone() {
            if times[at] > times[latest] {
                latest = at;
            }
        }
        let leader = Leader::Row {
            row: (latest - start) as u32,
            class: values.get(latest).copied().unwrap_or_default(),
        };
        chooser.group_led(leader, group, values, |row| weights[row])?;
    }
    Ok(chooser.finish())
}
