//! The control log folded: which digest fills which slot, and whom the operator trusts, at any log position.
//!
//! The rule is fixed and native: the last entry before the position. (Resolving the active lens by a lens would be a
//! circle.)

use std::collections::BTreeMap;
use std::sync::Arc;

use stemedb_core::{AgentId, verify_control};
use stemedb_query::Standing;
use stemedb_storage::{ControlEntry as Stored, short};
use stemedb_wire::Activation;

use crate::control::{Action, ControlEntry};
use crate::error::{Error, ErrorKind};
use crate::trials::Trials;

/// Slot to digest.
pub(crate) type SlotDigests = BTreeMap<String, String>;

/// Everything that the control log decided up to a position.
#[derive(Debug, Clone, Default)]
pub(crate) struct History {
    entries: Vec<(u64, ControlEntry)>,
    /// The set after each entry; index = sequence - 1.
    sets: Vec<Arc<SlotDigests>>,
    /// What is tried out after each entry; index = sequence - 1.
    trials: Vec<Arc<Trials>>,
    standing: Arc<Standing>,
    /// Name to digest.
    estimates: Arc<BTreeMap<String, String>>,
}

/// Which version fills which slot, and what is tried out, after an entry.
#[derive(Debug, Clone, Default)]
pub(crate) struct State {
    pub(crate) set: Arc<SlotDigests>,
    pub(crate) trials: Arc<Trials>,
}

impl History {
    /// Folds stored entries, checking signature and sequence of each.
    pub(crate) fn fold(operator: AgentId, stored: &[Stored]) -> Result<Self, Error> {
        let mut history = History::default();
        for entry in stored {
            let wrong = |what: String| {
                Error::new(
                    ErrorKind::Internal,
                    "control_log_damaged",
                    format!(
                        "the control entry at log position {} is not valid: {what}",
                        entry.position
                    ),
                )
            };
            if !verify_control(operator, &entry.bytes, &entry.signature) {
                return Err(wrong(
                    "it is not signed by the key in db/operator.key".to_owned(),
                ));
            }
            let decided = ControlEntry::decode(&entry.bytes).map_err(wrong)?;
            history.add(entry.position, decided).map_err(wrong)?;
        }
        Ok(history)
    }

    /// Takes in the next entry.
    pub(crate) fn add(&mut self, position: u64, entry: ControlEntry) -> Result<(), String> {
        if entry.sequence != self.next_sequence() {
            return Err(format!(
                "it has sequence {}, expected {}",
                entry.sequence,
                self.next_sequence()
            ));
        }
        let set = match &entry.action {
            Action::Activate { slots } => {
                let mut set = (*self.set()).clone();
                set.extend(slots.clone());
                Arc::new(set)
            }
            Action::Rollback { to } => self
                .set_after(*to)
                .ok_or_else(|| format!("it goes back to entry {to}, which does not exist"))?,
            Action::Promote(ended) => {
                let mut set = (*self.set()).clone();
                set.insert(ended.slot.clone(), ended.digest.clone());
                Arc::new(set)
            }
            Action::Trip(trip) => {
                let mut set = (*self.set()).clone();
                set.extend(trip.slots.clone());
                Arc::new(set)
            }
            _ => self.set(),
        };
        self.judge_agents(&entry.action)?;
        if let Action::Estimate { name, digest } = &entry.action {
            Arc::make_mut(&mut self.estimates).insert(name.clone(), digest.clone());
        }
        self.trials.push(Trials::after(self.trials(), &entry, &set));
        self.sets.push(set);
        self.entries.push((position, entry));
        Ok(())
    }

    fn judge_agents(&mut self, action: &Action) -> Result<(), String> {
        match action {
            Action::Trust { agent, trust } => {
                let agent: AgentId = agent.parse()?;
                Arc::make_mut(&mut self.standing).set_trust(short(&agent.0), *trust);
            }
            Action::Steward {
                namespace,
                agent,
                granted,
            } => {
                let agent: AgentId = agent.parse()?;
                let standing = Arc::make_mut(&mut self.standing);
                standing.set_steward(namespace, short(&agent.0), *granted);
            }
            _ => {}
        }
        Ok(())
    }

    /// The number of the next entry.
    pub(crate) fn next_sequence(&self) -> u64 {
        self.entries.len() as u64 + 1
    }

    /// The time of the next entry: later than the last one's, whatever the clock says.
    pub(crate) fn next_time(&self, now: u64) -> u64 {
        self.entries
            .last()
            .map_or(now, |(_, last)| now.max(last.at + 1))
    }

    /// The last entry, with what held before it.
    pub(crate) fn last(&self) -> Option<(&ControlEntry, State)> {
        let (_, entry) = self.entries.last()?;
        let earlier = self.trials.iter().rev().nth(1);
        let before = State {
            set: self.set_after(entry.sequence - 1)?,
            trials: earlier.cloned().unwrap_or_default(),
        };
        Some((entry, before))
    }

