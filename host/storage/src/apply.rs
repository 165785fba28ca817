//! Bring-up: moves frozen memory tables into the run tables, and merges runs.
//!
//! A commit need not reach the disk at once, since the log holds everything: most are made without a sync, and one in
//! `SYNC_BYTES` of entries with. After a crash redb is at its last synced commit, and the log is applied from there.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use redb::{Durability, ReadableDatabase, ReadableTable, WriteTransaction};

use crate::error::{StorageError, guarded};
use crate::integrity::{count, fact_weight, run_weight, seal};
use crate::layout::{
    APPLIED, BLOCKS, FACTS, LAST_STAMP, MERGING, NEXT_RUN, NUMBERS, RUNS, RunTable, SEALED, TIMES,
};
use crate::memory::{MemoryTable, Sequence};
use crate::runs::{BlockTable, MergeJob, Run, RunList, RunWriter, due_merge, remove_blocks};
use crate::store::{Applier, State, Store};

/// Bytes of entries between two synced commits.
pub const SYNC_BYTES: u64 = 64 << 20;
/// Entries that a merge moves in one transaction when there is nothing else to do.
const IDLE_STEP: usize = 65_536;
/// Frozen tables that may wait before writers must.
pub const FROZEN_MAX: usize = 8;

/// What one call of [`Store::apply`] did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// There was nothing to do.
    Idle,
    /// Something was applied or merged.
    Worked,
}

/// How the caller wants the commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sync {
    /// When enough has gathered.
    WhenDue,
    /// Now; for a clean shutdown.
    Now,
}

/// The outcome of one transaction: runs that came and went.
#[derive(Default)]
struct Change {
    added: Vec<(RunTable, Arc<Run>)>,
    removed: Vec<(RunTable, u64)>,
    entries: [usize; 8],
}

impl Store {
    /// Sets the active memory table aside and gives writers a new one. Only the inserting thread may call this.
    /// Gives back how many frozen tables wait; beyond [`FROZEN_MAX`] the caller should let them be applied first.
    pub fn freeze(&self) -> usize {
        if self.state.load().active.entries() > 0 {
            self.update(|state| {
                let mut frozen = state.frozen.clone();
                frozen.push(state.active.clone());
                State {
                    active: Arc::default(),
                    frozen,
                    runs: state.runs.clone(),
                    blocks: state.blocks.clone(),
                }
            });
        }
        self.state.load().frozen.len()
    }

    /// Entries in the active memory table.
    #[must_use]
    pub fn unfrozen(&self) -> usize {
        self.state.load().active.entries()
    }

    /// Applies the oldest frozen table and moves merges on. Only one thread at a time does this; others wait.
    ///
    /// # Errors
    /// When the tables can't be written. Nothing is lost: the frozen table stays and the log holds everything.
    pub fn apply(&self, sync: Sync) -> Result<Progress, StorageError> {
        guarded(|| self.apply_next(sync))
    }

    fn apply_next(&self, sync: Sync) -> Result<Progress, StorageError> {
        let mut applier = self.applier.lock();
        let oldest = self.state.load().frozen.first().cloned();
        if oldest.is_none()
            && applier.merges.is_empty()
            && !(sync == Sync::Now && applier.unsynced_bytes > 0)
        {
            return Ok(Progress::Idle);
        }
        if let Some(table) = oldest
            .as_ref()
            .filter(|_| self.position_early.load(Ordering::Relaxed))
        {
            self.tables
                .write_position_early(table.sequence.read().end)?;
        }
        let mut txn = self.tables.db.begin_write()?;
        let mut change = Change::default();
        if let Some(table) = &oldest {
            applier.unsynced_bytes += write_table(&txn, table, &mut change)?;
        }
        self.merge(&mut applier, &txn, &mut change)?;
        seal(&txn)?;
        let due =
            sync == Sync::Now || applier.unsynced_bytes >= self.sync_bytes.load(Ordering::Relaxed);
        txn.set_durability(if due {
            Durability::Immediate
        } else {
            Durability::None
        })?;
        txn.set_quick_repair(due);
        txn.commit()?;
        if due {
            applier.unsynced_bytes = 0;
        }
        self.show(&change, oldest.is_some())?;
        Ok(Progress::Worked)
    }

    /// Swaps the readers' state for one in which the change has happened.
    fn show(&self, change: &Change, applied: bool) -> Result<(), StorageError> {
        let blocks = Arc::new(self.tables.db.begin_read()?.open_table(BLOCKS)?);
        self.update(|state| {
            let mut runs = state.runs.clone();
            for (table, number) in &change.removed {
                runs[usize::from(table.number)]
                    .runs
                    .retain(|run| run.number != *number);
            }
            for (table, run) in &change.added {
                runs[usize::from(table.number)].runs.push(run.clone());
            }
            let frozen = state.frozen[usize::from(applied)..].to_vec();
            State {
                active: state.active.clone(),
                frozen,
                runs,
                blocks: blocks.clone(),
            }
        });
        Ok(())
    }

    fn update(&self, next: impl FnOnce(&State) -> State) {
        let _turn = self.state_turn.lock();
        let state = next(&self.state.load());
        self.state.store(Arc::new(state));
    }

