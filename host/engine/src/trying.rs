//! Versions that are tried out: what the operator decides about them, what a query does for them, and what is told of them.
//!
//! Invariant: a shadow serves nobody; a subject sees a canary or the active version, never now one and now the other.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use parking_lot::Mutex;
use stemedb_core::Timestamp;
use stemedb_plugins::{
    Digest, Expression, Judge, OnTrial, Pipeline, PluginError, SHARE_WHOLE, Share, Slots,
};
use stemedb_query::{Asked, QueryError, Standing};
use stemedb_wire::{
    Activation, CanaryView, PluginName, TrialEnd, TrialList, TrialRequest, TrialView, TripView,
};

use crate::activation::{check_slot, invalid};
use crate::ask::{Delivered, plugin_name};
use crate::control::{Action, Ended, OnTrial as Entry};
use crate::error::{Error, ErrorKind};
use crate::history::History;
use crate::open::Engine;
use crate::shadow::{Job, count};
use crate::tally::{share, verdict};
use crate::trials::Trial;

/// Trips that a list shows.
const TRIPS_MAX: usize = 100;
/// Hexadecimal digits of a salt.
const SALT_DIGITS: usize = 16;

/// What canaries served since this process began to count.
#[derive(Default)]
pub(crate) struct Canaries(Mutex<BTreeMap<(String, Digest), Arc<Served>>>);

/// The numbers of one canary.
#[derive(Default)]
struct Served {
    since: Timestamp,
    canary: AtomicU64,
    canary_faults: AtomicU64,
    active: AtomicU64,
    active_faults: AtomicU64,
}

impl Canaries {
    fn of(&self, slot: &str, digest: Digest, now: Timestamp) -> Arc<Served> {
        let mut all = self.0.lock();
        let served = all.entry((slot.to_owned(), digest));
        let begin = || {
            Arc::new(Served {
                since: now,
                ..Served::default()
            })
        };
        Arc::clone(served.or_insert_with(begin))
    }
}

/// A query as the trials see it.
pub(crate) struct Query<'a> {
    /// The set that it was pinned to.
    pub(crate) slots: &'a Slots,
    /// The same as its subject sees it.
    pub(crate) seen: &'a Slots,
    pub(crate) expression: &'a Expression,
    pub(crate) pipeline: &'a Pipeline,
    pub(crate) now: Timestamp,
}

impl Query<'_> {
    /// The version that a slot gave to the query; none if the expression does not name the slot, or pins a version.
    fn taken_from(&self, slot: &str) -> Option<Digest> {
        let mut steps = self.expression.steps.iter().zip(self.pipeline.stages());
        let (_, stage) = steps.find(|(step, _)| step.slot == slot && step.pin.is_none())?;
        Some(stage.judge.reference().digest)
    }
}

/// Starting and ending.
impl Engine {
    /// Runs a version beside the active one of a slot, on a share of the queries. It serves nothing.
    ///
    /// # Errors
    /// A slot, version or share that does not fit.
    pub fn start_shadow(&self, request: &TrialRequest) -> Result<Activation, Error> {
        self.start(request, |history, entry| {
            let before = history.trials().shadows.get(&entry.slot).cloned();
            Ok(Action::Shadow(self.salted(history, entry, before)))
        })
    }

    /// Ends the shadow of a slot.
    ///
    /// # Errors
    /// When there is none.
    pub fn stop_shadow(&self, request: &TrialEnd) -> Result<Activation, Error> {
        self.decide(&request.by, &request.reason, |history| {
            let trials = history.trials();
            let ended = ended(&request.slot, trials.shadows.get(&request.slot), "shadow")?;
            Ok(Action::Unshadow(ended))
        })
    }

