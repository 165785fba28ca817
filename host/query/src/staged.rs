//! What a row stage said, carried out on the rows of each group.
//!
//! Invariant: classes are numbered by first row within their group, and weights stay on the grid of 2^-32.

use stemedb_plugins::{NONE, Staged};

use crate::columns::{Backing, Group, Live};

/// 2^-32, the grid of weights.
const GRID: f64 = 1.0 / 4_294_967_296.0;

/// Applies what a stage said of the groups of one call.
pub(crate) fn apply(staged: &Staged, groups: &mut [Group<'_>]) {
    let mut row = 0;
    let mut support = 0;
    for (number, group) in (0u32..).zip(groups) {
        let rows = row..row + group.rows.len();
        row = rows.end;
        let of_group = staged.supports.groups[support..]
            .iter()
            .take_while(|of| **of == number)
            .count();
        let supports = support..support + of_group;
        support = supports.end;
        let added = supports.map(|at| Backing {
            source: staged.supports.sources[at],
            target: staged.supports.targets[at],
            strength: staged.supports.strengths[at],
        });
        let classes = staged.classes.get(rows.clone()).unwrap_or_default();
        let weights = staged.weights.get(rows).unwrap_or_default();
        group.apply(classes, weights, added);
    }
}

impl Group<'_> {
    /// Classes first, since they name rows, then weights, then the numbering anew.
    fn apply(&mut self, classes: &[u32], weights: &[f64], added: impl Iterator<Item = Backing>) {
        self.backings.extend(added);
        let before: Vec<u32> = self.rows.iter().map(|live| live.class).collect();
        for (live, representative) in self.rows.iter_mut().zip(classes) {
            live.class = before
                .get(*representative as usize)
                .copied()
                .unwrap_or(live.class);
        }
        let merged = self.merged(&before);
        for (live, factor) in self.rows.iter_mut().zip(weights) {
            live.weight = weight(live.weight, *factor);
        }
        if !weights.is_empty() {
            self.rows.retain(|live| live.weight > 0.0);
        }
        let numbers = renumber(&mut self.rows, span(&before));
        self.carry_backings(&merged, &numbers);
    }

    /// The class that each class became part of; nobody asks where no value supports another.
    fn merged(&self, before: &[u32]) -> Vec<u32> {
        if self.backings.is_empty() {
            return Vec::new();
        }
        let mut merged = vec![NONE; span(before)];
        for (live, before) in self.rows.iter().zip(before) {
            merged[*before as usize] = live.class;
        }
        merged
    }

    /// Carries support over to the new classes, in order and without repetition; the stronger of two counts.
    fn carry_backings(&mut self, merged: &[u32], numbers: &[u32]) {
        let new_number = |class: u32| {
            let class = *merged.get(class as usize)?;
            let number = *numbers.get(class as usize)?;
            (number != NONE).then_some(number)
        };
        let carried = self.backings.iter().filter_map(|backing| {
            let source = new_number(backing.source)?;
            let target = new_number(backing.target)?;
            (source != target).then_some(Backing {
                source,
                target,
                strength: backing.strength,
            })
        });
        let mut carried: Vec<Backing> = carried.collect();
        carried.sort_by(|a, b| {
            let key = |backing: &Backing| (backing.source, backing.target);
            key(a).cmp(&key(b)).then(b.strength.total_cmp(&a.strength))
        });
        carried.dedup_by_key(|backing| (backing.source, backing.target));
        self.backings = carried;
    }
}

/// One more than the greatest class.
fn span(classes: &[u32]) -> usize {
    classes.iter().max().map_or(0, |class| *class as usize + 1)
}

/// The next multiple of 2^-32, ties to even; a positive factor never takes a row out by rounding.
fn weight(weight: f64, factor: f64) -> f64 {
    let product = weight * factor;
    // Adding 2^20 leaves 32 bits behind the point in a 53-bit mantissa.
    let rounded = (product + 1_048_576.0) - 1_048_576.0;
    if factor > 0.0 { rounded.max(GRID) } else { 0.0 }
}

/// Numbers the classes of the remaining rows by first row; the answer maps old numbers to new ones.
fn renumber(rows: &mut [Live<'_>], classes: usize) -> Vec<u32> {
    let mut numbers = vec![NONE; classes];
    let mut next = 0;
    for live in rows {
        let number = &mut numbers[live.class as usize];
        if *number == NONE {
            *number = next;
            next += 1;
        }
        live.class = *number;
    }
    numbers
}
