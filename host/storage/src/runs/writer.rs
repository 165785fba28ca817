//! Writes one run, entry by entry in key order.

use redb::Table;

use super::filter::Filter;
use super::{BLOCK_BYTES, Run};
use crate::error::StorageError;
use crate::layout::RunTable;

/// The table of blocks within a write transaction.
pub(crate) type BlockTable<'t> = Table<'t, (u8, u64, u32), &'static [u8]>;

/// A run that is being written. Nothing of it can be read until its `Run` is in the table of runs.
pub(crate) struct RunWriter {
    table: RunTable,
    run: Run,
    block: Vec<u8>,
}

impl RunWriter {
    /// A run of about `expected` entries; the number only sizes the filter.
    pub(crate) fn new(table: RunTable, number: u64, expected: u64) -> Self {
        let filter = if table.filtered == 0 {
            Filter::default()
        } else {
            Filter::for_keys(expected)
        };
        let run = Run {
            number,
            entries: 0,
            blocks: 0,
            fences: Vec::new(),
            sums: Vec::new(),
            filter,
        };
        RunWriter {
            table,
            run,
            block: Vec::with_capacity(BLOCK_BYTES),
        }
    }

    /// Adds the next entry, which must be greater than the last.
    pub(crate) fn push(
        &mut self,
        blocks: &mut BlockTable<'_>,
        entry: &[u8],
    ) -> Result<(), StorageError> {
        debug_assert_eq!(entry.len(), self.table.width());
        if self.block.len() + entry.len() > BLOCK_BYTES {
            self.flush(blocks)?;
        }
        if self.block.is_empty() {
            self.run.fences.extend(&entry[..self.table.key]);
        }
        if self.table.filtered > 0 {
            self.run.filter.insert(&entry[..self.table.filtered]);
        }
        self.block.extend(entry);
        self.run.entries += 1;
        Ok(())
    }

    fn flush(&mut self, blocks: &mut BlockTable<'_>) -> Result<(), StorageError> {
        blocks.insert(
            (self.table.number, self.run.number, self.run.blocks),
            self.block.as_slice(),
        )?;
        self.run.blocks += 1;
        self.run.sums.push(crc32c::crc32c(&self.block));
        self.block.clear();
        Ok(())
    }

    /// Writes the last block and gives the finished run.
    pub(crate) fn finish(mut self, blocks: &mut BlockTable<'_>) -> Result<Run, StorageError> {
        if !self.block.is_empty() {
            self.flush(blocks)?;
        }
        Ok(self.run)
    }
}
