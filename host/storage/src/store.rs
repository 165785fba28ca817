//! The store: tables, memory table and log, read as one.
//!
//! One thread inserts (`Writer` in the ingest crate), one applies, any number read. A reader takes the state once and
//! sees exactly the entries whose position is below the position that it reads at.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use arc_swap::ArcSwap;
use parking_lot::{Mutex, RwLock};
use redb::ReadableDatabase;
use stemedb_core::{Bucket, Id, PairKey, Timestamp};
use stemedb_wal::JournalReader;

use crate::apply::SYNC_BYTES;
use crate::entry::Entry;
use crate::error::{StorageError, guarded};
use crate::facts::Facts;
use crate::layout::{
    APPLIED, BLOCKS, DEPENDANTS, EVIDENCE, IDS, LAST_STAMP, LEAF_BUCKET_BYTES, LEAVES, ROWS, TIMES,
    dependant_key, leaf_key,
};
use crate::memory::{Indexed, MemoryTable};
use crate::row::{Evidence, Row};
use crate::runs::{Blocks, MergeJob, RunList};
use crate::tables::Tables;

/// Most candidates of a pair that a query reads.
pub const CANDIDATES_MAX: usize = 1 << 20;
/// Most pairs that one scan over all of them gives.
pub const PAIRS_MAX: usize = 1 << 24;
/// Pairs read by such a scan, counted once for each run that has them.
const PAIRS_READ_MAX: usize = 2 * PAIRS_MAX;
/// Slots of the table that tells when a pair was last written to.
const TOUCHED_SLOTS: usize = 1 << 16;

/// What readers see: replaced as a whole.
pub(crate) struct State {
    pub(crate) active: Arc<MemoryTable>,
    /// Frozen tables, oldest first, until they are applied.
    pub(crate) frozen: Vec<Arc<MemoryTable>>,
    pub(crate) runs: Vec<RunList>,
    pub(crate) blocks: Arc<Blocks>,
}

/// What only the applying thread touches.
#[derive(Default)]
pub(crate) struct Applier {
    pub(crate) merges: Vec<MergeJob>,
    /// Bytes written since the last synced commit.
    pub(crate) unsynced_bytes: u64,
}

/// The index over the log.
pub struct Store {
    pub(crate) tables: Tables,
    pub(crate) state: ArcSwap<State>,
    /// Held while a next state is made from the last, so that none is lost.
    pub(crate) state_turn: Mutex<()>,
    pub(crate) applier: Mutex<Applier>,
    pub(crate) facts: RwLock<Facts>,
    reader: JournalReader,
    visible: AtomicU64,
    touched: Box<[AtomicU64]>,
    records: AtomicU64,
    /// Bytes of entries between two synced commits.
    pub(crate) sync_bytes: AtomicU64,
    /// Fault switch for tests that must turn red.
    pub(crate) position_early: AtomicBool,
}

impl Store {
    /// A store over its tables and a recovered log. The caller then inserts what the log holds from
    /// [`Tables::applied`] on.
    ///
    /// # Errors
    /// When the tables can't be read.
    pub fn new(tables: Tables, reader: JournalReader) -> Result<Self, StorageError> {
        let (runs, facts) = tables.load()?;
        let blocks = Arc::new(tables.db.begin_read()?.open_table(BLOCKS)?);
        let state = State {
            active: Arc::default(),
            frozen: Vec::new(),
            runs,
            blocks,
        };
        let records = state.runs[usize::from(IDS.number)]
            .runs
            .iter()
            .map(|run| run.entries)
            .sum();
        let applied = tables.applied()?;
        let touched = (0..TOUCHED_SLOTS)
            .map(|_| AtomicU64::new(applied))
            .collect();
        Ok(Store {
            tables,
            state: ArcSwap::from_pointee(state),
            state_turn: Mutex::new(()),
            applier: Mutex::default(),
            facts: RwLock::new(facts),
            reader,
            visible: AtomicU64::new(applied),
            touched,
            records: AtomicU64::new(records),
            sync_bytes: AtomicU64::new(SYNC_BYTES),
            position_early: AtomicBool::new(false),
        })
    }

