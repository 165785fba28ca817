//! Which claims are candidates: the heads of parent chains at both times, without what was withdrawn or filtered out.
//!
//! Invariant: candidates stand in row order, valid time falling, then id rising.

use hashbrown::{HashMap, HashSet};
use stemedb_core::{Id, PairKey, Timestamp};
use stemedb_storage::{Evidence, EvidenceKind, Facts, HAS_PARENT, Row, Short, Store, short};
use stemedb_wire::Excluded;

use crate::asked::Asked;
use crate::error::QueryError;
use crate::standing::Standing;

/// What was said of a candidate.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Support {
    /// Effective votes of positive weight.
    pub(crate) votes: u32,
    /// Their weights, in millionths.
    pub(crate) vote_weight: u64,
    /// Agents beside the author who signed.
    pub(crate) cosigners: u32,
}

/// The candidates of a pair.
#[derive(Debug, Default)]
pub(crate) struct Candidates {
    pub(crate) rows: Vec<Row>,
    /// One for each row; empty when nobody voted or signed.
    pub(crate) support: Vec<Support>,
    pub(crate) excluded: Excluded,
    /// The next valid time at which the candidates may differ though nothing is written.
    pub(crate) next_change: Option<Timestamp>,
}

/// What is read where.
pub(crate) struct Place<'a> {
    pub(crate) store: &'a Store,
    pub(crate) pair: PairKey,
    /// Times and filters; subject and predicate are told by the pair.
    pub(crate) asked: &'a Asked,
    pub(crate) standing: &'a Standing,
}

impl Candidates {
    /// Reads the candidates of a question.
    pub(crate) fn read(place: &Place<'_>, needs_evidence: bool) -> Result<Self, QueryError> {
        let asked = place.asked;
        let pair = place.pair;
        let mut found = Candidates::default();
        place.store.rows(pair, asked.position, &mut found.rows)?;
        found.drop_future(asked.as_of);
        let chained = found.rows.iter().any(|row| row.flags & HAS_PARENT != 0);
        let evidence = if needs_evidence || chained {
            place.store.evidence(pair, asked.position)?
        } else {
            Vec::new()
        };
        found.note_future(&evidence, asked.as_of);
        if chained {
            found.drop_replaced(place, &evidence);
        }
        place.store.with_facts(|facts| found.filter(asked, facts));
        if needs_evidence {
            found.count_support(&evidence, asked.as_of);
        }
        Ok(found)
    }

    /// Takes out rows whose valid time has not come; they stand first.
    fn drop_future(&mut self, as_of: Timestamp) {
        let first = self.rows.partition_point(|row| row.time > as_of);
        if let Some(last_future) = first.checked_sub(1) {
            self.next_change = Some(self.rows[last_future].time);
        }
        self.rows.drain(..first);
    }

    fn note_future(&mut self, evidence: &[Evidence], as_of: Timestamp) {
        for said in evidence.iter().filter(|said| said.time > as_of) {
            self.note(said.time);
        }
    }

    fn note(&mut self, time: Timestamp) {
        self.next_change = Some(self.next_change.map_or(time, |known| known.min(time)));
    }

    /// A claim is replaced by one that names it as parent, if that one is by the same author or by a steward. What
    /// was withdrawn still replaces: withdrawing a correction does not bring back what it corrected.
    fn drop_replaced(&mut self, place: &Place<'_>, evidence: &[Evidence]) {
        let agents: HashMap<Id, Short> = self.rows.iter().map(|row| (row.id, row.agent)).collect();
        let may_replace = |said: &&Evidence| {
            said.kind == EvidenceKind::Parent
                && agents.contains_key(&said.record)
                && agents.get(&said.target).is_some_and(|author| {
                    *author == said.agent
                        || place
                            .standing
                            .is_steward(&place.asked.namespace, &said.agent)
                })
        };
        let replaced: HashSet<Id> = evidence
            .iter()
            .filter(may_replace)
            .map(|said| said.target)
            .collect();
        let before = self.rows.len();
        self.rows.retain(|row| !replaced.contains(&row.id));
        self.excluded.replaced = (before - self.rows.len()) as u64;
    }

    fn filter(&mut self, asked: &Asked, facts: &Facts) {
        if let Some(time) = facts.next_time(asked.as_of) {
            self.note(time);
        }
        let withdrawn = |row: &Row| {
            let known = asked.position;
            facts
                .retraction(&short(&row.id.0), known, asked.as_of)
                .is_some()
                || (row.source != [0; 16]
                    && facts.retraction(&row.source, known, asked.as_of).is_some())
        };
        let check_withdrawn = facts.any_retraction() && !asked.include_retracted;
        let epoch = asked.epoch.map(|epoch| short(&epoch.0));
        let excluded = &mut self.excluded;
        self.rows.retain(|row| {
            let reason = if check_withdrawn && withdrawn(row) {
                &mut excluded.retracted
            } else if !asked.lifecycle.admits(row.lifecycle) {
                &mut excluded.lifecycle
            } else if epoch.is_some_and(|epoch| epoch != row.epoch) {
                &mut excluded.epoch
            } else if row.confidence < asked.min_confidence {
                &mut excluded.confidence
            } else {
                return true;
            };
            *reason += 1;
            false
        });
    }

    /// One effective vote for each agent and claim: the newest valid time, then the smaller id.
    fn count_support(&mut self, evidence: &[Evidence], as_of: Timestamp) {
        let heard = |said: &&Evidence| said.kind != EvidenceKind::Parent && said.time <= as_of;
        if !evidence.iter().any(|said| heard(&said)) {
            return;
        }
        let places: HashMap<Id, usize> = self
            .rows
            .iter()
            .enumerate()
            .map(|(at, row)| (row.id, at))
            .collect();
        let mut votes: HashMap<(usize, Short), &Evidence> = HashMap::new();
        let mut signers: HashSet<(usize, Short)> = HashSet::new();
        for said in evidence.iter().filter(heard) {
            let Some(&at) = places.get(&said.target) else {
                continue;
            };
            if said.kind == EvidenceKind::Vote {
                let newest = votes.entry((at, said.agent)).or_insert(said);
                if (said.time, std::cmp::Reverse(said.record))
                    > (newest.time, std::cmp::Reverse(newest.record))
                {
                    *newest = said;
                }
            } else if said.agent != self.rows[at].agent {
                signers.insert((at, said.agent));
            }
        }
        self.support.resize(self.rows.len(), Support::default());
        for ((at, _), vote) in votes {
            let support = &mut self.support[at];
            support.votes += u32::from(vote.weight > 0);
            support.vote_weight += u64::from(vote.weight);
        }
        for (at, _) in signers {
            self.support[at].cosigners += 1;
        }
    }
}
