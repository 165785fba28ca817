//! The redb database: opening, numbers, and loading what is kept in memory.

use std::sync::Arc;

use redb::{Builder, Database, ReadableDatabase, ReadableTable, ReadableTableMetadata};
use stemedb_wal::disk::Disk;

use crate::backend;
use crate::entry::Entry;
use crate::error::{StorageError, guarded};
use crate::facts::Facts;
use crate::integrity::{check_contents, check_seal, fact_weight, run_weight, seal};
use crate::layout::{
    APPLIED, BLOCKS, CONTENTS, FACTS, LAYOUT, MERGING, NUMBERS, RUN_TABLES, RUNS, SEALED, TIMES,
};
use crate::runs::{Run, RunList};

/// Name of the index file in the database's folder.
pub const INDEX_FILE: &str = "index.redb";
/// Bytes of blocks and pages that redb keeps in memory.
const CACHE_BYTES: usize = 1 << 30;

/// The tables, open.
pub struct Tables {
    pub(crate) db: Database,
}

impl Tables {
    /// Opens or creates the index in the root of `disk`.
    ///
    /// # Errors
    /// When the file can't be used, is damaged, or was written by another version.
    pub fn open(disk: &dyn Disk) -> Result<Self, StorageError> {
        guarded(|| Self::open_file(disk))
    }

    fn open_file(disk: &dyn Disk) -> Result<Self, StorageError> {
        let db = Builder::new()
            .set_cache_size(CACHE_BYTES)
            .create_with_backend(backend::open(disk, INDEX_FILE)?)?;
        let tables = Tables { db };
        tables.prepare()?;
        Ok(tables)
    }

    /// Creates the tables of a new index; checks the layout of an old one.
    fn prepare(&self) -> Result<(), StorageError> {
        let mut txn = self.db.begin_write()?;
        txn.set_quick_repair(true);
        {
            let mut numbers = txn.open_table(NUMBERS)?;
            let found = numbers.get(LAYOUT.0)?.map(|n| n.value());
            match found {
                Some(found) if found != LAYOUT.1 => {
                    return Err(StorageError::Layout {
                        found,
                        expected: LAYOUT.1,
                    });
                }
                Some(_) => check_seal(&numbers)?,
                None if numbers.len()? > 0 => {
                    return Err(StorageError::Damaged {
                        what: "it has lost its layout number".to_owned(),
                    });
                }
                None => {
                    numbers.insert(LAYOUT.0, LAYOUT.1)?;
                }
            }
            let mut blocks = txn.open_table(BLOCKS)?;
            let mut merging = txn.open_table(MERGING)?;
            while let Some((key, ())) = merging
                .pop_first()?
                .map(|(key, value)| (key.value(), value.value()))
            {
                let (table, run) = key;
                blocks.retain_in((table, run, 0)..=(table, run, u32::MAX), |_, _| false)?;
            }
            txn.open_table(RUNS)?;
            txn.open_table(FACTS)?;
            txn.open_table(SEALED)?;
            txn.open_table(TIMES)?;
        }
        seal(&txn)?;
        txn.commit()?;
        Ok(())
    }

    /// The log position up to which the tables hold everything.
    ///
    /// # Errors
    /// When the tables can't be read.
    pub fn applied(&self) -> Result<u64, StorageError> {
        self.number(APPLIED)
    }

    pub(crate) fn number(&self, name: &str) -> Result<u64, StorageError> {
        let txn = self.db.begin_read()?;
        let number = txn.open_table(NUMBERS)?.get(name)?.map_or(0, |n| n.value());
        Ok(number)
    }

    /// What must never be done: the position is durable before the entries that it speaks of.
    pub(crate) fn write_position_early(&self, position: u64) -> Result<(), StorageError> {
        let mut txn = self.db.begin_write()?;
        txn.set_quick_repair(true);
        txn.open_table(NUMBERS)?.insert(APPLIED, position)?;
        seal(&txn)?;
        txn.commit()?;
        Ok(())
    }

    /// The runs and the facts, once they are known to be those that were written.
    pub(crate) fn load(&self) -> Result<(Vec<RunList>, Facts), StorageError> {
        guarded(|| {
            check_contents(self.sum()?, self.number(CONTENTS)?)?;
            Ok((self.load_runs()?, self.load_facts()?))
        })
    }

    fn sum(&self) -> Result<u64, StorageError> {
        let txn = self.db.begin_read()?;
        let mut sum = 0_u64;
        for item in txn.open_table(RUNS)?.iter()? {
            let (key, bytes) = item?;
            sum = sum.wrapping_add(run_weight(key.value(), bytes.value()));
        }
        for item in txn.open_table(FACTS)?.iter()? {
            let (position, payload) = item?;
            sum = sum.wrapping_add(fact_weight(position.value(), payload.value()));
        }
        Ok(sum)
    }

    fn load_runs(&self) -> Result<Vec<RunList>, StorageError> {
        let txn = self.db.begin_read()?;
        let stored = txn.open_table(RUNS)?;
        let mut lists: Vec<_> = RUN_TABLES
            .iter()
            .map(|table| RunList {
                table: *table,
                runs: Vec::new(),
            })
            .collect();
        for item in stored.iter()? {
            let (key, bytes) = item?;
            let list =
                lists
                    .get_mut(usize::from(key.value().0))
                    .ok_or_else(|| StorageError::Damaged {
                        what: format!("run table {} is unknown", key.value().0),
                    })?;
            list.runs
                .push(Arc::new(Run::from_bytes(&list.table, bytes.value())?));
        }
        Ok(lists)
    }

    fn load_facts(&self) -> Result<Facts, StorageError> {
        let txn = self.db.begin_read()?;
        let mut facts = Facts::default();
        for item in txn.open_table(FACTS)?.iter()? {
            let (position, payload) = item?;
            facts.add(
                position.value(),
                &Entry::decode(position.value(), payload.value())?,
            );
        }
        Ok(facts)
    }
}