    /// Number of entries.
    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    /// The set that holds now.
    pub(crate) fn set(&self) -> Arc<SlotDigests> {
        self.sets.last().cloned().unwrap_or_default()
    }

    /// The set after an entry; 0 = the empty set before the first.
    pub(crate) fn set_after(&self, sequence: u64) -> Option<Arc<SlotDigests>> {
        match usize::try_from(sequence).ok()?.checked_sub(1) {
            None => Some(Arc::default()),
            Some(at) => self.sets.get(at).cloned(),
        }
    }

    /// The entry before the last change of slots: what a rollback goes back to when nothing else is said.
    pub(crate) fn before_last_change(&self) -> Option<u64> {
        let now = self.sets.last()?;
        let at = self.sets.iter().rposition(|set| set != now)?;
        Some(at as u64 + 1)
    }

    /// What is tried out now, and what was taken out.
    pub(crate) fn trials(&self) -> Arc<Trials> {
        self.trials.last().cloned().unwrap_or_default()
    }

    /// What holds now.
    pub(crate) fn now(&self) -> State {
        State {
            set: self.set(),
            trials: self.trials(),
        }
    }

    /// The digest that filled a slot last before this one, among those that `good` admits.
    pub(crate) fn last_good(
        &self,
        slot: &str,
        digest: &str,
        good: impl Fn(&str) -> bool,
    ) -> Option<String> {
        let before = self.sets.iter().rev().filter_map(|set| set.get(slot));
        let mut before = before.filter(|known| *known != digest && good(known));
        before.next().cloned()
    }

    /// The estimates that have a name, with the digests that they stand for.
    pub(crate) fn estimates(&self) -> &BTreeMap<String, String> {
        &self.estimates
    }

    /// Trust and roles now.
    pub(crate) fn standing(&self) -> Arc<Standing> {
        Arc::clone(&self.standing)
    }

    /// The latest entries, newest first.
    pub(crate) fn latest(&self, limit: usize) -> Vec<Activation> {
        self.entries
            .iter()
            .rev()
            .take(limit)
            .map(|(position, entry)| view(*position, entry))
            .collect()
    }
}

pub(crate) fn view(position: u64, entry: &ControlEntry) -> Activation {
    let one = |slot: &String, digest: &String| BTreeMap::from([(slot.clone(), digest.clone())]);
    let (slots, restores) = match &entry.action {
        Action::Activate { slots } => (slots.clone(), None),
        Action::Rollback { to } => (BTreeMap::new(), Some(*to)),
        Action::Shadow(trial) | Action::Canary(trial) => (one(&trial.slot, &trial.digest), None),
        Action::Unshadow(ended) | Action::Promote(ended) | Action::Withdraw(ended) => {
            (one(&ended.slot, &ended.digest), None)
        }
        Action::Trip(trip) => (trip.slots.clone(), None),
        _ => (BTreeMap::new(), None),
    };
    let estimates = match &entry.action {
        Action::Estimate { name, digest } => one(name, digest),
        _ => BTreeMap::new(),
    };
    let share_millionths = match &entry.action {
        Action::Shadow(trial) | Action::Canary(trial) => Some(trial.share),
        _ => None,
    };
    let tripped = match &entry.action {
        Action::Trip(trip) => Some(trip.digest.clone()),
        _ => None,
    };
    Activation {
        sequence: entry.sequence,
        position,
        at: entry.at,
        by: entry.by.clone(),
        reason: entry.reason.clone(),
        action: entry.action.name().to_owned(),
        slots,
        restores,
        share_millionths,
        tripped,
        estimates,
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
    use super::*;

    fn entry(sequence: u64, action: Action) -> ControlEntry {
        ControlEntry {
            sequence,
            at: 0,
            by: String::new(),
            reason: String::new(),
            action,
        }
    }

    fn activate(slot: &str, digest: &str) -> Action {
        Action::Activate {
            slots: BTreeMap::from([(slot.to_owned(), digest.to_owned())]),
        }
    }

    #[test]
    fn a_set_changes_only_the_named_slots_and_a_rollback_restores_whole_sets() {
        let mut history = History::default();
        history
            .add(10, entry(1, activate("recency", "aa")))
            .unwrap();
        history
            .add(20, entry(2, activate("consensus", "bb")))
            .unwrap();
        history
            .add(30, entry(3, activate("recency", "cc")))
            .unwrap();
        assert_eq!(history.set()["recency"], "cc");
        assert_eq!(history.set()["consensus"], "bb");
        assert_eq!(history.before_last_change(), Some(2));
        history
            .add(40, entry(4, Action::Rollback { to: 2 }))
            .unwrap();
        assert_eq!(history.set()["recency"], "aa");
        assert_eq!(history.before_last_change(), Some(3));
        assert!(history.add(50, entry(4, activate("x", "y"))).is_err());
        assert!(
            history
                .add(50, entry(5, Action::Rollback { to: 9 }))
                .is_err()
        );
    }
}
