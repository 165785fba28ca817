//! Columns: what a lens reads of the candidates, built only when a plugin asks for it.
//!
//! Invariant: dense ids are numbered by first row among the rows that are delivered.

use hashbrown::HashMap;
use stemedb_core::{CONFIDENCE_ONE, SourceClass, Timestamp};
use stemedb_plugins::{Description, NONE};
use stemedb_storage::{Facts, Row, Short};

use crate::artefact::Artefact;
use crate::asked::Asked;
use crate::candidates::{Candidates, Support};
use crate::standing::Standing;

/// A row that is still in the running.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Live<'a> {
    pub(crate) row: &'a Row,
    pub(crate) support: Support,
    /// What earlier stages left of its weight.
    pub(crate) weight: f64,
    /// Its value class, numbered by first row.
    pub(crate) class: u32,
}

/// Whoever states one class also speaks for another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Backing {
    pub(crate) source: u32,
    pub(crate) target: u32,
    pub(crate) strength: f64,
}

/// The rows of one pair that are still in the running, and what stages said of their values.
#[derive(Debug)]
pub(crate) struct Group<'a> {
    pub(crate) rows: Vec<Live<'a>>,
    /// Ordered by source, then target.
    pub(crate) backings: Vec<Backing>,
}

impl<'a> Group<'a> {
    /// All candidates of a pair, each with the whole weight.
    pub(crate) fn of(candidates: &'a Candidates) -> Self {
        let classes = dense(candidates.rows.iter().map(|row| row.value));
        let support = |at: usize| candidates.support.get(at).copied().unwrap_or_default();
        let live = |(at, (row, class)): (usize, (&'a Row, u32))| Live {
            row,
            support: support(at),
            weight: 1.0,
            class,
        };
        let rows = candidates.rows.iter().zip(classes).enumerate().map(live);
        Group {
            rows: rows.collect(),
            backings: Vec::new(),
        }
    }
}

/// What the columns of one call have in common.
pub(crate) struct Source<'a> {
    pub(crate) as_of: Timestamp,
    pub(crate) position: u64,
    standing: &'a Standing,
    /// Epoch state for each epoch among the candidates: 1 invalidated, 2 refined.
    epochs: HashMap<Short, u32>,
}

/// Numbers that hold over a whole call.
#[derive(Debug, Default)]
pub(crate) struct Numbers {
    pub(crate) sources: Numbering,
    pub(crate) voices: Numbering,
}

/// The columns of one call, in the order of a description.
pub(crate) struct Columns {
    pub(crate) whole: Vec<Vec<u32>>,
    pub(crate) real: Vec<Vec<f64>>,
}

impl<'a> Source<'a> {
    pub(crate) fn new(asked: &Asked, standing: &'a Standing) -> Self {
        Source {
            as_of: asked.as_of,
            position: asked.position,
            standing,
            epochs: HashMap::new(),
        }
    }

    /// Looks up how the epochs of these rows stand.
    pub(crate) fn note_epochs(&mut self, rows: &[Row], facts: &Facts) {
        for row in rows.iter().filter(|row| row.epoch != [0; 16]) {
            let (position, as_of) = (self.position, self.as_of);
            self.epochs.entry(row.epoch).or_insert_with(|| {
                match facts.superseded(&row.epoch, position, as_of) {
                    None => 0,
                    Some(by) if by.kind == stemedb_core::SupersessionKind::Invalidate => 1,
                    Some(_) => 2,
                }
            });
        }
    }