    /// Sets how many bytes of entries are applied between two synced commits; [`SYNC_BYTES`] if never called. Fewer cost
    /// syncs, more cost time at the opening after a crash.
    pub fn set_sync_bytes(&self, bytes: u64) {
        self.sync_bytes.store(bytes, Ordering::Relaxed);
    }

    /// Fault switch for tests that must turn red: from now on the applied position is made durable before the entries
    /// that it speaks of.
    pub fn set_position_early(&self, early: bool) {
        self.position_early.store(early, Ordering::Relaxed);
    }

    /// Adds entries that are durable in the log, and shows them to readers: all or none of the call's entries become
    /// visible. `end` is the log position behind the last.
    ///
    /// # Errors
    /// When a fact can't be decoded; nothing of the call is then visible.
    pub fn insert(&self, items: Vec<Indexed>, end: u64) -> Result<(), StorageError> {
        let state = self.state.load();
        for item in items {
            for pair in [
                item.row.map(|row| row.pair),
                item.evidence.map(|said| said.pair),
            ]
            .into_iter()
            .flatten()
            {
                self.touched_slot(pair)
                    .store(item.position + 1, Ordering::Release);
            }
            if let Some(payload) = &item.fact {
                let entry = Entry::decode(item.position, payload)?;
                self.facts.write().add(item.position, &entry);
            }
            self.records
                .fetch_add(u64::from(item.id.is_some()), Ordering::Relaxed);
            state.active.insert(item);
        }
        state.active.sequence.write().end = end;
        self.visible.store(end, Ordering::Release);
        Ok(())
    }

    fn touched_slot(&self, pair: PairKey) -> &AtomicU64 {
        &self.touched[usize::from(pair.0[0]) << 8 | usize::from(pair.0[1])]
    }

    /// The position behind the last write that may have concerned the pair.
    #[must_use]
    pub fn touched(&self, pair: PairKey) -> u64 {
        self.touched_slot(pair).load(Ordering::Acquire)
    }

    /// The log position behind the last visible entry: what a question asked now is read at.
    #[must_use]
    pub fn visible(&self) -> u64 {
        self.visible.load(Ordering::Acquire)
    }

    /// Number of records, signatures of authors not counted.
    #[must_use]
    pub fn records(&self) -> u64 {
        self.records.load(Ordering::Relaxed)
    }

    /// Reads facts under a lock that writers take only for facts.
    pub fn with_facts<T>(&self, read: impl FnOnce(&Facts) -> T) -> T {
        read(&self.facts.read())
    }

    /// The greatest transaction time in the tables; later ones are in the log behind.
    ///
    /// # Errors
    /// When the tables can't be read.
    pub fn last_time(&self) -> Result<Timestamp, StorageError> {
        self.tables.number(LAST_STAMP)
    }

    /// Where a record stands, and its kind's number.
    ///
    /// # Errors
    /// When the tables can't be read.
    pub fn locate(&self, id: &Id) -> Result<Option<(u64, u8)>, StorageError> {
        let state = self.state.load();
        let in_memory = std::iter::once(&state.active).chain(state.frozen.iter().rev());
        if let Some(found) = in_memory.filter_map(|table| table.locate(id)).next() {
            return Ok(Some(found));
        }
        let found = state.runs[usize::from(IDS.number)].get(&*state.blocks, &id.0)?;
        Ok(found.map(|value| (crate::layout::read_u64(&value), value[8])))
    }

    /// The entry at a position.
    ///
    /// # Errors
    /// Damage in the log, or a position where no entry begins.
    pub fn entry(&self, position: u64) -> Result<Entry, StorageError> {
        Entry::decode(position, &self.reader.read(position)?)
    }

