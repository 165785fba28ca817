//! Giving one submission its place: what only the writing thread can check, since it alone sees everything before.

use std::collections::HashMap;

use stemedb_core::{AgentId, Body, HlcStamp, Id, PairKey, SignedRecord};
use stemedb_storage::{Entry, Indexed, target_of};
use stemedb_wal::WalError;

use super::Commit;
use crate::error::IngestError;
use crate::request::{Accepted, Outcome, Submission};

/// Entries that are in the log's buffer but not yet durable.
#[derive(Default)]
pub(super) struct Batch {
    pub(super) items: Vec<(Entry, Indexed)>,
    by_id: HashMap<Id, usize>,
}

impl Commit {
    pub(super) fn place(&mut self, submission: Submission, now: u64, batch: &mut Batch) -> Outcome {
        if let Some(what) = &self.failed {
            return Err(IngestError::Failed { what: what.clone() });
        }
        match submission {
            Submission::Record(record) => self.place_record(record, now, batch),
            Submission::Control { bytes, signature } => {
                let stamp = self.clock.stamp(now);
                self.append(
                    Entry::Control {
                        stamp,
                        signature,
                        bytes,
                    },
                    None,
                    batch,
                )
            }
        }
    }

    fn place_record(&mut self, record: Box<SignedRecord>, now: u64, batch: &mut Batch) -> Outcome {
        if let Some(known) = self.known(&record.id, batch)? {
            return Ok(known);
        }
        let ahead_ms = record.header.time.saturating_sub(now);
        if ahead_ms > self.options.limits.future_ms_max && !matches!(record.body, Body::Claim(_)) {
            let max_ms = self.options.limits.future_ms_max;
            return Err(IngestError::FutureTime {
                time: record.header.time,
                ahead_ms,
                max_ms,
            });
        }
        let pair = self.check_target(&record, batch)?;
        let stamp = self.clock.stamp(now);
        self.append(Entry::Record { stamp, record }, pair, batch)
    }

    fn append(&mut self, entry: Entry, pair: Option<PairKey>, batch: &mut Batch) -> Outcome {
        let failed = |error: String| IngestError::Failed { what: error };
        let position = self.append_payload(&entry.encode(), batch)?;
        let item = Indexed::new(position, &entry, pair).map_err(|error| {
            // It is on its way into the log and would not be in the index.
            self.fail(error.to_string());
            failed(error.to_string())
        })?;
        let accepted = Accepted {
            id: entry.id(),
            position,
            stamp: entry.stamp(),
            duplicate: false,
        };
        if let Some(id) = entry.id() {
            batch.by_id.insert(id, batch.items.len());
        }
        batch.items.push((entry, item));
        Ok(accepted)
    }

    fn append_payload(&mut self, payload: &[u8], batch: &mut Batch) -> Result<u64, IngestError> {
        let mut appended = self.journal.append(payload);
        if matches!(appended, Err(WalError::BatchFull { .. })) {
            // The answers wait for the whole group, so that a part of it may go ahead.
            if let Some(what) = self.make_durable(std::mem::take(batch)) {
                return Err(IngestError::Failed { what });
            }
            appended = self.journal.append(payload);
        }
        appended.map_err(|error| {
            let what = error.to_string();
            if !matches!(error, WalError::PayloadTooLarge { .. }) {
                self.fail(what.clone());
            }
            IngestError::Failed { what }
        })
    }

    /// The place of a record that is here already.
    fn known(&self, id: &Id, batch: &Batch) -> Result<Option<Accepted>, IngestError> {
        let duplicate = |position, stamp: HlcStamp| Accepted {
            id: Some(*id),
            position,
            stamp,
            duplicate: true,
        };
        if let Some(at) = batch.by_id.get(id) {
            let (entry, item) = &batch.items[*at];
            return Ok(Some(duplicate(item.position, entry.stamp())));
        }
        let found = self.store.record(id).map_err(|e| IngestError::Failed {
            what: e.to_string(),
        })?;
        Ok(found.map(|(position, entry)| duplicate(position, entry.stamp())))
    }

