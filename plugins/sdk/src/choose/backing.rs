//! Who speaks for whom within one group: whoever states one value also speaks, with a strength, for another.
//!
//! Invariant: a voice speaks for a value at most in full, so nobody's share falls below nothing and shares add up to one.

use std::ops::Range;

use crate::SupportsView;

/// The supports of one group.
#[derive(Debug, Clone, Copy, Default)]
pub struct Backing<'a> {
    sources: &'a [u32],
    targets: &'a [u32],
    strengths: &'a [f64],
}

impl<'a> Backing<'a> {
    /// Supports as three lists of equal length: the value that speaks, the value it speaks for, how strongly (0 ..= 1).
    pub fn new(sources: &'a [u32], targets: &'a [u32], strengths: &'a [f64]) -> Self {
        Self {
            sources,
            targets,
            strengths,
        }
    }

    /// Whether nobody speaks for anybody.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.sources.is_empty()
    }

    /// (source, target, strength), none from a value to itself.
    pub(super) fn entries(&self) -> impl Iterator<Item = (usize, usize, f64)> + use<'a> {
        let ends = self.sources.iter().zip(self.targets);
        ends.zip(self.strengths)
            .filter(|((source, target), _)| source != target)
            .map(|((&source, &target), &strength)| (source as usize, target as usize, strength))
    }
}

/// Hands out the supports of group after group.
#[derive(Debug, Clone, Copy)]
pub struct Backings<'a> {
    all: SupportsView<'a>,
    next: usize,
    group: u32,
}

impl<'a> Backings<'a> {
    /// Begins with the first group.
    pub fn new(all: SupportsView<'a>) -> Self {
        Self {
            all,
            next: 0,
            group: 0,
        }
    }

    /// The supports of the next group.
    #[inline]
    pub fn of_next_group(&mut self) -> Backing<'a> {
        if self.next == self.all.groups.len() {
            return Backing::default();
        }
        let rows = self.entries_of_group();
        Backing::new(
            self.all.sources.get(rows.clone()).unwrap_or_default(),
            self.all.targets.get(rows.clone()).unwrap_or_default(),
            self.all.strengths.get(rows).unwrap_or_default(),
        )
    }

    fn entries_of_group(&mut self) -> Range<usize> {
        let start = self.next;
        while self.all.groups.get(self.next) == Some(&self.group) {
            self.next += 1;
        }
        self.group += 1;
        start..self.next
    }
}