    /// Lets a version serve a share of the subjects in a slot. Starting the same version again changes its share: a greater
    /// one keeps the subjects of a smaller one.
    ///
    /// # Errors
    /// A slot, version or share that does not fit, or a version that is kept back.
    pub fn start_canary(&self, request: &TrialRequest) -> Result<Activation, Error> {
        self.start(request, |history, entry| {
            if !request.force {
                self.none_kept_back(history, std::iter::once((&entry.slot, &entry.digest)))?;
            }
            let before = history.trials().canaries.get(&entry.slot).cloned();
            Ok(Action::Canary(self.salted(history, entry, before)))
        })
    }

    /// Fills a slot with its canary, for all subjects.
    ///
    /// # Errors
    /// When there is none.
    pub fn promote_canary(&self, request: &TrialEnd) -> Result<Activation, Error> {
        self.end_canary(request, Action::Promote)
    }

    /// Ends the canary of a slot: the active version serves all subjects again.
    ///
    /// # Errors
    /// When there is none.
    pub fn withdraw_canary(&self, request: &TrialEnd) -> Result<Activation, Error> {
        self.end_canary(request, Action::Withdraw)
    }

    fn end_canary(
        &self,
        request: &TrialEnd,
        action: impl FnOnce(Ended) -> Action,
    ) -> Result<Activation, Error> {
        self.decide(&request.by, &request.reason, |history| {
            let trials = history.trials();
            ended(&request.slot, trials.canaries.get(&request.slot), "canary").map(action)
        })
    }

    fn start(
        &self,
        request: &TrialRequest,
        action: impl FnOnce(&History, Entry) -> Result<Action, Error>,
    ) -> Result<Activation, Error> {
        let slot = &request.slot;
        check_slot(slot)?;
        let share = millionths(request.share)?;
        let digest = self.digest_of(slot, &request.plugin)?;
        self.decide(&request.by, &request.reason, |history| {
            match history.set().get(slot) {
                None => Err(unknown_slot(slot)),
                Some(active) if *active == digest => Err(Error::new(
                    ErrorKind::Conflict,
                    "already_active",
                    format!("{digest} fills the slot {slot} already; there is nothing to try out"),
                )),
                Some(_) => {
                    let entry = Entry {
                        slot: slot.clone(),
                        digest,
                        share,
                        salt: String::new(),
                    };
                    action(history, entry)
                }
            }
        })
    }

    /// The same version keeps its salt, so that a greater share keeps what a smaller one took.
    fn salted(&self, history: &History, entry: Entry, before: Option<Trial>) -> Entry {
        let kept = before.filter(|before| before.digest == entry.digest);
        let salt = kept.map_or_else(
            || {
                let (operator, sequence) = (self.operator.agent(), history.next_sequence());
                let named = format!("{operator} {sequence} {}", entry.slot);
                let mut salt = Digest::of(named.as_bytes()).to_string();
                salt.truncate(SALT_DIGITS);
                salt
            },
            |before| before.salt,
        );
        Entry { salt, ..entry }
    }
}

/// What a query does.
impl Engine {
    /// The set of slots that the control log decided, with what is tried out.
    pub(crate) fn slots_of(&self, history: &History) -> Result<Slots, Error> {
        let trials = history.trials();
        let active = self.judges(&history.set())?;
        let slots = Slots::new(history.next_sequence() - 1, active);
        Ok(slots
            .with_canaries(self.on_trial(&trials.canaries))
            .with_shadows(self.on_trial(&trials.shadows)))
    }

    fn on_trial(&self, trials: &BTreeMap<String, Trial>) -> BTreeMap<String, OnTrial> {
        let judged = trials.iter().filter_map(|(slot, trial)| {
            let Some(judge) = Digest::parse(&trial.digest).and_then(|at| self.host.get(&at)) else {
                // The slot's own version serves; a list says what is missing.
                tracing::error!(
                    slot,
                    digest = trial.digest,
                    "a plugin on trial is not installed"
                );
                return None;
            };
            let share = Share::new(trial.share, trial.salt.as_str());
            Some((slot.clone(), OnTrial { judge, share }))
        });
        judged.collect()
    }