    /// The record that a vote, co-signature, retraction or erasure speaks of must be here and fit. Gives its pair.
    fn check_target(
        &self,
        record: &SignedRecord,
        batch: &Batch,
    ) -> Result<Option<PairKey>, IngestError> {
        let kind = record.body.kind().name();
        if let Body::Epoch(epoch) = &record.body
            && let Some((old, _)) = epoch.supersedes
        {
            let found = self.target(kind, old, batch)?;
            check_namespace(record, &found)?;
            return self
                .check_owner(
                    record,
                    &found,
                    |body| matches!(body, Body::Epoch(_)),
                    "an epoch",
                )
                .map(|()| None);
        }
        let Some(target) = target_of(&record.body) else {
            return Ok(None);
        };
        let found = self.target(kind, target, batch)?;
        check_namespace(record, &found)?;
        match &record.body {
            Body::Signature(_) if record.header.author == found.header.author => {
                let why = "its author has signed it already; only others co-sign".to_owned();
                Err(IngestError::WrongTarget { kind, target, why })
            }
            Body::Vote(_) if !matches!(found.body, Body::Claim(_)) => {
                Err(IngestError::WrongTarget {
                    kind,
                    target,
                    why: format!("it is a {}; votes are for claims", found.body.kind()),
                })
            }
            Body::Retraction(_) => {
                let fits = |body: &Body| matches!(body, Body::Source(_) | Body::Claim(_));
                self.check_owner(record, &found, fits, "a source or a claim")
                    .map(|()| None)
            }
            Body::Erasure(_) => self
                .check_owner(
                    record,
                    &found,
                    |body| matches!(body, Body::Claim(_)),
                    "a claim",
                )
                .map(|()| None),
            _ => Ok(pair_of(&found)),
        }
    }

    /// Only the author of a record, or a steward, may withdraw or supersede it.
    fn check_owner(
        &self,
        record: &SignedRecord,
        target: &SignedRecord,
        fits: impl Fn(&Body) -> bool,
        expected: &str,
    ) -> Result<(), IngestError> {
        let kind = record.body.kind().name();
        let wrong = |why| {
            Err(IngestError::WrongTarget {
                kind,
                target: target.id,
                why,
            })
        };
        if !fits(&target.body) {
            return wrong(format!("it is a {}, not {expected}", target.body.kind()));
        }
        let author: &AgentId = &record.header.author;
        if *author == target.header.author
            || self.options.authority.is_steward(
                &record.header.namespace,
                author,
                self.store.visible(),
            )
        {
            return Ok(());
        }
        wrong(format!(
            "agent {author} is neither its author nor a steward"
        ))
    }

    fn target(
        &self,
        kind: &'static str,
        target: Id,
        batch: &Batch,
    ) -> Result<SignedRecord, IngestError> {
        if let Some((Entry::Record { record, .. }, _)) =
            batch.by_id.get(&target).map(|at| &batch.items[*at])
        {
            return Ok((**record).clone());
        }
        match self
            .store
            .record(&target)
            .map_err(|e| IngestError::Failed {
                what: e.to_string(),
            })? {
            Some((_, Entry::Record { record, .. })) => Ok(*record),
            _ => Err(IngestError::UnknownTarget { kind, target }),
        }
    }
}

/// What speaks of a record stands in the same namespace.
fn check_namespace(record: &SignedRecord, target: &SignedRecord) -> Result<(), IngestError> {
    if target.header.namespace == record.header.namespace {
        return Ok(());
    }
    let kind = record.body.kind().name();
    let why = format!(
        "it is in namespace {}, the {kind} in {}",
        target.header.namespace, record.header.namespace
    );
    Err(IngestError::WrongTarget {
        kind,
        target: target.id,
        why,
    })
}

/// The pair that a claim speaks of.
pub(crate) fn pair_of(record: &SignedRecord) -> Option<PairKey> {
    match &record.body {
        Body::Claim(claim) => Some(PairKey::new(
            &record.header.namespace,
            &claim.subject,
            &claim.predicate,
        )),
        _ => None,
    }
}
