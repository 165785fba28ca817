//! What joint methods share: all claims of a predicate space as a table of groups, values and voices.
//!
//! Not a method: how reliabilities and likelihoods follow from each other is each estimator's own.
//!
//! Invariant: every value of a group is one *class* of the space, numbered by group, then by value id; sums run in the order
//! of rows, so they have the same bits everywhere.

mod ballot;

pub use ballot::Ballot;

use std::ops::Range;

use crate::{Batch, Error, SupportsView};

/// What a voice is taken for before anything is known of it, in Dong et al. 2009.
pub const FIRST_RELIABILITY: f64 = 0.8;
/// Reliabilities are kept this far from 0 and 1, where a logarithm would end.
pub const MARGIN: f64 = 0.01;

/// Claims of a predicate space.
#[derive(Debug)]
pub struct Space<'a> {
    /// Group g is the rows `offsets[g] .. offsets[g + 1]`.
    pub offsets: &'a [u32],
    /// Who speaks, for each row: below [`Self::voices`].
    pub voice: &'a [u32],
    /// What earlier stages left of each row's weight, above 0 and at most 1.
    pub weight: &'a [f64],
    /// What each row states, numbered over the whole space.
    pub class: Vec<u32>,
    /// Group g has the classes `class_offsets[g] .. class_offsets[g + 1]`.
    pub class_offsets: Vec<u32>,
    /// Number of voices.
    pub voices: usize,
    supports: SupportsView<'a>,
    /// Group g has the supports `support_offsets[g] .. support_offsets[g + 1]`; empty when there are none at all.
    support_offsets: Vec<u32>,
}

impl<'a> Space<'a> {
    /// The space of a batch with these columns.
    ///
    /// # Errors
    /// [`Error::INPUT`] when value ids or voices can't have been numbered by first row, or supports are out of order.
    pub fn new(
        rows: &Batch<'a>,
        values: &'a [u32],
        voice: &'a [u32],
        weight: &'a [f64],
    ) -> Result<Self, Error> {
        let count = rows.row_count();
        let mut class = Vec::with_capacity(count);
        let mut class_offsets = Vec::with_capacity(rows.group_count() + 1);
        class_offsets.push(0);
        let mut base = 0;
        for group in rows.groups() {
            let first = group.start;
            let mut next = 0;
            for row in group {
                let value = values[row];
                if value as usize > row - first {
                    return Err(Error::input(
                        "Value ids are not numbered by first row within the group",
                    ));
                }
                next = next.max(value + 1);
                class.push(base + value);
            }
            base += next;
            class_offsets.push(base);
        }
        let voices = voice.iter().max().map_or(0, |&top| top as usize + 1);
        if voices > count {
            return Err(Error::input(
                "Voices are not numbered by first row over the whole call",
            ));
        }
        let mut space = Self {
            offsets: rows.offsets,
            voice,
            weight,
            class,
            class_offsets,
            voices,
            supports: rows.supports,
            support_offsets: Vec::new(),
        };
        space.index_supports()?;
        Ok(space)
    }

    fn index_supports(&mut self) -> Result<(), Error> {
        let given = self.supports;
        if given.groups.is_empty() {
            return Ok(());
        }
        let groups = self.groups();
        let mut ends = vec![0; groups + 1];
        for at in 0..given.groups.len() {
            let group = given.groups[at] as usize;
            let classes = self
                .class_offsets
                .get(group + 1)
                .map(|end| end - self.class_offsets[group]);
            let known = |class: u32| classes.is_some_and(|count| class < count);
            if !known(given.sources[at]) || !known(given.targets[at]) {
                return Err(Error::input(
                    "A support names a value that its group does not have",
                ));
            }
            if at > 0 && given.groups[at - 1] > given.groups[at] {
                return Err(Error::input("Supports are not ordered by group"));
            }
            ends[group + 1] = at as u32 + 1;
        }
        for group in 0..groups {
            ends[group + 1] = ends[group + 1].max(ends[group]);
        }
        self.support_offsets = ends;
        Ok(())
    }

    /// Number of groups.
    pub fn groups(&self) -> usize {
        self.offsets.len().saturating_sub(1)
    }

    /// Number of classes in all groups.
    pub fn classes(&self) -> usize {
        self.class_offsets.last().map_or(0, |&end| end as usize)
    }

    /// The rows of a group.
    pub fn rows_of(&self, group: usize) -> Range<usize> {
        self.offsets[group] as usize..self.offsets[group + 1] as usize
    }

    /// The classes of a group.
    pub fn classes_of(&self, group: usize) -> Range<usize> {
        self.class_offsets[group] as usize..self.class_offsets[group + 1] as usize
    }

    /// The supports of a group: supporting class, supported class, strength.
    pub fn supports_of(&self, group: usize) -> impl Iterator<Item = (usize, usize, f64)> + '_ {
        let found = match self.support_offsets.get(group..group + 2) {
            Some(ends) => ends[0] as usize..ends[1] as usize,
            None => 0..0,
        };
        let base = self
            .class_offsets
            .get(group)
            .map_or(0, |&base| base as usize);
        found.map(move |at| {
            let given = self.supports;
            (
                base + given.sources[at] as usize,
                base + given.targets[at] as usize,
                given.strengths[at],
            )
        })
    }

    /// Whether a group has supports.
    pub fn has_supports(&self) -> bool {
        !self.support_offsets.is_empty()
    }

    /// How right each class is, with what it supports: a row that states a supporting class speaks for the supported one
    /// too. At most 1.
    pub fn credited(&self, likely: &[f64], credited: &mut Vec<f64>) {
        credited.clear();
        credited.extend_from_slice(likely);
        for group in 0..self.groups() {
            for (source, target, strength) in self.supports_of(group) {
                credited[source] += strength * likely[target];
            }
        }
        for credit in credited {
            *credit = credit.min(1.0);
        }
    }

    /// For each row the entry of its class.
    pub fn for_rows(&self, classes: &[f64]) -> Vec<f64> {
        self.class
            .iter()
            .map(|&class| classes[class as usize])
            .collect()
    }

    /// For each voice the mean over its rows, by weight, of the entries of their classes. `prior` rows of `expected` are
    /// counted along. Returns the greatest change.
    pub fn means(&self, classes: &[f64], prior: f64, expected: f64, means: &mut [f64]) -> f64 {
        let mut sums = vec![prior * expected; self.voices];
        let mut weights = vec![prior; self.voices];
        for (row, &class) in self.class.iter().enumerate() {
            let voice = self.voice[row] as usize;
            sums[voice] += self.weight[row] * classes[class as usize];
            weights[voice] += self.weight[row];
        }
        let mut change = 0.0_f64;
        for voice in 0..self.voices {
            let mean = if weights[voice] > 0.0 {
                (sums[voice] / weights[voice]).clamp(0.0, 1.0)
            } else {
                expected
            };
            change = change.max((mean - means[voice]).abs());
            means[voice] = mean;
        }
        change
    }

    /// For each class the share of its group's weight.
    pub fn shares(&self) -> Vec<f64> {
        let mut shares = vec![0.0; self.classes()];
        for (row, &class) in self.class.iter().enumerate() {
            shares[class as usize] += self.weight[row];
        }
        for group in 0..self.groups() {
            let classes = self.classes_of(group);
            let total: f64 = shares[classes.clone()].iter().sum();
            for share in &mut shares[classes] {
                *share /= total;
            }
        }
        shares
    }
}

#[cfg(test)]
mod tests;
