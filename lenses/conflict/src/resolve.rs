//! Sureness added up, value by value, and a score with its threshold at one half.

use stemedb_sdk::choose::{self, Rule};
use stemedb_sdk::exact::GRAIN;
use stemedb_sdk::{Batch, Error, Resolutions, Status};

/// Where a contradiction begins.
const THRESHOLD: f64 = 0.5;

pub(crate) fn resolve(
    rows: &Batch<'_>,
    values: &[u32],
    weights: &[f64],
    confidences: &[f64],
    rival_from: f64,
) -> Result<Resolutions, Error> {
    if !(0.0..=1.0).contains(&rival_from) {
        return Err(Error::parameter("`rival_from` must lie in 0 ..= 1"));
    }
    let mut found = choose::resolve(rows, values, Rule::GREATEST_SUM, |row| {
        weights[row] * confidences[row]
    })?;
    let ends = found.shares.offsets.windows(2);
    let scores = found.conflicts.iter_mut().zip(&mut found.statuses);
    for (ends, (conflict, status)) in ends.zip(scores) {
        let shares = &found.shares.shares[ends[0] as usize..ends[1] as usize];
        // Without a second value that weighs anything the shared rule has said it all.
        if let Some(&second) = shares.get(1) {
            let contradicts = second >= rival_from;
            *conflict = score(contradicts, *conflict, second, rival_from);
            *status = if contradicts {
                Status::Contested
            } else {
                Status::Agreed
            } as u32;
        }
    }
    Ok(found)
}

fn score(contradicts: bool, evenness: f64, second: f64, rival_from: f64) -> f64 {
    if contradicts {
        (THRESHOLD + (1.0 - THRESHOLD) * evenness).clamp(THRESHOLD + GRAIN, 1.0)
    } else {
        THRESHOLD * (second / rival_from)
    }
}
