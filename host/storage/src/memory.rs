//! The memory table: the part of the log that is durable and visible but not yet in the run tables.
//!
//! One thread inserts, many read. A frozen table is never inserted into again.

use std::collections::HashMap;

use parking_lot::RwLock;
use stemedb_core::{Id, PairKey, Timestamp};

use crate::layout::{DEPENDANTS, EVIDENCE, IDS, LEAVES, ROWS, RunTable, dependant_key};
use crate::row::{Evidence, Row};

const SHARDS: usize = 16;

/// What one log entry adds to the index.
#[derive(Debug, Clone)]
pub struct Indexed {
    /// Position of the entry.
    pub position: u64,
    /// Transaction time, ms.
    pub time: Timestamp,
    /// Record ids and kinds in the entry: the record, and for all but signatures its author's signature.
    pub leaves: Vec<([u8; 42], u8)>,
    /// The record's id and kind; none for control entries.
    pub id: Option<(Id, u8)>,
    /// A claim's row.
    pub row: Option<Row>,
    /// A vote, co-signature or parent link.
    pub evidence: Option<Evidence>,
    /// The source that a claim rests on.
    pub source: Option<Id>,
    /// The payload, if the entry is a fact.
    pub fact: Option<Vec<u8>>,
}

#[derive(Debug, Default)]
struct Shard {
    rows: HashMap<PairKey, Vec<Row>>,
    evidence: HashMap<PairKey, Vec<Evidence>>,
    ids: HashMap<Id, (u64, u8)>,
    sources: HashMap<Id, Vec<u64>>,
}

/// What is only needed when the table is applied.
#[derive(Debug, Default)]
pub(crate) struct Sequence {
    pub(crate) leaves: Vec<([u8; 42], u64, u8)>,
    pub(crate) facts: Vec<(u64, Vec<u8>)>,
    pub(crate) sealed: Vec<([u8; 32], Vec<u8>)>,
    /// Transaction time and position of the first entry.
    pub(crate) first: Option<(Timestamp, u64)>,
    pub(crate) last_time: Timestamp,
    /// The log position behind the last entry.
    pub(crate) end: u64,
    pub(crate) entries: usize,
}

/// An in-memory stretch of the index.
#[derive(Debug, Default)]
pub(crate) struct MemoryTable {
    shards: [RwLock<Shard>; SHARDS],
    pub(crate) sequence: RwLock<Sequence>,
}

impl MemoryTable {
    fn shard(&self, first_byte: u8) -> &RwLock<Shard> {
        &self.shards[usize::from(first_byte) % SHARDS]
    }

    pub(crate) fn insert(&self, item: Indexed) {
        if let Some(row) = item.row {
            self.shard(row.pair.0[0])
                .write()
                .rows
                .entry(row.pair)
                .or_default()
                .push(row);
        }
        if let Some(said) = item.evidence {
            self.shard(said.pair.0[0])
                .write()
                .evidence
                .entry(said.pair)
                .or_default()
                .push(said);
        }
        if let Some((id, kind)) = item.id {
            self.shard(id.0[0])
                .write()
                .ids
                .insert(id, (item.position, kind));
        }
        if let Some(source) = item.source {
            self.shard(source.0[0])
                .write()
                .sources
                .entry(source)
                .or_default()
                .push(item.position);
        }
        let mut sequence = self.sequence.write();
        sequence.first.get_or_insert((item.time, item.position));
        sequence.last_time = sequence.last_time.max(item.time);
        sequence.entries += 1;
        sequence.leaves.extend(
            item.leaves
                .iter()
                .map(|(key, kind)| (*key, item.position, *kind)),
        );
        sequence
            .facts
            .extend(item.fact.map(|payload| (item.position, payload)));
    }

    pub(crate) fn locate(&self, id: &Id) -> Option<(u64, u8)> {
        self.shard(id.0[0]).read().ids.get(id).copied()
    }

    pub(crate) fn rows(&self, pair: PairKey, mut each: impl FnMut(&Row)) {
        if let Some(rows) = self.shard(pair.0[0]).read().rows.get(&pair) {
            rows.iter().for_each(&mut each);
        }
    }

    /// Each pair with a row before `known`, and the position of the first such row. In no order.
    #[expect(clippy::iter_over_hash_type, reason = "whoever asks sorts them")]
    pub(crate) fn pairs(&self, known: u64, into: &mut Vec<(PairKey, u64)>) {
        for shard in &self.shards {
            for (pair, rows) in &shard.read().rows {
                let before = rows.iter().map(|row| row.position).filter(|at| *at < known);
                into.extend(before.min().map(|first| (*pair, first)));
            }
        }
    }

    pub(crate) fn evidence(&self, pair: PairKey, mut each: impl FnMut(&Evidence)) {
        if let Some(said) = self.shard(pair.0[0]).read().evidence.get(&pair) {
            said.iter().for_each(&mut each);
        }
    }

    pub(crate) fn dependants(&self, source: &Id, mut each: impl FnMut(u64)) {
        if let Some(positions) = self.shard(source.0[0]).read().sources.get(source) {
            positions.iter().for_each(|position| each(*position));
        }
    }

    /// Every leaf whose key begins with `prefix`: key, position, kind. It looks at all, since few ask.
    pub(crate) fn leaves(&self, prefix: &[u8], each: &mut impl FnMut(&[u8], u64, u8)) {
        for (key, position, kind) in &self.sequence.read().leaves {
            if key.starts_with(prefix) {
                each(key, *position, *kind);
            }
        }
    }

    pub(crate) fn entries(&self) -> usize {
        self.sequence.read().entries
    }

    /// All entries of the run tables, each table's in key order, as bytes side by side.
    pub(crate) fn sorted(&self) -> Vec<(RunTable, Vec<u8>)> {
        let sequence = self.sequence.read();
        let mut leaves = Vec::with_capacity(sequence.leaves.len() * LEAVES.width());
        for (key, position, kind) in &sequence.leaves {
            leaves.extend(key);
            leaves.extend(position.to_be_bytes());
            leaves.push(*kind);
        }
        let (mut ids, mut rows, mut evidence, mut dependants) =
            (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for shard in &self.shards {
            let shard = shard.read();
            #[expect(clippy::iter_over_hash_type, reason = "everything is sorted below")]
            for (id, (position, kind)) in &shard.ids {
                ids.extend(id.0);
                ids.extend(position.to_be_bytes());
                ids.push(*kind);
            }
            shard
                .rows
                .values()
                .flatten()
                .for_each(|row| row.encode(&mut rows));
            shard
                .evidence
                .values()
                .flatten()
                .for_each(|said| said.encode(&mut evidence));
            #[expect(clippy::iter_over_hash_type, reason = "everything is sorted below")]
            for (source, positions) in &shard.sources {
                positions
                    .iter()
                    .for_each(|position| dependants.extend(dependant_key(*source, *position)));
            }
        }
        [
            (IDS, ids),
            (LEAVES, leaves),
            (ROWS, rows),
            (EVIDENCE, evidence),
            (DEPENDANTS, dependants),
        ]
        .into_iter()
        .map(|(table, bytes)| (table, sort(table, &bytes)))
        .collect()
    }
}

/// Sorts fixed-width entries by their bytes.
fn sort(table: RunTable, bytes: &[u8]) -> Vec<u8> {
    let mut entries: Vec<&[u8]> = bytes.chunks_exact(table.width()).collect();
    entries.sort_unstable();
    entries.concat()
}
