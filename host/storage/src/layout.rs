//! One place for keys and tables: what is stored where, and in which order.
//!
//! Everything here is an index over the log and can be rebuilt from it. Five *run tables* hold fixed-width entries in
//! immutable sorted runs (see `runs`); a few small B-tree tables hold the rest.

use redb::TableDefinition;
use stemedb_core::{Bucket, Id, PairKey};

/// Blocks of runs: (run table, run, block) -> entries side by side, in key order.
pub(crate) const BLOCKS: TableDefinition<'static, (u8, u64, u32), &'static [u8]> =
    TableDefinition::new("blocks");
/// Runs: (run table, run) -> what a reader keeps in memory of it.
pub(crate) const RUNS: TableDefinition<'static, (u8, u64), &'static [u8]> =
    TableDefinition::new("runs");
/// Outputs of merges under way: (run table, run). What a crash leaves of them is removed at the next opening.
pub(crate) const MERGING: TableDefinition<'static, (u8, u64), ()> = TableDefinition::new("merging");
/// Facts that every query needs (epochs, retractions, control entries): position -> log entry.
pub(crate) const FACTS: TableDefinition<'static, u64, &'static [u8]> =
    TableDefinition::new("facts");
/// Sealed parts: commitment -> salt and value. The only table whose entries are ever destroyed on purpose.
pub(crate) const SEALED: TableDefinition<'static, &'static [u8; 32], &'static [u8]> =
    TableDefinition::new("sealed");
/// Transaction time: stamp of a batch's first record -> its position.
pub(crate) const TIMES: TableDefinition<'static, u64, u64> = TableDefinition::new("times");
/// Numbers by name: the applied position, the next run, the count of records by kind.
pub(crate) const NUMBERS: TableDefinition<'static, &'static str, u64> =
    TableDefinition::new("numbers");

/// Name of the number that says how far the log is in the tables.
pub(crate) const APPLIED: &str = "applied";
/// Name of the number of the next run.
pub(crate) const NEXT_RUN: &str = "next_run";
/// Name of the greatest transaction time applied.
pub(crate) const LAST_STAMP: &str = "last_stamp";
/// Name of the sum over all runs and facts, by which a lost one is noticed.
pub(crate) const CONTENTS: &str = "contents";
/// Name of the checksum over all other numbers.
pub(crate) const SEAL: &str = "seal";
/// Version of this layout; a database of another version is refused.
pub(crate) const LAYOUT: (&str, u64) = ("layout", 2);

/// A run table: entries of fixed width, unique by key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RunTable {
    /// First part of the key in `BLOCKS` and `RUNS`.
    pub(crate) number: u8,
    /// Name in metrics and errors.
    pub(crate) name: &'static str,
    /// Bytes of the key that order entries.
    pub(crate) key: usize,
    /// Bytes of the value.
    pub(crate) value: usize,
    /// Leading bytes of the key that a filter answers for; 0 = no filter.
    pub(crate) filtered: usize,
}

impl RunTable {
    /// Bytes of an entry.
    pub(crate) const fn width(&self) -> usize {
        self.key + self.value
    }
}

/// Record id -> position, kind.
pub(crate) const IDS: RunTable = RunTable {
    number: 0,
    name: "ids",
    key: 32,
    value: 9,
    filtered: 32,
};
/// (namespace, bucket, record id) -> position, kind: the leaf order of the Merkle tree, of sharding and of backup.
pub(crate) const LEAVES: RunTable = RunTable {
    number: 1,
    name: "leaves",
    key: 42,
    value: 9,
    filtered: 0,
};
/// (pair, valid time falling, claim id) -> the claim's row.
pub(crate) const ROWS: RunTable = RunTable {
    number: 2,
    name: "rows",
    key: 56,
    value: 87,
    filtered: 16,
};
/// (pair, position) -> vote, co-signature or parent link of a claim of the pair.
pub(crate) const EVIDENCE: RunTable = RunTable {
    number: 3,
    name: "evidence",
    key: 24,
    value: 93,
    filtered: 16,
};
/// (source, position) -> nothing: the claims that rest on a source.
pub(crate) const DEPENDANTS: RunTable = RunTable {
    number: 4,
    name: "dependants",
    key: 40,
    value: 0,
    filtered: 32,
};

/// All run tables, by number.
pub(crate) const RUN_TABLES: [RunTable; 5] = [IDS, LEAVES, ROWS, EVIDENCE, DEPENDANTS];

/// The first eight bytes of BLAKE3 over a namespace's name.
pub(crate) fn namespace_prefix(namespace: &str) -> [u8; 8] {
    let mut out = [0; 8];
    out.copy_from_slice(&blake3::hash(namespace.as_bytes()).as_bytes()[..8]);
    out
}

/// Leading bytes of a leaf's key that name namespace and bucket.
pub(crate) const LEAF_BUCKET_BYTES: usize = 10;

/// The key of a leaf.
pub(crate) fn leaf_key(namespace: &str, bucket: Bucket, id: Id) -> [u8; 42] {
    let mut key = [0; 42];
    key[..8].copy_from_slice(&namespace_prefix(namespace));
    key[8..10].copy_from_slice(&bucket.number().to_be_bytes());
    key[10..].copy_from_slice(&id.0);
    key
}

/// The key of a row: byte order is row order (valid time falling, then id rising).
pub(crate) fn row_key(pair: PairKey, time: u64, id: Id) -> [u8; 56] {
    let mut key = [0; 56];
    key[..16].copy_from_slice(&pair.0);
    key[16..24].copy_from_slice(&(!time).to_be_bytes());
    key[24..].copy_from_slice(&id.0);
    key
}

/// The key of a piece of evidence.
pub(crate) fn evidence_key(pair: PairKey, position: u64) -> [u8; 24] {
    let mut key = [0; 24];
    key[..16].copy_from_slice(&pair.0);
    key[16..].copy_from_slice(&position.to_be_bytes());
    key
}

/// The key of a dependant.
pub(crate) fn dependant_key(source: Id, position: u64) -> [u8; 40] {
    let mut key = [0; 40];
    key[..32].copy_from_slice(&source.0);
    key[32..].copy_from_slice(&position.to_be_bytes());
    key
}

/// Reads a big-endian number from the first eight bytes of a slice that is known to be long enough.
pub(crate) fn read_u64(bytes: &[u8]) -> u64 {
    bytes.iter().take(8).fold(0, |n, b| n << 8 | u64::from(*b))
}