    /// Forgets the numbers of trials that have ended.
    pub(crate) fn keep_numbers(&self, slots: &Slots) {
        let same = |trial: Option<&OnTrial>, digest| {
            trial.is_some_and(|trial| trial.judge.reference().digest == digest)
        };
        self.shadows
            .keep(|slot, digest| same(slots.shadows().get(slot), digest));
        self.canaries
            .0
            .lock()
            .retain(|(slot, digest), _| same(slots.canaries().get(slot), *digest));
    }

    /// Counts an answer of a slot that has a canary.
    pub(crate) fn count_canaries(&self, query: &Query<'_>) {
        self.each_canary(query, |slot, served, by_canary| {
            let (number, by) = if by_canary {
                (&served.canary, "canary")
            } else {
                (&served.active, "active")
            };
            number.fetch_add(1, Ordering::Relaxed);
            metrics::counter!("stemedb_canary_answers_total", "slot" => slot.to_owned(), "by" => by)
                .increment(1);
        });
    }

    fn each_canary(&self, query: &Query<'_>, count: impl Fn(&str, &Served, bool)) {
        for (slot, canary) in query.slots.canaries() {
            if let Some(taken) = query.taken_from(slot) {
                let digest = canary.judge.reference().digest;
                let served = self.canaries.of(slot, digest, query.now);
                count(slot, &served, taken == digest);
            }
        }
    }

    /// Takes in that a query failed: a version that fails too often is taken out.
    pub(crate) fn failed(&self, query: &Query<'_>, error: &QueryError) {
        let QueryError::Plugin(PluginError::Fault(fault)) = error else {
            return;
        };
        let steps = query.expression.steps.iter();
        let given = steps.filter(|step| step.pin.is_none());
        let digest = fault.plugin.digest;
        if !given
            .into_iter()
            .any(|step| query.taken_from(&step.slot) == Some(digest))
        {
            return;
        }
        self.each_canary(query, |slot, served, by_canary| {
            if query.taken_from(slot) == Some(digest) {
                let number = if by_canary {
                    &served.canary_faults
                } else {
                    &served.active_faults
                };
                number.fetch_add(1, Ordering::Relaxed);
            }
        });
        self.note_fault(fault, query.now);
    }

    /// Hands an answer to the shadows whose share takes it.
    pub(crate) fn shadow(
        &self,
        query: &Query<'_>,
        asked: &Asked,
        standing: &Arc<Standing>,
        delivered: &Delivered,
    ) {
        let answer = &delivered.answered.answer;
        for (slot, trial) in query.slots.shadows() {
            let shadow = trial.judge.reference().digest;
            let Some(against) = query.taken_from(slot).filter(|taken| *taken != shadow) else {
                continue;
            };
            if !trial.share.takes(&[&delivered.query_id]) {
                continue;
            }
            let tally = self.shadows.tally(slot, shadow, query.now);
            let seen = query.seen.with_judge(slot, &trial.judge);
            let Ok(tried) = self.bind_at(query.expression, &seen, asked.position) else {
                tally.taken();
                tally.failed("unbound");
                count(slot, "failed");
                continue;
            };
            self.shadows.offer(Job {
                slot: slot.clone(),
                shadow,
                against,
                query_id: delivered.query_id.clone(),
                at: query.now,
                // As a replay of the answer would ask, which a view may have served.
                asked: Asked {
                    as_of: answer.as_of,
                    known_at: answer.known_at,
                    position: answer.position,
                    now: false,
                    ..asked.clone()
                },
                served_by: query.pipeline.clone(),
                tried,
                standing: Arc::clone(standing),
                served: verdict(answer),
                tally,
            });
        }
    }
}

/// What is told.
impl Engine {
    /// All that is tried out, and what was taken out.
    #[must_use]
    pub fn trials(&self) -> TrialList {
        let history = self.history.load();
        let trials = history.trials();
        let slots = trials.canaries.keys().chain(trials.shadows.keys());
        let slots: std::collections::BTreeSet<&String> = slots.collect();
        TrialList {
            slots: slots
                .into_iter()
                .map(|slot| self.trial_view(&history, slot, false))
                .collect(),
            trips: self.trips(&history),
        }
    }