    /// The entry of a record.
    ///
    /// # Errors
    /// As for `locate` and `entry`.
    pub fn record(&self, id: &Id) -> Result<Option<(u64, Entry)>, StorageError> {
        match self.locate(id)? {
            Some((position, _)) => Ok(Some((position, self.entry(position)?))),
            None => Ok(None),
        }
    }

    /// Puts the pair's rows that stand before `known` into `rows`, in row order.
    ///
    /// # Errors
    /// `TooManyCandidates`, or when the tables can't be read.
    pub fn rows(&self, pair: PairKey, known: u64, rows: &mut Vec<Row>) -> Result<(), StorageError> {
        rows.clear();
        let state = self.state.load();
        let mut runs_seen = 0u32;
        for table in state.frozen.iter().chain(std::iter::once(&state.active)) {
            let before = rows.len();
            table.rows(pair, |row| {
                rows.extend((row.position < known).then_some(*row));
            });
            // Rows of a memory table come in the order of arrival, which is no order.
            runs_seen += if rows.len() > before { 2 } else { 0 };
        }
        let list = &state.runs[usize::from(ROWS.number)];
        let mut last: Option<Row> = None;
        list.scan(&*state.blocks, &pair.0, |entry| {
            let row = Row::decode(entry);
            if row.position < known {
                if last.is_none_or(|l| l.order() > row.order()) {
                    runs_seen += 1;
                }
                last = Some(row);
                rows.push(row);
            }
            rows.len() <= CANDIDATES_MAX
        })?;
        if rows.len() > CANDIDATES_MAX {
            return Err(StorageError::TooManyCandidates {
                max: CANDIDATES_MAX,
            });
        }
        if runs_seen > 1 {
            rows.sort_unstable_by_key(Row::order);
            rows.dedup_by_key(|row| row.id);
        }
        Ok(())
    }

    /// Every pair that a claim before `known` speaks of, ordered by key, each with the position of one such claim: the
    /// one that was accepted first.
    ///
    /// It reads the whole table of rows, of every namespace.
    ///
    /// # Errors
    /// `TooManyPairs`, or when the tables can't be read.
    pub fn pairs(&self, known: u64) -> Result<Vec<(PairKey, u64)>, StorageError> {
        let state = self.state.load();
        let mut pairs: Vec<(PairKey, u64)> = Vec::new();
        for table in state.frozen.iter().chain(std::iter::once(&state.active)) {
            table.pairs(known, &mut pairs);
        }
        let list = &state.runs[usize::from(ROWS.number)];
        list.scan_all(&*state.blocks, |entry| {
            let row = Row::decode(entry);
            if row.position < known {
                match pairs.last_mut() {
                    Some((pair, first)) if *pair == row.pair => *first = row.position.min(*first),
                    _ => pairs.push((row.pair, row.position)),
                }
            }
            pairs.len() <= PAIRS_READ_MAX
        })?;
        let over = pairs.len() > PAIRS_READ_MAX;
        pairs.sort_unstable();
        pairs.dedup_by_key(|(pair, _)| *pair);
        if over || pairs.len() > PAIRS_MAX {
            return Err(StorageError::TooManyPairs { max: PAIRS_MAX });
        }
        Ok(pairs)
    }

    /// Votes, co-signatures and parent links of the pair's claims that stand before `known`, in log order.
    ///
    /// # Errors
    /// When the tables can't be read.
    pub fn evidence(&self, pair: PairKey, known: u64) -> Result<Vec<Evidence>, StorageError> {
        let state = self.state.load();
        let mut found = Vec::new();
        let list = &state.runs[usize::from(EVIDENCE.number)];
        list.scan(&*state.blocks, &pair.0, |entry| {
            found.push(Evidence::decode(entry));
            true
        })?;
        for table in state.frozen.iter().chain(std::iter::once(&state.active)) {
            table.evidence(pair, |said| found.push(*said));
        }
        found.retain(|said| said.position < known);
        found.sort_unstable_by_key(|said| said.position);
        found.dedup_by_key(|said| said.position);
        Ok(found)
    }

