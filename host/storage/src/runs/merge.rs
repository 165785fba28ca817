//! Merges runs of one size class into one, a bounded step at a time, so that no transaction takes long.

use std::sync::Arc;

use super::writer::{BlockTable, RunWriter};
use super::{FAN_IN, Run};
use crate::error::StorageError;
use crate::layout::RunTable;

/// Runs that should be merged next: the oldest of the smallest class that has enough of them.
pub(crate) fn due_merge(runs: &[Arc<Run>]) -> Option<Vec<Arc<Run>>> {
    let mut classes: Vec<u32> = runs.iter().map(|run| run.class()).collect();
    classes.sort_unstable();
    classes.dedup();
    classes.into_iter().find_map(|class| {
        let of_class: Vec<_> = runs
            .iter()
            .filter(|run| run.class() == class)
            .take(FAN_IN)
            .cloned()
            .collect();
        (of_class.len() == FAN_IN).then_some(of_class)
    })
}

struct Cursor {
    run: Arc<Run>,
    block: u32,
    bytes: Vec<u8>,
    at: usize,
}

impl Cursor {
    /// The entry under the cursor; loads the next block when one is used up. None at the end.
    fn fill(&mut self, table: &RunTable, blocks: &BlockTable<'_>) -> Result<bool, StorageError> {
        while self.at >= self.bytes.len() {
            if self.block == self.run.blocks {
                return Ok(false);
            }
            let guard = self.run.block(table, blocks, self.block)?;
            self.bytes.clear();
            self.bytes.extend_from_slice(guard.value());
            self.at = 0;
            self.block += 1;
        }
        Ok(true)
    }
}

/// A merge under way. Its output can't be seen until it is finished; after a crash it is begun anew.
pub(crate) struct MergeJob {
    table: RunTable,
    cursors: Vec<Cursor>,
    writer: Option<RunWriter>,
    last: Vec<u8>,
}

impl MergeJob {
    pub(crate) fn new(table: RunTable, number: u64, inputs: Vec<Arc<Run>>) -> Self {
        let expected = inputs.iter().map(|run| run.entries).sum();
        let cursors = inputs
            .into_iter()
            .map(|run| Cursor {
                run,
                block: 0,
                bytes: Vec::new(),
                at: 0,
            })
            .collect();
        MergeJob {
            table,
            cursors,
            writer: Some(RunWriter::new(table, number, expected)),
            last: Vec::new(),
        }
    }

    pub(crate) fn table(&self) -> RunTable {
        self.table
    }

    pub(crate) fn inputs(&self) -> impl Iterator<Item = &Arc<Run>> {
        self.cursors.iter().map(|cursor| &cursor.run)
    }

    /// Moves up to `budget` entries; the finished run when there are no more.
    pub(crate) fn step(
        &mut self,
        blocks: &mut BlockTable<'_>,
        budget: usize,
    ) -> Result<Option<Run>, StorageError> {
        let width = self.table.width();
        let Some(writer) = &mut self.writer else {
            return Ok(None);
        };
        for _ in 0..budget {
            let mut least: Option<usize> = None;
            for index in 0..self.cursors.len() {
                if !self.cursors[index].fill(&self.table, blocks)? {
                    continue;
                }
                let entry =
                    |i: usize| &self.cursors[i].bytes[self.cursors[i].at..][..self.table.key];
                if least.is_none_or(|l| entry(index) < entry(l)) {
                    least = Some(index);
                }
            }
            let Some(least) = least else {
                return self.finish(blocks);
            };
            let cursor = &mut self.cursors[least];
            let entry = &cursor.bytes[cursor.at..cursor.at + width];
            // One key stands in two runs only if a stretch of the log was applied twice; both say the same.
            if self.last != entry[..self.table.key] {
                writer.push(blocks, entry)?;
                self.last.clear();
                self.last.extend_from_slice(&entry[..self.table.key]);
            }
            cursor.at += width;
        }
        Ok(None)
    }

    fn finish(&mut self, blocks: &mut BlockTable<'_>) -> Result<Option<Run>, StorageError> {
        self.writer
            .take()
            .map(|writer| writer.finish(blocks))
            .transpose()
    }
}

/// Removes the blocks of a run that no reader will be given again.
pub(crate) fn remove_blocks(
    table: &RunTable,
    run: &Run,
    blocks: &mut BlockTable<'_>,
) -> Result<(), StorageError> {
    for block in 0..run.blocks {
        blocks.remove((table.number, run.number, block))?;
    }
    Ok(())
}
