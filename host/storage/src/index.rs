//! What an entry of the log adds to the index.

use stemedb_core::{Body, Bucket, Id, PairKey, RecordKind, SignedRecord};

use crate::entry::Entry;
use crate::error::StorageError;
use crate::facts::Facts;
use crate::layout::leaf_key;
use crate::memory::Indexed;
use crate::row::{Evidence, EvidenceKind, HAS_PARENT, Row, short};

impl Indexed {
    /// Indexes an entry. `target_pair` is the pair of the claim that a vote or co-signature speaks of, if it is a claim.
    ///
    /// # Errors
    /// None for an entry that was checked; the encoding's rules are asked again.
    pub fn new(
        position: u64,
        entry: &Entry,
        target_pair: Option<PairKey>,
    ) -> Result<Self, StorageError> {
        let fact = Facts::concern(entry).then(|| entry.encode());
        let time = entry.stamp().time_ms;
        let mut item = Indexed {
            position,
            time,
            leaves: Vec::new(),
            id: None,
            row: None,
            evidence: None,
            source: None,
            fact,
        };
        if let Entry::Record { record, .. } = entry {
            item.id = Some((record.id, record.body.kind().number()));
            item.leaves = leaves(record).map_err(|e| StorageError::Corrupt {
                place: format!("log position {position}"),
                what: e.to_string(),
            })?;
            item.add_content(position, record, target_pair);
        }
        Ok(item)
    }

    fn add_content(&mut self, position: u64, record: &SignedRecord, target_pair: Option<PairKey>) {
        let header = &record.header;
        let said = |pair, kind, target, weight| Evidence {
            pair,
            position,
            kind,
            target,
            agent: short(&header.author.0),
            time: header.time,
            weight,
            record: record.id,
        };
        match &record.body {
            Body::Claim(claim) => {
                let pair = PairKey::new(&header.namespace, &claim.subject, &claim.predicate);
                let optional = |id: Option<Id>| id.map_or([0; 16], |id| short(&id.0));
                self.row = Some(Row {
                    pair,
                    time: header.time,
                    id: record.id,
                    position,
                    agent: short(&header.author.0),
                    value: claim.object.fingerprint(),
                    source: optional(claim.source),
                    epoch: optional(claim.epoch),
                    confidence: claim.confidence,
                    tier: claim.source_class.number(),
                    lifecycle: claim.lifecycle.number(),
                    accepted: self.time,
                    flags: if claim.parent.is_some() {
                        HAS_PARENT
                    } else {
                        0
                    },
                });
                self.evidence = claim
                    .parent
                    .map(|parent| said(pair, EvidenceKind::Parent, parent, 0));
                self.source = claim.source;
            }
            Body::Vote(vote) => {
                self.evidence = target_pair
                    .map(|pair| said(pair, EvidenceKind::Vote, vote.target, vote.weight));
            }
            Body::Signature(content) => {
                self.evidence = target_pair
                    .map(|pair| said(pair, EvidenceKind::Cosignature, content.target, 0));
            }
            Body::Epoch(_) | Body::Source(_) | Body::Retraction(_) | Body::Erasure(_) => {}
        }
    }
}

/// The record that another one speaks of and stands beside in the order of buckets.
#[must_use]
pub fn target_of(body: &Body) -> Option<Id> {
    match body {
        Body::Vote(vote) => Some(vote.target),
        Body::Signature(content) => Some(content.target),
        Body::Retraction(content) => Some(content.target),
        Body::Erasure(content) => Some(content.target),
        Body::Claim(_) | Body::Epoch(_) | Body::Source(_) => None,
    }
}

/// The leaves of a record and of its author's signature, which is a record of its own.
fn leaves(record: &SignedRecord) -> Result<Vec<([u8; 42], u8)>, stemedb_core::RecordError> {
    let namespace = &record.header.namespace;
    let bucket = match &record.body {
        Body::Claim(claim) => Bucket::of_subject(&claim.subject),
        other => Bucket::of_home(target_of(other).unwrap_or(record.id)),
    };
    let kind = record.body.kind();
    let mut leaves = vec![(leaf_key(namespace, bucket, record.id), kind.number())];
    if kind != RecordKind::Signature {
        let (id, _) = record.author_signature()?;
        leaves.push((
            leaf_key(namespace, bucket, id),
            RecordKind::Signature.number(),
        ));
    }
    Ok(leaves)
}
