//! Reads entries by key or by prefix over all runs of a table.

use std::sync::Arc;

use redb::{ReadOnlyTable, ReadableTable};

use super::Run;
use crate::error::StorageError;
use crate::layout::RunTable;

/// Where blocks are read from: a snapshot of the table of blocks.
pub(crate) type Blocks = ReadOnlyTable<(u8, u64, u32), &'static [u8]>;

/// The runs of one table, as of one snapshot.
#[derive(Debug, Clone)]
pub(crate) struct RunList {
    pub(crate) table: RunTable,
    pub(crate) runs: Vec<Arc<Run>>,
}

/// The index of the first entry of a block that is not below `key`.
fn lower_bound(block: &[u8], width: usize, key: &[u8]) -> usize {
    let (mut low, mut high) = (0, block.len() / width);
    while low < high {
        let middle = usize::midpoint(low, high);
        if &block[middle * width..middle * width + key.len()] < key {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

impl RunList {
    /// Calls `each` with every entry whose key begins with `prefix`, run by run, in key order within a run; `each`
    /// returns false to stop. The prefix must be at least as long as what the table's filter covers.
    pub(crate) fn scan(
        &self,
        blocks: &impl ReadableTable<(u8, u64, u32), &'static [u8]>,
        prefix: &[u8],
        mut each: impl FnMut(&[u8]) -> bool,
    ) -> Result<(), StorageError> {
        for run in &self.runs {
            if self.table.filtered > 0 && !run.filter.may_hold(&prefix[..self.table.filtered]) {
                continue;
            }
            if !self.scan_run(blocks, run, prefix, &mut each)? {
                break;
            }
        }
        Ok(())
    }

    fn scan_run(
        &self,
        blocks: &impl ReadableTable<(u8, u64, u32), &'static [u8]>,
        run: &Run,
        prefix: &[u8],
        each: &mut impl FnMut(&[u8]) -> bool,
    ) -> Result<bool, StorageError> {
        let width = self.table.width();
        let mut number = run.first_block(&self.table, prefix);
        while number < run.blocks as usize {
            let guard = self.block(blocks, run, number)?;
            let block = guard.value();
            for entry in block[lower_bound(block, width, prefix) * width..].chunks_exact(width) {
                if !entry.starts_with(prefix) {
                    return Ok(true);
                }
                if !each(entry) {
                    return Ok(false);
                }
            }
            number += 1;
            if number < run.blocks as usize && !run.fence(&self.table, number).starts_with(prefix) {
                break;
            }
        }
        Ok(true)
    }

    fn block<'b>(
        &self,
        blocks: &'b impl ReadableTable<(u8, u64, u32), &'static [u8]>,
        run: &Run,
        number: usize,
    ) -> Result<redb::AccessGuard<'b, &'static [u8]>, StorageError> {
        let corrupt = |what: &str| StorageError::Corrupt {
            place: format!(
                "table {}, run {}, block {number}",
                self.table.name, run.number
            ),
            what: what.to_owned(),
        };
        let index = u32::try_from(number).map_err(|_| corrupt("a block number beyond 2^32"))?;
        let guard = blocks
            .get((self.table.number, run.number, index))?
            .ok_or_else(|| corrupt("no such block"))?;
        if guard.value().len() % self.table.width() != 0 {
            return Err(corrupt("a block of broken entries"));
        }
        Ok(guard)
    }

    /// The value of a whole key.
    pub(crate) fn get(
        &self,
        blocks: &impl ReadableTable<(u8, u64, u32), &'static [u8]>,
        key: &[u8],
    ) -> Result<Option<Vec<u8>>, StorageError> {
        let mut found = None;
        self.scan(blocks, key, |entry| {
            found = Some(entry[self.table.key..].to_vec());
            false
        })?;
        Ok(found)
    }
}
