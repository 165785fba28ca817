//! The arithmetic that resolvers share: what each value has on its side, the tie rule, shares, conflict, status.
//!
//! A resolver chooses a value first (greatest weight; tie: the value whose first row is lower), then the claim that
//! carries it (greatest weight among the rows of the value; tie: the lower row).
//!
//! Where earlier stages said that one value supports another, whoever states the first also speaks for the second: values
//! are ranked with what speaks for them, and once a value has won, what speaks for it counts on its side only.
//!
//! Invariant: weights are rounded to multiples of 2^-32 before they are added up, so sums of up to 2^20 rows (or votes)
//! are exact and no order of addition can change an answer.

mod backing;
mod conflict;
mod tally;

pub use backing::{Backing, Backings};
pub use conflict::{CONTESTED_FROM, LEAD_FROM, conflict_of};
pub use tally::{Tally, Verdict};

use std::ops::Range;

use crate::{Batch, Error, Parts, Resolutions, Shares, exact};

/// What makes up the weight of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// The sum of the weights of its rows: every claim counts.
    Sum,
    /// The greatest weight of one of its rows: claims do not add up.
    Greatest,
}

/// Which value wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leader {
    /// The value of the greatest weight.
    Heaviest,
    /// The value of the first row, which is the newest one; that row carries it.
    First,
    /// The value of a row that the lens has found by itself; that row carries it.
    Row {
        /// The row, counted from the start of the group.
        row: u32,
        /// Its class.
        class: u32,
    },
}

/// How sure the answer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sureness {
    /// The winning value's share of all weight.
    Share,
    /// The weight of the winning value, taken as a probability, against those of its rivals, by Dempster's rule of
    /// combination: where nobody objects the weight itself.
    Claim,
}

/// How a resolver chooses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// What makes up the weight of a value.
    pub measure: Measure,
    /// Which value wins.
    pub leader: Leader,
    /// How sure the answer is.
    pub sureness: Sureness,
}

impl Rule {
    /// The value with the most on its side; its share is the confidence.
    pub const GREATEST_SUM: Self = Self {
        measure: Measure::Sum,
        leader: Leader::Heaviest,
        sureness: Sureness::Share,
    };
    /// The value of the weightiest single claim; that weight is the confidence where nobody objects.
    pub const GREATEST_CLAIM: Self = Self {
        measure: Measure::Greatest,
        leader: Leader::Heaviest,
        sureness: Sureness::Claim,
    };
    /// The first row; the share of its value is the confidence.
    pub const FIRST_ROW: Self = Self {
        measure: Measure::Sum,
        leader: Leader::First,
        sureness: Sureness::Share,
    };
}

/// Resolves every group by one rule. `weight` gives the weight of a row, counted from the start of the batch, >= 0.
///
/// # Errors
/// [`Error::INPUT`] when value ids are not numbered by first row.
pub fn resolve(
    rows: &Batch<'_>,
    values: &[u32],
    rule: Rule,
    weight: impl Fn(usize) -> f64,
) -> Result<Resolutions, Error> {
    let mut chooser = Chooser::new(rows, rule);
    for group in rows.groups() {
        chooser.group(group, values, &weight)?;
    }
    Ok(chooser.finish())
}

/// Resolves group after group, for lenses whose weights differ by group.
#[derive(Debug)]
pub struct Chooser<'a> {
    rule: Rule,
    backings: Backings<'a>,
    tally: Tally,
    answer: Answer,
}

impl<'a> Chooser<'a> {
    /// Nothing resolved yet.
    pub fn new(rows: &Batch<'a>, rule: Rule) -> Self {
        Self {
            rule,
            backings: Backings::new(rows.supports),
            tally: Tally::default(),
            answer: Answer::new(rows.group_count()),
        }
    }

    /// Resolves the next group, with the supports that the batch has for it.
    ///
    /// # Errors
    /// [`Error::INPUT`] when value ids are not numbered by first row.
    pub fn group(
        &mut self,
        group: Range<usize>,
        values: &[u32],
        weight: impl Fn(usize) -> f64,
    ) -> Result<(), Error> {
        self.group_led(self.rule.leader, group, values, weight)
    }

    /// Resolves the next group with a leader of its own.
    ///
    /// # Errors
    /// As [`group`](Self::group).
    pub fn group_led(
        &mut self,
        leader: Leader,
        group: Range<usize>,
        values: &[u32],
        weight: impl Fn(usize) -> f64,
    ) -> Result<(), Error> {
        self.tally.clear();
        for (row, at) in (0..).zip(group) {
            self.tally.add(values[at], row, exact::round(weight(at)))?;
        }
        let backing = self.backings.of_next_group();
        let rule = Rule {
            leader,
            ..self.rule
        };
        let verdict = self.tally.verdict_backed(rule, backing);
        self.answer.push(&verdict, self.tally.ranked());
        Ok(())
    }

    /// The resolutions of all groups.
    pub fn finish(self) -> Resolutions {
        self.answer.finish()
    }
}

/// Builds [`Resolutions`] group by group.
#[derive(Debug)]
pub struct Answer {
    found: Resolutions,
}

impl Answer {
    /// Room for this many groups.
    pub fn new(groups: usize) -> Self {
        let mut offsets = Vec::with_capacity(groups + 1);
        offsets.push(0);
        Self {
            found: Resolutions {
                winners: Vec::with_capacity(groups),
                confidences: Vec::with_capacity(groups),
                conflicts: Vec::with_capacity(groups),
                statuses: Vec::with_capacity(groups),
                shares: Shares {
                    offsets,
                    classes: Vec::with_capacity(groups),
                    shares: Vec::with_capacity(groups),
                },
                parts: Parts::default(),
            },
        }
    }

    /// Adds the resolution of the next group, with its shares in rank order.
    pub fn push(&mut self, verdict: &Verdict, ranked: &[(u32, f64)]) {
        let found = &mut self.found;
        found.winners.push(verdict.winner);
        found.confidences.push(verdict.confidence);
        found.conflicts.push(verdict.conflict);
        found.statuses.push(verdict.status as u32);
        for &(class, share) in ranked {
            found.shares.classes.push(class);
            found.shares.shares.push(share);
        }
        found.shares.offsets.push(found.shares.classes.len() as u32);
    }

    /// Adds a part to the group that [`push`](Self::push) adds next. Parts of a group come in the order of their labels.
    pub fn push_part(&mut self, label: u32, count: u32, verdict: &Verdict) {
        let parts = &mut self.found.parts;
        if parts.offsets.is_empty() {
            parts.offsets.resize(self.found.winners.len() + 1, 0);
        }
        parts.labels.push(label);
        parts.winners.push(verdict.winner);
        parts.confidences.push(verdict.confidence);
        parts.conflicts.push(verdict.conflict);
        parts.counts.push(count);
    }

    /// Ends the parts of the group that was pushed last. A lens that makes parts calls it for every group.
    pub fn end_parts(&mut self) {
        let parts = &mut self.found.parts;
        let end = parts.labels.len() as u32;
        parts.offsets.resize(self.found.winners.len() + 1, end);
    }

    /// The resolutions.
    pub fn finish(self) -> Resolutions {
        self.found
    }
}

#[cfg(test)]
mod tests;
