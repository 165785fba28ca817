//! Writing: signed records in, their places out.

use rayon::prelude::*;
use stemedb_core::SignedRecord;
use stemedb_ingest::{Outcome, Submission, check};

use crate::error::Error;
use crate::open::Engine;

/// Records below this number are checked on the calling thread: handing them out costs more.
const PARALLEL_MIN: usize = 8;

impl Engine {
    /// Checks records and hands them to the writer. `answer` is called with an outcome for each, in order, when all that
    /// were accepted are durable and visible.
    ///
    /// # Errors
    /// When too much is waiting; `answer` is then not called and nothing is written.
    pub fn submit(
        &self,
        records: Vec<SignedRecord>,
        answer: impl FnOnce(Vec<Outcome>) + Send + 'static,
    ) -> Result<(), Error> {
        let checked = check_all(records);
        if checked.iter().all(Result::is_ok) {
            let submissions = checked.into_iter().flatten().collect();
            return Ok(self.writer.submit(submissions, answer)?);
        }
        let mut outcomes: Vec<Option<Outcome>> = Vec::with_capacity(checked.len());
        let mut submissions: Vec<Submission> = Vec::new();
        for one in checked {
            match one {
                Ok(submission) => {
                    submissions.push(submission);
                    outcomes.push(None);
                }
                Err(error) => outcomes.push(Some(Err(error))),
            }
        }
        let merged = move |placed: Vec<Outcome>| {
            let mut placed = placed.into_iter();
            let fill = |outcome: Option<Outcome>| {
                outcome
                    .or_else(|| placed.next())
                    .unwrap_or(Err(stemedb_ingest::IngestError::Stopped))
            };
            answer(outcomes.into_iter().map(fill).collect());
        };
        Ok(self.writer.submit(submissions, merged)?)
    }

    /// Writes records and waits until they are durable and visible: an outcome for each, in order.
    #[must_use]
    pub fn write(&self, records: Vec<SignedRecord>) -> Vec<Outcome> {
        let count = records.len();
        let (send, receive) = crossbeam_channel::bounded(1);
        let submitted = self.submit(records, move |outcomes| {
            // The receiver waits below; it can't be gone.
            let _ = send.send(outcomes);
        });
        let stopped = || vec![Err(stemedb_ingest::IngestError::Stopped); count];
        match submitted {
            Err(_) => vec![Err(stemedb_ingest::IngestError::Busy { waiting: count }); count],
            Ok(()) => receive.recv().unwrap_or_else(|_| stopped()),
        }
    }

    /// Writes one record.
    ///
    /// # Errors
    /// Why it was refused.
    pub fn write_one(&self, record: SignedRecord) -> Result<stemedb_ingest::Accepted, Error> {
        let outcome = self.write(vec![record]).pop();
        Ok(outcome.unwrap_or(Err(stemedb_ingest::IngestError::Stopped))?)
    }
}

fn check_all(records: Vec<SignedRecord>) -> Vec<Result<Submission, stemedb_ingest::IngestError>> {
    if records.len() < PARALLEL_MIN {
        return records.into_iter().map(check).collect();
    }
    records.into_par_iter().map(check).collect()
}
