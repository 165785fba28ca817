//! Sorted runs: the log-structured part of the index.
//!
//! A run is an immutable sequence of fixed-width entries in key order, cut into blocks of about 32 KiB that lie in one
//! redb table. Applying a stretch of the log writes one small run for each table; runs of one size class are merged
//! into a greater one when there are eight. So every entry is written a handful of times, always in sequence, and the
//! last million costs what the first did; inserting into a B-tree would touch a random page for each of five keys.
//!
//! A reader keeps of each run its fences (first key of each block) and a filter over key prefixes.

mod filter;
mod merge;
mod reader;
mod writer;

pub(crate) use merge::{MergeJob, due_merge, remove_blocks};
pub(crate) use reader::{Blocks, RunList};
pub(crate) use writer::{BlockTable, RunWriter};

use redb::ReadableTable;
use rkyv::{Archive, Deserialize, Serialize};

use crate::error::StorageError;
use crate::layout::RunTable;
use filter::Filter;

/// Target size of a block in bytes, a little below a power of two so that the page that holds it is not doubled.
const BLOCK_BYTES: usize = 32 * 1024 - 512;
/// How many runs of one size class are merged into one.
const FAN_IN: usize = 8;
/// Entries up to which a run is of the smallest class.
const SMALLEST_CLASS: u64 = 4_096;

/// What is kept in memory of a run, and stored beside it.
#[derive(Debug, Archive, Serialize, Deserialize)]
pub(crate) struct Run {
    pub(crate) number: u64,
    pub(crate) entries: u64,
    blocks: u32,
    /// First key of each block, side by side.
    fences: Vec<u8>,
    /// CRC32C of each block.
    sums: Vec<u32>,
    filter: Filter,
}

impl Run {
    pub(crate) fn to_bytes(&self) -> Result<Vec<u8>, StorageError> {
        rkyv::to_bytes::<rkyv::rancor::Error>(self)
            .map(|bytes| bytes.to_vec())
            .map_err(|e| StorageError::Corrupt {
                place: "a new run".into(),
                what: e.to_string(),
            })
    }

    pub(crate) fn from_bytes(table: &RunTable, bytes: &[u8]) -> Result<Self, StorageError> {
        let mut aligned = rkyv::util::AlignedVec::<16>::with_capacity(bytes.len());
        aligned.extend_from_slice(bytes);
        let run: Run = rkyv::from_bytes::<Run, rkyv::rancor::Error>(&aligned).map_err(|e| {
            StorageError::Corrupt {
                place: format!("a run of table {}", table.name),
                what: e.to_string(),
            }
        })?;
        let blocks = run.blocks as usize;
        if run.fences.len() != table.key * blocks || run.sums.len() != blocks {
            return Err(StorageError::Corrupt {
                place: format!("run {} of table {}", run.number, table.name),
                what: format!(
                    "{} bytes of fences for {} blocks",
                    run.fences.len(),
                    run.blocks
                ),
            });
        }
        Ok(run)
    }

    /// Size class: how often the run's entries have been multiplied by the fan-in.
    fn class(&self) -> u32 {
        (self.entries / SMALLEST_CLASS).max(1).ilog2() / FAN_IN.ilog2()
    }

    /// A block as it was written, or an error that names it.
    fn block<'b>(
        &self,
        table: &RunTable,
        blocks: &'b impl ReadableTable<(u8, u64, u32), &'static [u8]>,
        block: u32,
    ) -> Result<redb::AccessGuard<'b, &'static [u8]>, StorageError> {
        let damaged = |what: &str| StorageError::Damaged {
            what: format!(
                "table {}, run {}, block {block}: {what}",
                table.name, self.number
            ),
        };
        let guard = blocks
            .get((table.number, self.number, block))?
            .ok_or_else(|| damaged("it is missing"))?;
        if self.sums.get(block as usize) != Some(&crc32c::crc32c(guard.value())) {
            return Err(damaged("its checksum is wrong"));
        }
        Ok(guard)
    }

    fn fence(&self, table: &RunTable, block: usize) -> &[u8] {
        &self.fences[block * table.key..(block + 1) * table.key]
    }

    /// The block that would hold the first entry at or behind `key`, counting entries of the block before it in.
    fn first_block(&self, table: &RunTable, key: &[u8]) -> usize {
        let (mut low, mut high) = (0, self.blocks as usize);
        while low < high {
            let middle = usize::midpoint(low, high);
            if &self.fence(table, middle)[..key.len()] < key {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low.saturating_sub(1)
    }
}

#[cfg(test)]
mod tests;
