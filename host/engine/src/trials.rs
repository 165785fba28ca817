//! What the control log says of versions that are tried out: shadows, canaries, and versions that were taken out.
//!
//! Not the trials themselves: `shadow` runs versions beside others, `Slots` lets canaries serve.
//!
//! Invariant: a function of the entries alone, so that a replay sees the canaries of its position.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::control::{Action, ControlEntry, OnTrial};
use crate::history::SlotDigests;

/// A version that is tried out in a slot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Trial {
    /// The version.
    pub(crate) digest: String,
    /// Millionths of the queries or subjects.
    pub(crate) share: u32,
    /// Decides which ones.
    pub(crate) salt: String,
    /// When it began, ms.
    pub(crate) at: u64,
}

/// A version that was taken out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tripped {
    /// How often.
    pub(crate) times: u32,
    /// When last, ms.
    pub(crate) at: u64,
    /// Until when it is kept back, ms.
    pub(crate) until: u64,
    /// The entry that took it out.
    pub(crate) sequence: u64,
    /// Why.
    pub(crate) reason: String,
}

/// Everything that is tried out, and everything that was taken out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Trials {
    /// By slot.
    pub(crate) canaries: BTreeMap<String, Trial>,
    /// By slot.
    pub(crate) shadows: BTreeMap<String, Trial>,
    /// By digest.
    pub(crate) tripped: BTreeMap<String, Tripped>,
}

impl Trials {
    /// What holds after an entry; `active` is the set after it.
    pub(crate) fn after(
        before: Arc<Self>,
        entry: &ControlEntry,
        active: &SlotDigests,
    ) -> Arc<Self> {
        let mut next = Trials::clone(&before);
        next.apply(entry, active);
        // Most entries change nothing here, and share what they leave.
        if next == *before {
            before
        } else {
            Arc::new(next)
        }
    }

    fn apply(&mut self, entry: &ControlEntry, active: &SlotDigests) {
        match &entry.action {
            Action::Shadow(trial) => {
                self.shadows.insert(trial.slot.clone(), began(trial, entry));
            }
            Action::Unshadow(ended) => {
                self.shadows.remove(&ended.slot);
            }
            Action::Canary(trial) => {
                self.canaries
                    .insert(trial.slot.clone(), began(trial, entry));
            }
            Action::Promote(ended) | Action::Withdraw(ended) => {
                self.canaries.remove(&ended.slot);
            }
            Action::Trip(trip) => {
                for slot in &trip.canaries {
                    self.canaries.remove(slot);
                }
                let tripped = Tripped {
                    times: trip.times,
                    at: entry.at,
                    until: trip.until,
                    sequence: entry.sequence,
                    reason: entry.reason.clone(),
                };
                self.tripped.insert(trip.digest.clone(), tripped);
            }
            _ => {}
        }
        // What has become the active version is no longer tried out, and neither is anything in a slot that is empty.
        let goes_on = |slot: &String, trial: &mut Trial| {
            active.get(slot).is_some_and(|now| *now != trial.digest)
        };
        self.canaries.retain(goes_on);
        self.shadows.retain(goes_on);
    }

    /// Until when a version is kept back, if it is.
    pub(crate) fn kept_back(&self, digest: &str, now: u64) -> Option<&Tripped> {
        self.tripped
            .get(digest)
            .filter(|tripped| now < tripped.until)
    }
}

fn began(trial: &OnTrial, entry: &ControlEntry) -> Trial {
    Trial {
        digest: trial.digest.clone(),
        share: trial.share,
        salt: trial.salt.clone(),
        at: entry.at,
    }
}
