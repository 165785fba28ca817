//! Answers taken apart so that two of them can be compared although ids were counted anew.

use std::collections::BTreeMap;
use std::ops::Range;

use stemedb_plugins::{NONE, Resolutions};

use crate::table::Table;

/// How far numbers may differ where rows changed places: sums of floats depend on their order.
pub(super) const SLACK: f64 = 1e-9;

/// Where the rows of a group stand in the call.
pub(super) fn rows_of(table: &Table, group: usize) -> Range<usize> {
    let start = table.groups.iter().take(group).map(Vec::len).sum();
    start..start + table.groups.get(group).map_or(0, Vec::len)
}

/// Entries of a group in lists with offsets; none where there are no offsets.
pub(super) fn entries(offsets: &[u32], group: usize) -> Range<usize> {
    match offsets.get(group..group + 2) {
        Some(pair) => pair[0] as usize..pair[1] as usize,
        None => 0..0,
    }
}

/// The share of each value of a group, by the value's identity.
pub(super) fn shares(table: &Table, found: &Resolutions, group: usize) -> BTreeMap<u32, f64> {
    let classes = table.classes(group);
    entries(&found.shares.offsets, group)
        .filter_map(|at| {
            let class = found.shares.classes.get(at)?;
            let value = classes.get(*class as usize)?;
            Some((*value, *found.shares.shares.get(at)?))
        })
        .collect()
}

/// The identity of the winning value of a group.
pub(super) fn winner(table: &Table, found: &Resolutions, group: usize) -> Option<u32> {
    let row = *found.winners.get(group).filter(|row| **row != NONE)?;
    let row = table.groups.get(group)?.get(row as usize)?;
    Some(row.value)
}

/// The class with the greatest share, and whether no other has as much.
pub(super) fn leader(table: &Table, found: &Resolutions, group: usize) -> Option<(u32, bool)> {
    let mut ranked: Vec<(u32, f64)> = shares(table, found, group).into_iter().collect();
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1));
    let (value, share) = *ranked.first()?;
    let alone = ranked.get(1).is_none_or(|next| next.1 < share - SLACK);
    Some((value, alone))
}

/// Names the first difference of two lists of numbers beyond the slack.
pub(super) fn near(what: &str, before: &[f64], after: &[f64]) -> Result<(), String> {
    if before.len() != after.len() {
        return Err(format!(
            "{what} has {} entries, then {}",
            before.len(),
            after.len()
        ));
    }
    let differs = |(one, other): (&f64, &f64)| (one - other).abs() > SLACK;
    match before.iter().zip(after).position(differs) {
        None => Ok(()),
        Some(at) => Err(format!(
            "{what}[{at}] is {}, then {}",
            before[at], after[at]
        )),
    }
}
