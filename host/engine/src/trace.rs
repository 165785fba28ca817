//! Where a record comes from and what was said of it; what a withdrawal touches; what came in.

use std::collections::BTreeSet;

use stemedb_core::{Body, Id, PairKey, SignedRecord};
use stemedb_storage::{Entry, Evidence, EvidenceKind, Retraction, short};
use stemedb_wire::{
    ClaimView, Feed, FeedEntry, ImpactView, RecordView, RetractionView, SignatureView, Trace,
    VoteView,
};

use crate::error::{Error, ErrorKind};
use crate::open::Engine;

/// Parents that a trace follows.
const PARENTS_MAX: usize = 100;
/// Votes, signatures and children that a trace lists.
const EVIDENCE_MAX: usize = 1_000;
/// Records of one page of the feed, and claims of an impact.
const PAGE_MAX: usize = 10_000;

impl Engine {
    /// A record with everything that it rests on and that was said of it.
    ///
    /// # Errors
    /// An id that is no id or is not there.
    pub fn trace(&self, id: &str) -> Result<Trace, Error> {
        let id = record_id(id)?;
        let (position, accepted_at, record) = self.found(id)?;
        let parents = self.parents(&record)?;
        let lineage: Vec<&SignedRecord> = std::iter::once(&record).chain(&parents).collect();
        let sources = self.records(lineage.iter().filter_map(|record| claim(record)?.source))?;
        let evidence = self.said_of(&record)?;
        let withdrawn = std::iter::once(record.id).chain(sources.iter().map(|source| source.id));
        Ok(Trace {
            position,
            accepted_at,
            parents: parents.iter().map(RecordView::of).collect(),
            children: evidence
                .iter()
                .filter(|said| said.kind == EvidenceKind::Parent)
                .map(|said| said.record.to_string())
                .take(EVIDENCE_MAX)
                .collect(),
            retractions: self.retractions(withdrawn),
            sources: sources.iter().map(RecordView::of).collect(),
            epochs: self.epochs(&record)?,
            votes: self.votes(&evidence)?,
            signatures: self.signatures(&record, &evidence)?,
            dependants: self
                .store
                .dependants(&record.id, self.store.visible())?
                .len() as u64,
            record: RecordView::of(&record),
        })
    }

    /// What rests on a source.
    ///
    /// # Errors
    /// An id that is no source.
    pub fn impact(&self, source: &str, limit: usize) -> Result<ImpactView, Error> {
        let id = record_id(source)?;
        let (_, _, record) = self.found(id)?;
        let Body::Source(content) = &record.body else {
            return Err(Error::new(
                ErrorKind::Invalid,
                "no_source",
                format!("{id} is a {}, not a source", record.body.kind()),
            ));
        };
        let positions = self.store.dependants(&id, self.store.visible())?;
        let mut pairs = BTreeSet::new();
        let mut agents = BTreeSet::new();
        let mut claims = Vec::new();
        for position in &positions {
            let Entry::Record { record, .. } = self.store.entry(*position)? else {
                continue;
            };
            agents.insert(record.header.author);
            if let Body::Claim(claim) = &record.body {
                pairs.insert((claim.subject.clone(), claim.predicate.clone()));
            }
            if claims.len() < limit.min(PAGE_MAX) {
                claims.extend(ClaimView::of(&record));
            }
        }
        Ok(ImpactView {
            source: id.to_string(),
            title: content.title.clone(),
            retractions: self.retractions(std::iter::once(id)),
            dependants: positions.len() as u64,
            pairs: pairs.len() as u64,
            agents: agents.len() as u64,
            claims,
        })
    }

    /// Records after a log position, in the order in which this node accepted them.
    ///
    /// # Errors
    /// When the log can't be read.
    pub fn feed(&self, after: u64, limit: usize) -> Result<Feed, Error> {
        let until = self.store.visible();
        let limit = limit.clamp(1, PAGE_MAX);
        let mut feed = Feed {
            records: Vec::new(),
            next: after,
            more: false,
        };
        for item in self.store.scan(after, until) {
            let (position, entry) = item?;
            if feed.records.len() >= limit {
                feed.next = position;
                feed.more = true;
                return Ok(feed);
            }
            let accepted_at = entry.stamp().time_ms;
            if let Entry::Record { record, .. } = entry {
                feed.records.push(FeedEntry {
                    position,
                    accepted_at,
                    record: RecordView::of(&record),
                });
            }
        }
        feed.next = until.max(after);
        Ok(feed)
    }

    /// The record of an id, with position and transaction time.
    pub(crate) fn found(&self, id: Id) -> Result<(u64, u64, SignedRecord), Error> {
        match self.store.record(&id)? {
            Some((position, entry)) => {
                let accepted_at = entry.stamp().time_ms;
                match entry {
                    Entry::Record { record, .. } => Ok((position, accepted_at, *record)),
                    Entry::Control { .. } => Err(unknown(id)),
                }
            }
            None => Err(unknown(id)),
        }
    }