    /// The columns that a plugin asked for, over all groups of a call.
    pub(crate) fn columns(
        &self,
        description: &Description,
        groups: &[Group<'_>],
        artefact: Option<&Artefact>,
        numbers: &mut Numbers,
    ) -> Columns {
        let whole = description.u32_columns.iter();
        let real = description.f64_columns.iter();
        Columns {
            whole: whole
                .map(|name| self.whole(name, groups, numbers))
                .collect(),
            real: real.map(|name| self.real(name, groups, artefact)).collect(),
        }
    }

    fn whole(&self, name: &str, groups: &[Group<'_>], numbers: &mut Numbers) -> Vec<u32> {
        match name {
            "value" => each(groups, |live| live.class),
            "tier" => each(groups, |live| u32::from(live.row.tier)),
            "agent" => each_dense(groups, |live| Some(live.row.agent)),
            "source" => each(groups, |live| {
                some(live.row.source).map_or(NONE, |source| numbers.sources.number(source))
            }),
            "voice" => each(groups, |live| numbers.voices.number(voice(live.row))),
            "lifecycle" => each(groups, |live| u32::from(live.row.lifecycle)),
            "votes" => each(groups, |live| live.support.votes),
            "cosigners" => each(groups, |live| live.support.cosigners),
            "epoch-state" => each(groups, |live| {
                self.epochs.get(&live.row.epoch).copied().unwrap_or(0)
            }),
            "epoch" => each_dense(groups, |live| some(live.row.epoch)),
            // Admission refuses a plugin that names another column.
            _ => each(groups, |_| 0),
        }
    }

    fn real(&self, name: &str, groups: &[Group<'_>], artefact: Option<&Artefact>) -> Vec<f64> {
        let one = f64::from(CONFIDENCE_ONE);
        match name {
            "weight" => each(groups, |live| live.weight),
            "confidence" => each(groups, |live| f64::from(live.row.confidence) / one),
            "valid-time" => each(groups, |live| time(live.row.time)),
            "age" => each(groups, |live| {
                time(self.as_of.saturating_sub(live.row.time))
            }),
            "vote-weight" => each(groups, |live| time(live.support.vote_weight) / one),
            "trust" => each(groups, |live| self.standing.trust(&live.row.agent)),
            "tier-weight" => each(groups, |live| class(live.row.tier).multiplier()),
            "half-life" => each(groups, |live| time(class(live.row.tier).half_life_ms())),
            "hlc" => each(groups, |live| time(live.row.accepted)),
            "reliability" => each(groups, |live| {
                let known = artefact.and_then(|known| known.reliability(&voice(live.row)));
                known.unwrap_or(0.5)
            }),
            "likelihood" => each(groups, |live| {
                let known = artefact
                    .and_then(|known| known.likelihood(&stemedb_storage::short(&live.row.id.0)));
                known.unwrap_or(-1.0)
            }),
            _ => each(groups, |_| 0.0),
        }
    }
}

/// One entry a row, over all groups.
fn each<T>(groups: &[Group<'_>], mut read: impl FnMut(&Live<'_>) -> T) -> Vec<T> {
    let mut column = Vec::with_capacity(groups.iter().map(|group| group.rows.len()).sum());
    for group in groups {
        column.extend(group.rows.iter().map(&mut read));
    }
    column
}

/// Keys numbered by first row within each group.
fn each_dense(groups: &[Group<'_>], read: impl Fn(&Live<'_>) -> Option<Short>) -> Vec<u32> {
    let mut column = Vec::with_capacity(groups.iter().map(|group| group.rows.len()).sum());
    for group in groups {
        let mut numbers = Numbering::default();
        let number = |live| read(live).map_or(NONE, |key| numbers.number(key));
        column.extend(group.rows.iter().map(number));
    }
    column
}

/// Zeros stand for none.
fn some(key: Short) -> Option<Short> {
    (key != [0; 16]).then_some(key)
}

/// Who speaks: the source if the claim names one, else the author.
pub(crate) fn voice(row: &Row) -> Short {
    if row.source == [0; 16] {
        row.agent
    } else {
        row.source
    }
}

fn class(tier: u8) -> SourceClass {
    SourceClass::from_number(u64::from(tier)).unwrap_or(SourceClass::Anecdotal)
}

/// Times are below 2^53, so the float is exact.
#[expect(clippy::cast_precision_loss, reason = "values are below 2^53")]
fn time(value: u64) -> f64 {
    value as f64
}

/// Up to this many different keys a scan beats hashing.
const SCAN_MAX: usize = 12;

/// Numbers keys 0, 1, 2 … by first appearance.
#[derive(Debug, Default)]
pub(crate) struct Numbering {
    few: Vec<Short>,
    many: HashMap<Short, u32>,
}

impl Numbering {
    /// The number of a key; a new key gets the next one.
    pub(crate) fn number(&mut self, key: Short) -> u32 {
        if self.many.is_empty() {
            if let Some(at) = self.few.iter().position(|known| *known == key) {
                return at as u32;
            }
            if self.few.len() < SCAN_MAX {
                self.few.push(key);
                return self.few.len() as u32 - 1;
            }
            self.many
                .extend(self.few.iter().zip(0..).map(|(key, at)| (*key, at)));
        }
        // There are at most as many keys as rows of a call.
        let next = self.many.len() as u32;
        *self.many.entry(key).or_insert(next)
    }
}

/// Numbers 0, 1, 2 … by first appearance.
pub(crate) fn dense(keys: impl Iterator<Item = Short>) -> Vec<u32> {
    let mut numbers = Numbering::default();
    keys.map(|key| numbers.number(key)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_numbered_by_first_row_whether_few_or_many() {
        let key = |n: u8| [n; 16];
        for distinct in [3u8, 12, 13, 200] {
            let order: Vec<u8> = (0..distinct).chain((0..distinct).rev()).collect();
            let expected: Vec<u32> = order.iter().map(|n| u32::from(*n)).collect();
            assert_eq!(
                dense(order.iter().map(|n| key(n + 1))),
                expected,
                "{distinct}"
            );
        }
    }
}
