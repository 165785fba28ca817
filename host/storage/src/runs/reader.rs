//! Reads entries by key or by prefix over all runs of a table.

use std::sync::Arc;

use redb::{ReadOnlyTable, ReadableTable};

use super::Run;
use crate::error::{StorageError, guarded};
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
        guarded(|| {
            for run in &self.runs {
                if self.table.filtered > 0 && !run.filter.may_hold(&prefix[..self.table.filtered]) {
                    continue;
                }
                if !self.scan_run(blocks, run, prefix, &mut each)? {
                    break;
                }
            }
            Ok(())
        })
    }

    /// Calls `each` with every entry, run by run, in key order within a run; `each` returns false to stop.
    pub(crate) fn scan_all(
        &self,
        blocks: &impl ReadableTable<(u8, u64, u32), &'static [u8]>,
        mut each: impl FnMut(&[u8]) -> bool,
    ) -> Result<(), StorageError> {
        guarded(|| {
            for run in &self.runs {
                if !self.scan_run(blocks, run, &[], &mut each)? {
                    break;
                }
            }
            Ok(())
        })
    }

    fn scan_run(
        &self,
        blocks: &impl ReadableTable<(u8, u64, u32), &'static [u8]>,
        run: &Run,
        prefix: &[u8],
        each: &mut impl FnMut(&[u8]) -> bool,
    ) -> Result<bool, StorageError> {
        let width = self.table.width();
        let first = run.first_block(&self.table, prefix);
        for (number, block) in (0..run.blocks).enumerate().skip(first) {
            if number > first && !run.fence(&self.table, number).starts_with(prefix) {
                break;
            }
            let guard = run.block(&self.table, blocks, block)?;
            let block = guard.value();
            for entry in block[lower_bound(block, width, prefix) * width..].chunks_exact(width) {
                if !entry.starts_with(prefix) {
                    return Ok(true);
                }
                if !each(entry) {
                    return Ok(false);
                }
            }
        }
        Ok(true)
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