    /// Begins merges that are due and moves each of those under way by about as many entries as were just written.
    fn merge(
        &self,
        applier: &mut Applier,
        txn: &WriteTransaction,
        change: &mut Change,
    ) -> Result<(), StorageError> {
        begin_merges(&self.state.load().runs, applier, txn)?;
        let mut blocks = txn.open_table(BLOCKS)?;
        let mut under_way = Vec::with_capacity(applier.merges.len());
        for mut job in std::mem::take(&mut applier.merges) {
            let table = job.table();
            let written = change.entries[usize::from(table.number)];
            let budget = if change.added.is_empty() {
                IDLE_STEP
            } else {
                2 * written + 1_024
            };
            applier.unsynced_bytes += (budget * table.width()) as u64;
            match job.step(&mut blocks, budget)? {
                None => under_way.push(job),
                Some(run) => finish_merge(&job, run, txn, &mut blocks, change)?,
            }
        }
        applier.merges = under_way;
        Ok(())
    }
}

/// Writes a memory table as one run for each table that has entries; gives the bytes written.
fn write_table(
    txn: &WriteTransaction,
    memory: &MemoryTable,
    change: &mut Change,
) -> Result<u64, StorageError> {
    let mut written = 0;
    let mut blocks = txn.open_table(BLOCKS)?;
    for (table, bytes) in memory.sorted() {
        if bytes.is_empty() {
            continue;
        }
        let entries = bytes.len() / table.width();
        let mut writer = RunWriter::new(table, take_run_number(txn)?, entries as u64);
        for entry in bytes.chunks_exact(table.width()) {
            writer.push(&mut blocks, entry)?;
        }
        let run = writer.finish(&mut blocks)?;
        store_run(txn, &table, &run)?;
        change.entries[usize::from(table.number)] = entries;
        change.added.push((table, Arc::new(run)));
        written += bytes.len() as u64;
    }
    write_sequence(txn, &memory.sequence.read())?;
    Ok(written)
}

fn write_sequence(txn: &WriteTransaction, sequence: &Sequence) -> Result<(), StorageError> {
    let mut facts = txn.open_table(FACTS)?;
    for (position, payload) in &sequence.facts {
        let old = facts.insert(*position, payload.as_slice())?;
        let went = old.map_or(0, |old| fact_weight(*position, old.value()));
        count(txn, fact_weight(*position, payload), went)?;
    }
    let mut sealed = txn.open_table(SEALED)?;
    for (commitment, part) in &sequence.sealed {
        sealed.insert(commitment, part.as_slice())?;
    }
    if let Some((time, position)) = sequence.first {
        let mut times = txn.open_table(TIMES)?;
        if times.get(time)?.is_none() {
            times.insert(time, position)?;
        }
    }
    let mut numbers = txn.open_table(NUMBERS)?;
    numbers.insert(APPLIED, sequence.end)?;
    let last = numbers.get(LAST_STAMP)?.map_or(0, |n| n.value());
    numbers.insert(LAST_STAMP, last.max(sequence.last_time))?;
    Ok(())
}

fn take_run_number(txn: &WriteTransaction) -> Result<u64, StorageError> {
    let mut numbers = txn.open_table(NUMBERS)?;
    let number = numbers.get(NEXT_RUN)?.map_or(0, |n| n.value());
    numbers.insert(NEXT_RUN, number + 1)?;
    Ok(number)
}

fn store_run(txn: &WriteTransaction, table: &RunTable, run: &Run) -> Result<(), StorageError> {
    let (key, bytes) = ((table.number, run.number), run.to_bytes()?);
    txn.open_table(RUNS)?.insert(key, bytes.as_slice())?;
    count(txn, run_weight(key, &bytes), 0)
}

/// One merge at a time for each table and size class.
fn begin_merges(
    lists: &[RunList],
    applier: &mut Applier,
    txn: &WriteTransaction,
) -> Result<(), StorageError> {
    for list in lists {
        let busy: Vec<u64> = applier
            .merges
            .iter()
            .filter(|job| job.table() == list.table)
            .flat_map(|job| job.inputs().map(|run| run.number))
            .collect();
        let free: Vec<_> = list
            .runs
            .iter()
            .filter(|run| !busy.contains(&run.number))
            .cloned()
            .collect();
        if let Some(inputs) = due_merge(&free) {
            let number = take_run_number(txn)?;
            txn.open_table(MERGING)?
                .insert((list.table.number, number), ())?;
            applier
                .merges
                .push(MergeJob::new(list.table, number, inputs));
        }
    }
    Ok(())
}

/// Readers keep the old blocks through their own snapshot for as long as they need them.
fn finish_merge(
    job: &MergeJob,
    run: Run,
    txn: &WriteTransaction,
    blocks: &mut BlockTable<'_>,
    change: &mut Change,
) -> Result<(), StorageError> {
    let table = job.table();
    let mut stored = txn.open_table(RUNS)?;
    for input in job.inputs() {
        let key = (table.number, input.number);
        let went = stored
            .remove(key)?
            .map_or(0, |old| run_weight(key, old.value()));
        count(txn, 0, went)?;
        remove_blocks(&table, input, blocks)?;
        change.removed.push((table, input.number));
    }
    drop(stored);
    txn.open_table(MERGING)?
        .remove((table.number, run.number))?;
    store_run(txn, &table, &run)?;
    change.added.push((table, Arc::new(run)));
    Ok(())
}
