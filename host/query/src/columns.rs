//! Columns: what a lens reads of the candidates, built only when a plugin asks for it.
//!
//! Invariant: dense ids are numbered by first row among the rows that are delivered.

use hashbrown::HashMap;
use stemedb_core::{CONFIDENCE_ONE, SourceClass};
use stemedb_plugins::{Description, NONE};
use stemedb_storage::{Facts, Row, Short};

use crate::asked::Asked;
use crate::candidates::Support;
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

/// What the columns of one question have in common.
pub(crate) struct Source<'a> {
    pub(crate) asked: &'a Asked,
    pub(crate) standing: &'a Standing,
    /// Epoch state for each epoch among the candidates: 1 invalidated, 2 refined.
    epochs: HashMap<Short, u32>,
}

/// The columns of one call, in the order of a description.
pub(crate) struct Columns {
    pub(crate) whole: Vec<Vec<u32>>,
    pub(crate) real: Vec<Vec<f64>>,
}

impl<'a> Source<'a> {
    pub(crate) fn new(
        asked: &'a Asked,
        standing: &'a Standing,
        rows: &[Row],
        facts: &Facts,
    ) -> Self {
        let mut epochs = HashMap::new();
        for row in rows.iter().filter(|row| row.epoch != [0; 16]) {
            epochs.entry(row.epoch).or_insert_with(|| {
                match facts.superseded(&row.epoch, asked.position, asked.as_of) {
                    None => 0,
                    Some(by) if by.kind == stemedb_core::SupersessionKind::Invalidate => 1,
                    Some(_) => 2,
                }
            });
        }
        Source {
            asked,
            standing,
            epochs,
        }
    }

    /// The columns that a plugin asked for.
    pub(crate) fn columns(&self, description: &Description, rows: &[Live<'_>]) -> Columns {
        Columns {
            whole: description
                .u32_columns
                .iter()
                .map(|name| self.whole(name, rows))
                .collect(),
            real: description
                .f64_columns
                .iter()
                .map(|name| self.real(name, rows))
                .collect(),
        }
    }

    fn whole(&self, name: &str, rows: &[Live<'_>]) -> Vec<u32> {
        let each = |read: &dyn Fn(&Live<'_>) -> u32| rows.iter().map(read).collect();
        match name {
            "value" => each(&|live| live.class),
            "tier" => each(&|live| u32::from(live.row.tier)),
            "agent" => dense(rows.iter().map(|live| live.row.agent)),
            "source" => dense_or_none(rows.iter().map(|live| live.row.source)),
            "voice" => dense(rows.iter().map(|live| voice(live.row))),
            "lifecycle" => each(&|live| u32::from(live.row.lifecycle)),
            "votes" => each(&|live| live.support.votes),
            "cosigners" => each(&|live| live.support.cosigners),
            "epoch-state" => each(&|live| self.epochs.get(&live.row.epoch).copied().unwrap_or(0)),
            "epoch" => dense_or_none(rows.iter().map(|live| live.row.epoch)),
            // Admission refuses a plugin that names another column.
            _ => vec![0; rows.len()],
        }
    }

    fn real(&self, name: &str, rows: &[Live<'_>]) -> Vec<f64> {
        let each = |read: &dyn Fn(&Live<'_>) -> f64| rows.iter().map(read).collect();
        let one = f64::from(CONFIDENCE_ONE);
        match name {
            "weight" => each(&|live| live.weight),
            "confidence" => each(&|live| f64::from(live.row.confidence) / one),
            "valid-time" => each(&|live| time(live.row.time)),
            "age" => each(&|live| time(self.asked.as_of.saturating_sub(live.row.time))),
            "vote-weight" => each(&|live| time(live.support.vote_weight) / one),
            "trust" => each(&|live| self.standing.trust(&live.row.agent)),
            "tier-weight" => each(&|live| class(live.row.tier).multiplier()),
            "half-life" => each(&|live| time(class(live.row.tier).half_life_ms())),
            "hlc" => each(&|live| time(live.row.accepted)),
            "reliability" => vec![0.5; rows.len()],
            "likelihood" => vec![-1.0; rows.len()],
            _ => vec![0.0; rows.len()],
        }
    }
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

/// Numbers 0, 1, 2 … by first appearance.
pub(crate) fn dense(keys: impl Iterator<Item = Short>) -> Vec<u32> {
    let mut few: Vec<Short> = Vec::with_capacity(SCAN_MAX);
    let mut many: HashMap<Short, u32> = HashMap::new();
    let mut next = 0;
    keys.map(|key| {
        if many.is_empty() {
            if let Some(at) = few.iter().position(|known| *known == key) {
                return at as u32;
            }
            if few.len() < SCAN_MAX {
                few.push(key);
                next += 1;
                return next - 1;
            }
            many.extend(few.iter().zip(0..).map(|(key, at)| (*key, at)));
        }
        *many.entry(key).or_insert_with(|| {
            next += 1;
            next - 1
        })
    })
    .collect()
}

/// As [`dense`]; zeros stand for none.
fn dense_or_none(keys: impl Iterator<Item = Short> + Clone) -> Vec<u32> {
    let present = dense(keys.clone().filter(|key| *key != [0; 16]));
    let mut present = present.into_iter();
    keys.map(|key| {
        if key == [0; 16] {
            NONE
        } else {
            present.next().unwrap_or(NONE)
        }
    })
    .collect()
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
        assert_eq!(
            dense_or_none([key(4), key(0), key(4), key(7)].into_iter()),
            [0, NONE, 0, 1]
        );
    }
}