    /// What is tried out in a slot, with the latest differences.
    ///
    /// # Errors
    /// A slot that does not exist.
    pub fn trial(&self, slot: &str) -> Result<TrialView, Error> {
        let history = self.history.load();
        if !history.set().contains_key(slot) {
            return Err(unknown_slot(slot));
        }
        Ok(self.trial_view(&history, slot, true))
    }

    fn trial_view(&self, history: &History, slot: &str, differences: bool) -> TrialView {
        let now = self.options.clock.now_ms();
        let trials = history.trials();
        let shadow = trials.shadows.get(slot).and_then(|trial| {
            let (digest, plugin) = self.named(&trial.digest)?;
            let tally = self.shadows.tally(slot, digest, now);
            Some(tally.view(plugin, trial, differences))
        });
        let canary = trials.canaries.get(slot).and_then(|trial| {
            let (digest, plugin) = self.named(&trial.digest)?;
            let served = self.canaries.of(slot, digest, now);
            let number = |number: &AtomicU64| number.load(Ordering::Relaxed);
            Some(CanaryView {
                plugin,
                share: share(trial.share),
                started_at: trial.at,
                counted_since: served.since,
                canary_answers: number(&served.canary),
                canary_faults: number(&served.canary_faults),
                active_answers: number(&served.active),
                active_faults: number(&served.active_faults),
            })
        });
        let set = history.set();
        let active = set.get(slot).and_then(|digest| self.named(digest));
        TrialView {
            slot: slot.to_owned(),
            active: active.map(|(_, plugin)| plugin),
            shadow,
            canary,
        }
    }

    fn trips(&self, history: &History) -> Vec<TripView> {
        let now = self.options.clock.now_ms();
        let trials = history.trials();
        let view = |(digest, tripped): (&String, &crate::trials::Tripped)| TripView {
            digest: digest.clone(),
            plugin: self.named(digest).map(|(_, plugin)| plugin),
            times: tripped.times,
            at: tripped.at,
            until: tripped.until,
            kept_back: now < tripped.until,
            sequence: tripped.sequence,
            reason: tripped.reason.clone(),
        };
        let mut trips: Vec<TripView> = trials.tripped.iter().map(view).collect();
        trips.sort_by_key(|trip| std::cmp::Reverse(trip.sequence));
        trips.truncate(TRIPS_MAX);
        trips
    }

    fn named(&self, digest: &str) -> Option<(Digest, PluginName)> {
        let digest = Digest::parse(digest)?;
        let plugin = self.host.get(&digest)?;
        Some((digest, plugin_name(plugin.reference())))
    }
}

fn ended(slot: &str, trial: Option<&Trial>, what: &str) -> Result<Ended, Error> {
    let trial = trial.ok_or_else(|| {
        let message = format!("the slot {slot} has no {what}");
        Error::new(ErrorKind::NotFound, "no_trial", message)
    })?;
    Ok(Ended {
        slot: slot.to_owned(),
        digest: trial.digest.clone(),
    })
}

fn millionths(share: f64) -> Result<u32, Error> {
    let millionths = (share * f64::from(SHARE_WHOLE)).round();
    if !(1.0..=f64::from(SHARE_WHOLE)).contains(&millionths) {
        return Err(invalid(format!(
            "the share {share} does not lie in 0.000001 ..= 1; to end a trial, stop or withdraw it"
        )));
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it lies in 1 ..= 1,000,000"
    )]
    let millionths = millionths as u32;
    Ok(millionths)
}

fn unknown_slot(slot: &str) -> Error {
    let message = format!("no plugin fills the slot {slot}; `GET /v1/plugins` lists the slots");
    Error::new(ErrorKind::NotFound, "unknown_slot", message)
}
