//! Trips: a version that fails too often within a window is taken out, and its slots fall back to the last good one.
//!
//! Only faults in queries that took the version from its slot count: whoever pins a version chose it. What is decided here
//! is an entry of the control log like any decision of the operator's, signed with the same key.
//!
//! Invariant: a query keeps the versions that it began with; a trip changes the set for those that come later.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use parking_lot::Mutex;
use stemedb_core::Timestamp;
use stemedb_plugins::{Digest, PluginFault};
use stemedb_wire::Activation;

use crate::control::{Action, REASON_BYTES_MAX, Trip};
use crate::error::{Error, ErrorKind};
use crate::history::History;
use crate::open::Engine;

/// Who decides a trip, as the control log names it.
const DECIDER: &str = "stemedb";
/// Room that a reason has for the words of a fault, in bytes.
const DETAIL_BYTES_MAX: usize = REASON_BYTES_MAX / 2;

/// When a version is taken out, and for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TripOptions {
    /// Faults of one version within the window that take it out; 0 = none ever do.
    pub faults: u32,
    /// The window, in milliseconds.
    pub window_ms: u64,
    /// How long a version is kept back the first time, in milliseconds; every later time twice as long.
    pub backoff_ms: u64,
    /// The longest time for which a version is kept back, in milliseconds.
    pub backoff_ms_max: u64,
}

impl Default for TripOptions {
    fn default() -> Self {
        TripOptions {
            faults: 5,
            window_ms: 60_000,
            backoff_ms: 300_000,
            backoff_ms_max: 86_400_000,
        }
    }
}

impl TripOptions {
    /// For how long a version is kept back that is taken out so many times.
    fn backoff(&self, times: u32) -> u64 {
        let doublings = times.saturating_sub(1).min(63);
        let whole = u128::from(self.backoff_ms) << doublings;
        u64::try_from(whole)
            .unwrap_or(u64::MAX)
            .min(self.backoff_ms_max)
    }
}

/// The latest faults of each version.
pub(crate) struct Faults {
    options: TripOptions,
    seen: Mutex<BTreeMap<Digest, VecDeque<Timestamp>>>,
}

impl Faults {
    pub(crate) fn new(options: TripOptions) -> Self {
        Faults {
            options,
            seen: Mutex::default(),
        }
    }

    /// Takes in a fault; true if it is the one too many, after which counting begins anew.
    fn note(&self, digest: Digest, now: Timestamp) -> bool {
        if self.options.faults == 0 {
            return false;
        }
        let mut seen = self.seen.lock();
        let times = seen.entry(digest).or_default();
        // A clock that was set back must not keep old faults in the window.
        times.retain(|time| *time <= now && now - *time < self.options.window_ms);
        times.push_back(now);
        let too_many = times.len() >= self.options.faults as usize;
        if too_many {
            seen.remove(&digest);
        }
        too_many
    }
}

impl Engine {
    /// Takes in the fault of a version that a slot gave to a query.
    pub(crate) fn note_fault(&self, fault: &PluginFault, now: Timestamp) {
        let digest = fault.plugin.digest;
        if !self.faults.note(digest, now) {
            return;
        }
        let outcome = match self.trip(fault, now) {
            Ok(activation) => {
                tracing::error!(
                    plugin = %fault.plugin,
                    kind = fault.kind.name(),
                    sequence = activation.sequence,
                    slots = ?activation.slots,
                    reason = activation.reason,
                    "a plugin was taken out after repeated faults"
                );
                "fell-back"
            }
            Err(error) if error.code() == "not_serving" => return,
            Err(error) => {
                tracing::error!(plugin = %fault.plugin, %error, "a plugin that fails could not be taken out");
                "stuck"
            }
        };
        metrics::counter!("stemedb_trips_total", "plugin" => fault.plugin.id.clone(), "outcome" => outcome)
            .increment(1);
    }

    fn trip(&self, fault: &PluginFault, now: Timestamp) -> Result<Activation, Error> {
        let TripOptions {
            faults, window_ms, ..
        } = self.options.trips;
        let detail = shortened(&fault.detail, DETAIL_BYTES_MAX);
        let reason = format!(
            "{faults} faults of {} within {window_ms} ms; the last one: {}, {detail}",
            fault.plugin.id, fault.kind
        );
        let reason = shortened(&reason, REASON_BYTES_MAX).to_owned();
        self.decide(DECIDER, &reason, |history| {
            self.plan_trip(history, &fault.plugin.digest.to_string(), now)
                .map(Action::Trip)
        })
    }

