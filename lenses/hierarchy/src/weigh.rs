//! Supports from general values to special ones, group by group. A group of one value is not asked about.

use stemedb_sdk::{Batch, Context, Error, Staged, Supports};

/// The host relates at most so many values a call; the values behind them, by first row, stay unrelated.
const VALUES_MAX: u32 = 4_096;

/// Where the tree stands, and what it gives.
pub(crate) struct Tree<'a> {
    pub(crate) prefix: &'a str,
    pub(crate) predicate: &'a str,
    pub(crate) strength: f64,
}

pub(crate) fn weigh(
    context: &Context<'_>,
    rows: &Batch<'_>,
    values: &[u32],
    tree: &Tree<'_>,
) -> Result<Staged, Error> {
    if tree.predicate.is_empty() || !(0.0..=1.0).contains(&tree.strength) {
        return Err(Error::parameter(
            "`predicate` must not be empty and `strength` must lie in 0 ..= 1",
        ));
    }
    let mut supports = Supports::default();
    for (number, group) in (0..).zip(rows.groups()) {
        let count = values[group].iter().max().map_or(0, |&last| last + 1);
        if count > 1 && tree.strength > 0.0 {
            add_group(context, number, count.min(VALUES_MAX), tree, &mut supports);
        }
    }
    Ok(Staged {
        supports,
        ..Staged::default()
    })
}

fn add_group(
    context: &Context<'_>,
    group: u32,
    count: u32,
    tree: &Tree<'_>,
    supports: &mut Supports,
) {
    let ids: Vec<u32> = (0..count).collect();
    let pairs = context.broader(group, &ids, tree.prefix, tree.predicate);
    let mut ends: Vec<(u32, u32)> = pairs.iter().map(|pair| (pair.broad, pair.narrow)).collect();
    ends.sort_unstable();
    ends.dedup();
    for (broad, narrow) in ends {
        supports.groups.push(group);
        supports.sources.push(broad);
        supports.targets.push(narrow);
        supports.strengths.push(tree.strength);
    }
}
