//! Weights of the best rank added up, value by value.

use std::ops::Range;

use stemedb_sdk::choose::{Chooser, Rule};
use stemedb_sdk::{Batch, Error, NO_WINNER, Resolutions, Status};

/// How far a claim was singled out; the better one is greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Deprecated,
    Normal,
    Preferred,
}

/// The rank by lifecycle: proposed, under review, approved, deprecated, rejected.
const RANKS: [Rank; 5] = [
    Rank::Normal,
    Rank::Normal,
    Rank::Preferred,
    Rank::Deprecated,
    Rank::Deprecated,
];

pub(crate) fn resolve(
    rows: &Batch<'_>,
    values: &[u32],
    lifecycles: &[u32],
    weights: &[f64],
) -> Result<Resolutions, Error> {
    let mut chooser = Chooser::new(rows, Rule::GREATEST_SUM);
    let mut without_answer = Vec::new();
    for (number, group) in rows.groups().enumerate() {
        let best = best_of(group.clone(), lifecycles)?;
        if best == Rank::Deprecated {
            without_answer.push(number);
        }
        chooser.group(group, values, |row| {
            let rank = RANKS[lifecycles[row] as usize];
            if rank == best && rank > Rank::Deprecated {
                weights[row]
            } else {
                0.0
            }
        })?;
    }
    let mut found = chooser.finish();
    for group in without_answer {
        // The shared rule lets a lone value win even if it weighs nothing.
        found.winners[group] = NO_WINNER;
        found.statuses[group] = Status::Undecided as u32;
    }
    Ok(found)
}

/// The best rank that a group has; for a group without rows the least.
fn best_of(group: Range<usize>, lifecycles: &[u32]) -> Result<Rank, Error> {
    let mut best = Rank::Deprecated;
    for &lifecycle in &lifecycles[group] {
        let rank = RANKS.get(lifecycle as usize);
        let rank = rank.ok_or_else(|| Error::input("A row names a lifecycle above 4"))?;
        best = best.max(*rank);
    }
    Ok(best)
}