    fn parents(&self, record: &SignedRecord) -> Result<Vec<SignedRecord>, Error> {
        let mut parents: Vec<SignedRecord> = Vec::new();
        let mut next = claim(record).and_then(|claim| claim.parent);
        while let Some(id) = next {
            let known = self.store.record(&id)?;
            let Some((_, Entry::Record { record, .. })) = known else {
                break;
            };
            next = claim(&record).and_then(|claim| claim.parent);
            parents.push(*record);
            if parents.len() >= PARENTS_MAX {
                break;
            }
        }
        Ok(parents)
    }

    /// The records of ids, each once; those that are not here are passed over.
    fn records(&self, ids: impl Iterator<Item = Id>) -> Result<Vec<SignedRecord>, Error> {
        let ids: BTreeSet<Id> = ids.collect();
        let mut records = Vec::new();
        for id in ids {
            if let Some((_, Entry::Record { record, .. })) = self.store.record(&id)? {
                records.push(*record);
            }
        }
        Ok(records)
    }

    /// Votes, co-signatures and children of a claim, in log order.
    fn said_of(&self, record: &SignedRecord) -> Result<Vec<Evidence>, Error> {
        let Some(claim) = claim(record) else {
            return Ok(Vec::new());
        };
        let pair = PairKey::new(&record.header.namespace, &claim.subject, &claim.predicate);
        let mut said = self.store.evidence(pair, self.store.visible())?;
        said.retain(|said| said.target == record.id);
        Ok(said)
    }

    fn epochs(&self, record: &SignedRecord) -> Result<Vec<RecordView>, Error> {
        let Some(epoch) = claim(record).and_then(|claim| claim.epoch) else {
            return Ok(Vec::new());
        };
        let newer: Vec<Id> = self.store.with_facts(|facts| {
            facts
                .supersessions(&short(&epoch.0), u64::MAX)
                .iter()
                .map(|by| by.by)
                .collect()
        });
        let mut views = Vec::new();
        for id in std::iter::once(epoch).chain(newer) {
            views.extend(
                self.records(std::iter::once(id))?
                    .iter()
                    .map(RecordView::of),
            );
        }
        Ok(views)
    }

    fn retractions(&self, targets: impl Iterator<Item = Id>) -> Vec<RetractionView> {
        let view = |target: Id, retraction: &Retraction| RetractionView {
            id: retraction.id.to_string(),
            target: target.to_string(),
            author: retraction.author.to_string(),
            time: retraction.time,
            reason: retraction.reason.clone(),
        };
        self.store.with_facts(|facts| {
            targets
                .flat_map(|target| {
                    let found = facts.retractions(&short(&target.0), u64::MAX);
                    found
                        .into_iter()
                        .map(move |retraction| view(target, retraction))
                })
                .collect()
        })
    }

    fn votes(&self, evidence: &[Evidence]) -> Result<Vec<VoteView>, Error> {
        let votes: Vec<&Evidence> = evidence
            .iter()
            .filter(|said| said.kind == EvidenceKind::Vote)
            .collect();
        let order = |vote: &Evidence| (vote.time, std::cmp::Reverse(vote.record));
        let mut views = Vec::new();
        for vote in votes.iter().take(EVIDENCE_MAX) {
            let newer =
                |other: &&&Evidence| other.agent == vote.agent && order(other) > order(vote);
            let (_, _, record) = self.found(vote.record)?;
            views.push(VoteView {
                id: vote.record.to_string(),
                agent: record.header.author.to_string(),
                time: vote.time,
                weight: f64::from(vote.weight) / f64::from(stemedb_core::CONFIDENCE_ONE),
                effective: !votes.iter().any(|other| newer(&other)),
            });
        }
        Ok(views)
    }

    fn signatures(
        &self,
        record: &SignedRecord,
        evidence: &[Evidence],
    ) -> Result<Vec<SignatureView>, Error> {
        let view = |record: &SignedRecord, author| SignatureView {
            agent: record.header.author.to_string(),
            time: record.header.time,
            signature: hex::encode(record.signature),
            author,
        };
        let mut views = vec![view(record, true)];
        let signed = evidence
            .iter()
            .filter(|said| said.kind == EvidenceKind::Cosignature);
        for said in signed.take(EVIDENCE_MAX) {
            let (_, _, signature) = self.found(said.record)?;
            views.push(view(&signature, false));
        }
        Ok(views)
    }
}

fn claim(record: &SignedRecord) -> Option<&stemedb_core::Claim> {
    match &record.body {
        Body::Claim(claim) => Some(claim),
        _ => None,
    }
}

fn record_id(text: &str) -> Result<Id, Error> {
    text.parse()
        .map_err(|reason: String| Error::new(ErrorKind::Invalid, "invalid_id", reason))
}

fn unknown(id: Id) -> Error {
    Error::new(
        ErrorKind::NotFound,
        "unknown_record",
        format!("this database has no record {id}"),
    )
}
