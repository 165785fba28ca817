//! The resolutions of a call, taken apart into those of single groups.
//!
//! Invariant: a group's part is what the judge would have returned for the group alone.

use stemedb_plugins::{Parts, Resolutions, Shares};

/// One set of resolutions for each group. Those of a single group are passed on as they are.
pub(crate) fn split(found: Resolutions, groups: usize) -> Vec<Resolutions> {
    if groups == 1 {
        return vec![found];
    }
    (0..groups).map(|group| of_group(&found, group)).collect()
}

fn of_group(found: &Resolutions, group: usize) -> Resolutions {
    let one = group..group + 1;
    let shares = range(&found.shares.offsets, group);
    let parts = range(&found.parts.offsets, group);
    Resolutions {
        winners: part(&found.winners, one.clone()),
        confidences: part(&found.confidences, one.clone()),
        conflicts: part(&found.conflicts, one.clone()),
        statuses: part(&found.statuses, one),
        shares: Shares {
            offsets: ends(&found.shares.offsets, shares.len()),
            classes: part(&found.shares.classes, shares.clone()),
            shares: part(&found.shares.shares, shares),
        },
        parts: Parts {
            offsets: ends(&found.parts.offsets, parts.len()),
            labels: part(&found.parts.labels, parts.clone()),
            winners: part(&found.parts.winners, parts.clone()),
            confidences: part(&found.parts.confidences, parts.clone()),
            conflicts: part(&found.parts.conflicts, parts.clone()),
            counts: part(&found.parts.counts, parts),
        },
    }
}

/// The entries of a group; none where there are no offsets.
fn range(offsets: &[u32], group: usize) -> std::ops::Range<usize> {
    match offsets.get(group..group + 2) {
        Some(ends) => ends[0] as usize..ends[1] as usize,
        None => 0..0,
    }
}

fn ends(offsets: &[u32], entries: usize) -> Vec<u32> {
    if offsets.is_empty() {
        Vec::new()
    } else {
        // Entries of one group are fewer than the rows of a call.
        vec![0, entries as u32]
    }
}

/// The checks on results have seen to it that the range is there.
fn part<T: Copy>(list: &[T], range: std::ops::Range<usize>) -> Vec<T> {
    list.get(range).unwrap_or_default().to_vec()
}
