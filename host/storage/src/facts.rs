//! Facts that every query may need and that are few: epochs, retractions, and the control log.
//!
//! They are kept in memory whole, each with its position, so that a question about any position has its answer here.

use std::collections::{BTreeSet, HashMap};

use stemedb_core::{AgentId, Body, Id, SupersessionKind, Timestamp};

use crate::entry::Entry;
use crate::row::{Short, short};

/// An epoch was superseded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Supersession {
    /// Position of the newer epoch's record.
    pub position: u64,
    /// The newer epoch.
    pub by: Id,
    /// When, by its author.
    pub time: Timestamp,
    /// What that does to the older one.
    pub kind: SupersessionKind,
}

/// A source or claim was withdrawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retraction {
    /// Position of the retraction.
    pub position: u64,
    /// The retraction record.
    pub id: Id,
    /// Who withdrew it.
    pub author: AgentId,
    /// When, by its author.
    pub time: Timestamp,
    /// Why.
    pub reason: String,
}

/// An entry of the control log as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ControlEntry {
    /// Where it stands.
    pub position: u64,
    /// Transaction time, ms.
    pub time: Timestamp,
    /// The operator's signature over the bytes.
    pub signature: [u8; 64],
    /// Its canonical bytes.
    pub bytes: Vec<u8>,
}

/// Everything known, in log order.
#[derive(Debug, Default, Clone)]
pub struct Facts {
    supersessions: HashMap<Short, Vec<Supersession>>,
    retractions: HashMap<Short, Vec<Retraction>>,
    control: Vec<ControlEntry>,
    /// Times of all supersessions and retractions, to know when time alone changes what is in force.
    times: BTreeSet<Timestamp>,
    changed: u64,
}

impl Facts {
    /// Whether entries of this kind are facts.
    pub(crate) fn concern(entry: &Entry) -> bool {
        match entry {
            Entry::Control { .. } => true,
            Entry::Record { record, .. } => {
                matches!(record.body, Body::Epoch(_) | Body::Retraction(_))
            }
        }
    }

    /// Takes in an entry; others than facts are passed over. Entries come in log order; one that is known is passed over.
    pub(crate) fn add(&mut self, position: u64, entry: &Entry) {
        if position < self.changed || !Self::concern(entry) {
            return;
        }
        self.changed = position + 1;
        match entry {
            Entry::Control {
                stamp,
                signature,
                bytes,
            } => {
                self.control.push(ControlEntry {
                    position,
                    time: stamp.time_ms,
                    signature: *signature,
                    bytes: bytes.clone(),
                });
            }
            Entry::Record { record, .. } => match &record.body {
                Body::Epoch(epoch) => {
                    if let Some((old, kind)) = epoch.supersedes {
                        self.times.insert(record.header.time);
                        let by = Supersession {
                            position,
                            by: record.id,
                            time: record.header.time,
                            kind,
                        };
                        self.supersessions
                            .entry(short(&old.0))
                            .or_default()
                            .push(by);
                    }
                }
                Body::Retraction(content) => {
                    let (author, time) = (record.header.author, record.header.time);
                    self.times.insert(time);
                    let retraction = Retraction {
                        position,
                        id: record.id,
                        author,
                        time,
                        reason: content.reason.clone(),
                    };
                    self.retractions
                        .entry(short(&content.target.0))
                        .or_default()
                        .push(retraction);
                }
                _ => {}
            },
        }
    }

    /// The position behind the newest fact: what was answered at or behind it knows them all.
    #[must_use]
    pub fn changed(&self) -> u64 {
        self.changed
    }

    /// How an epoch stands at the two times: the strongest supersession in force, if any.
    #[must_use]
    pub fn superseded(&self, epoch: &Short, known: u64, as_of: Timestamp) -> Option<&Supersession> {
        let in_force = |s: &&Supersession| {
            s.position < known && s.time <= as_of && s.kind != SupersessionKind::Annotate
        };
        self.supersessions
            .get(epoch)?
            .iter()
            .filter(in_force)
            .min_by_key(|s| (s.kind, s.position))
    }

    /// All retractions of a source or claim that stand before a position, in log order.
    #[must_use]
    pub fn retractions(&self, target: &Short, known: u64) -> Vec<&Retraction> {
        let all = self.retractions.get(target).map_or(&[][..], Vec::as_slice);
        all.iter().filter(|r| r.position < known).collect()
    }

    /// All supersessions of an epoch that stand before a position, in log order.
    #[must_use]
    pub fn supersessions(&self, epoch: &Short, known: u64) -> Vec<&Supersession> {
        let all = self.supersessions.get(epoch).map_or(&[][..], Vec::as_slice);
        all.iter().filter(|s| s.position < known).collect()
    }

    /// The retraction of a source or claim in force at the two times: the first.
    #[must_use]
    pub fn retraction(&self, target: &Short, known: u64, as_of: Timestamp) -> Option<&Retraction> {
        self.retractions
            .get(target)?
            .iter()
            .find(|r| r.position < known && r.time <= as_of)
    }

    /// The next time after `as_of` at which a supersession or retraction that is known now comes into force.
    #[must_use]
    pub fn next_time(&self, as_of: Timestamp) -> Option<Timestamp> {
        self.times.range(as_of.saturating_add(1)..).next().copied()
    }

    /// Whether anything at all was withdrawn; spares a look-up for each row.
    #[must_use]
    pub fn any_retraction(&self) -> bool {
        !self.retractions.is_empty()
    }

    /// The control log up to a position.
    #[must_use]
    pub fn control(&self, known: u64) -> &[ControlEntry] {
        &self.control[..self.control.partition_point(|entry| entry.position < known)]
    }
}