    /// Positions of the claims that rest on a source and stand before `known`.
    ///
    /// # Errors
    /// When the tables can't be read.
    pub fn dependants(&self, source: &Id, known: u64) -> Result<Vec<u64>, StorageError> {
        let state = self.state.load();
        let mut found = Vec::new();
        let list = &state.runs[usize::from(DEPENDANTS.number)];
        list.scan(&*state.blocks, &dependant_key(*source, 0)[..32], |entry| {
            found.push(crate::layout::read_u64(&entry[32..]));
            true
        })?;
        for table in state.frozen.iter().chain(std::iter::once(&state.active)) {
            table.dependants(source, |position| found.push(position));
        }
        found.retain(|position| *position < known);
        found.sort_unstable();
        found.dedup();
        Ok(found)
    }

    /// The records of a bucket that stand before `known`, authors' signatures among them, in the order of their ids:
    /// id, position of the entry that holds it, number of its kind.
    ///
    /// # Errors
    /// When the tables can't be read.
    pub fn leaves(
        &self,
        namespace: &str,
        bucket: Bucket,
        known: u64,
    ) -> Result<Vec<(Id, u64, u8)>, StorageError> {
        let state = self.state.load();
        let prefix = &leaf_key(namespace, bucket, Id([0; 32]))[..LEAF_BUCKET_BYTES];
        let mut found = Vec::new();
        let mut take = |key: &[u8], position, kind| {
            let mut id = Id([0; 32]);
            id.0.copy_from_slice(&key[LEAF_BUCKET_BYTES..LEAVES.key]);
            found.push((id, position, kind));
        };
        let list = &state.runs[usize::from(LEAVES.number)];
        list.scan(&*state.blocks, prefix, |entry| {
            let value = &entry[LEAVES.key..];
            take(entry, crate::layout::read_u64(value), value[8]);
            true
        })?;
        for table in state.frozen.iter().chain(std::iter::once(&state.active)) {
            table.leaves(prefix, &mut take);
        }
        found.retain(|(_, position, _)| *position < known);
        found.sort_unstable();
        found.dedup();
        Ok(found)
    }

    /// The position behind the last entry whose transaction time is at most `time`.
    ///
    /// # Errors
    /// When tables or log can't be read.
    pub fn position_at(&self, time: Timestamp) -> Result<u64, StorageError> {
        let until = self.visible();
        let txn = self.tables.db.begin_read()?;
        let from = guarded(|| {
            let noted = txn
                .open_table(TIMES)?
                .range(..=time)?
                .next_back()
                .transpose()?;
            let Some((noted, at)) = noted.map(|(time, at)| (time.value(), at.value())) else {
                return Ok(0);
            };
            match self.entry(at) {
                Ok(entry) if entry.stamp().time_ms == noted => Ok(at),
                _ => Err(StorageError::Damaged {
                    what: format!("no entry of time {noted} ms is at log position {at}"),
                }),
            }
        })?;
        let from = from.max(stemedb_wal::SEGMENT_HEAD_BYTES);
        let mut end = from;
        for item in self.reader.scan(from, until) {
            let (position, payload) = item?;
            if Entry::decode(position, &payload)?.stamp().time_ms > time {
                return Ok(position.max(end));
            }
            end = position + 1;
        }
        Ok(until)
    }

    /// The log's entries from one position to another.
    pub fn scan(
        &self,
        from: u64,
        until: u64,
    ) -> impl Iterator<Item = Result<(u64, Entry), StorageError>> + '_ {
        self.reader.scan(from, until).map(|item| {
            let (position, payload) = item?;
            Ok((position, Entry::decode(position, &payload)?))
        })
    }

    /// How far the log is in the tables.
    ///
    /// # Errors
    /// When the tables can't be read.
    pub fn applied(&self) -> Result<u64, StorageError> {
        self.tables.number(APPLIED)
    }
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Store(visible {})", self.visible())
    }
}
