//! Where records go: the only thing that the engine knows of a store or server.

use std::collections::BTreeSet;

use stemedb_core::{Id, SignedRecord};

use crate::error::ImportError;

/// What became of one record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SinkOutcome {
    /// It is stored for good.
    Accepted,
    /// It was there already.
    Duplicate,
    /// It was refused, with the receiver's own reason.
    Refused(String),
}

/// A receiver of signed records.
pub trait Sink {
    /// Sends at most [`crate::limits::BATCH_RECORDS_MAX`] records and answers for each, in order. A source record always comes
    /// before the claims that rest on it. An answer is an acknowledgement: the import never sends that record again.
    ///
    /// # Errors
    /// [`ImportError::sink`] when it is not known what became of the batch; the import stops and can be run again.
    fn send(&mut self, batch: Vec<SignedRecord>) -> Result<Vec<SinkOutcome>, ImportError>;
}

/// A sink that stores nothing and tells duplicates apart by id: what an import into an empty store would report.
#[derive(Debug, Default)]
pub struct DryRun {
    seen: BTreeSet<Id>,
}

impl Sink for DryRun {
    fn send(&mut self, batch: Vec<SignedRecord>) -> Result<Vec<SinkOutcome>, ImportError> {
        let outcomes = batch.iter().map(|record| {
            if self.seen.insert(record.id) {
                SinkOutcome::Accepted
            } else {
                SinkOutcome::Duplicate
            }
        });
        Ok(outcomes.collect())
    }
}