    /// Which slots a version leaves, and who fills them.
    fn plan_trip(&self, history: &History, digest: &str, now: Timestamp) -> Result<Trip, Error> {
        let trials = history.trials();
        let good = |other: &str| {
            let installed = Digest::parse(other).and_then(|digest| self.host.get(&digest));
            installed.is_some() && trials.kept_back(other, now).is_none()
        };
        let set = history.set();
        let filled = set.iter().filter(|(_, filled)| *filled == digest);
        let filled: BTreeSet<&String> = filled.map(|(slot, _)| slot).collect();
        let canaries = trials.canaries.iter();
        let canaries: BTreeSet<String> = canaries
            .filter(|(_, canary)| canary.digest == digest)
            .map(|(slot, _)| slot.clone())
            .collect();
        if filled.is_empty() && canaries.is_empty() {
            let message = "the version serves no slot any more";
            return Err(Error::new(ErrorKind::Conflict, "not_serving", message));
        }
        let slots: BTreeMap<String, String> = filled
            .iter()
            .filter_map(|slot| Some(((*slot).clone(), history.last_good(slot, digest, good)?)))
            .collect();
        if slots.is_empty() && canaries.is_empty() {
            let filled: Vec<&str> = filled.into_iter().map(String::as_str).collect();
            let message = format!(
                "no other version has filled the slot {}; install and activate one",
                filled.join(", ")
            );
            return Err(Error::new(ErrorKind::Conflict, "no_good_version", message));
        }
        let times = match trials.tripped.get(digest) {
            // Long past its time, a version begins anew.
            Some(last) if now < last.until.saturating_add(self.options.trips.backoff_ms_max) => {
                last.times.saturating_add(1)
            }
            _ => 1,
        };
        Ok(Trip {
            digest: digest.to_owned(),
            slots,
            canaries,
            times,
            until: now.saturating_add(self.options.trips.backoff(times)),
        })
    }

    /// Refuses versions that were taken out and whose time has not come.
    pub(crate) fn none_kept_back<'a>(
        &self,
        history: &History,
        wanted: impl Iterator<Item = (&'a String, &'a String)>,
    ) -> Result<(), Error> {
        let now = self.options.clock.now_ms();
        let trials = history.trials();
        for (slot, digest) in wanted {
            if let Some(tripped) = trials.kept_back(digest, now) {
                let seconds = (tripped.until - now).div_ceil(1_000);
                return Err(Error::new(
                    ErrorKind::Conflict,
                    "kept_back",
                    format!(
                        "the version {digest} was taken out after faults (entry {} of the control log: {}) and is kept back for another {seconds} s; wait, give the slot {slot} another version, or force it",
                        tripped.sequence, tripped.reason
                    ),
                ));
            }
        }
        Ok(())
    }
}

/// The beginning of a text, at most so many bytes.
fn shortened(text: &str, bytes_max: usize) -> &str {
    &text[..text.floor_char_boundary(bytes_max)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_faults_within_the_window_add_up() {
        let faults = Faults::new(TripOptions {
            faults: 3,
            window_ms: 100,
            ..TripOptions::default()
        });
        let (one, other) = (Digest([1; 32]), Digest([2; 32]));
        assert!(!faults.note(one, 0));
        assert!(!faults.note(one, 50));
        assert!(!faults.note(other, 60));
        assert!(!faults.note(one, 120), "the first is out of the window");
        assert!(faults.note(one, 149));
        assert!(!faults.note(one, 149), "counting begins anew");
        assert!(!faults.note(one, 10), "the clock was set back");
        assert!(!faults.note(one, 11));
        let never = Faults::new(TripOptions {
            faults: 0,
            ..TripOptions::default()
        });
        assert!((0..1_000).all(|now| !never.note(one, now)));
    }

    #[test]
    fn the_time_kept_back_doubles_up_to_a_bound() {
        let options = TripOptions {
            backoff_ms: 1_000,
            backoff_ms_max: 10_000,
            ..TripOptions::default()
        };
        let times = [0, 1, 2, 3, 4, 5, 64, u32::MAX].map(|times| options.backoff(times));
        assert_eq!(
            times,
            [1_000, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000, 10_000]
        );
    }

    #[test]
    fn texts_are_cut_between_letters() {
        assert_eq!(shortened("größe", 3), "gr");
        assert_eq!(shortened("größe", 99), "größe");
    }
}
