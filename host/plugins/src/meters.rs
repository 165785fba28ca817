//! What is counted of a plugin: calls, sampled durations, refusals, calls without room, faults by kind.
//!
//! Invariant: counting allocates nothing during a call.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use metrics::{Counter, Histogram};

use crate::{error::FaultKind, identity::PluginRef};

/// One call in so many is timed: reading the clock twice would cost a tenth of the call.
const TIMED_EVERY: u32 = 64;

/// The counters of one plugin.
pub(crate) struct Meters {
    calls: Counter,
    duration: Histogram,
    refusals: Counter,
    busy: Counter,
    faults: Vec<(FaultKind, AtomicU64, Counter)>,
}

impl Meters {
    pub(crate) fn of(plugin: &PluginRef) -> Self {
        let id = plugin.id.clone();
        let fault = |kind: FaultKind| {
            let counter = metrics::counter!("stemedb_plugin_faults_total", "plugin" => id.clone(), "kind" => kind.name());
            (kind, AtomicU64::new(0), counter)
        };
        Self {
            calls: metrics::counter!("stemedb_plugin_calls_total", "plugin" => plugin.id.clone()),
            duration: metrics::histogram!("stemedb_plugin_call_duration_seconds", "plugin" => plugin.id.clone()),
            refusals: metrics::counter!("stemedb_plugin_refusals_total", "plugin" => plugin.id.clone()),
            busy: metrics::counter!("stemedb_plugin_busy_total", "plugin" => plugin.id.clone()),
            faults: FaultKind::ALL.into_iter().map(fault).collect(),
        }
    }

    /// Counts a call; the answer is its beginning, if it is one of those that are timed.
    pub(crate) fn begin(&self, turn: u32, monotonic: Option<fn() -> Duration>) -> Option<Duration> {
        self.calls.increment(1);
        if turn.is_multiple_of(TIMED_EVERY) {
            monotonic.map(|now| now())
        } else {
            None
        }
    }

    pub(crate) fn end(&self, started: Option<Duration>, monotonic: Option<fn() -> Duration>) {
        if let (Some(started), Some(now)) = (started, monotonic) {
            self.duration
                .record(now().saturating_sub(started).as_secs_f64());
        }
    }

    pub(crate) fn refusal(&self) {
        self.refusals.increment(1);
    }

    pub(crate) fn busy(&self) {
        self.busy.increment(1);
    }

    pub(crate) fn fault(&self, kind: FaultKind) {
        if let Some((_, count, counter)) = self.faults.iter().find(|(known, ..)| *known == kind) {
            count.fetch_add(1, Ordering::Relaxed);
            counter.increment(1);
        }
    }

    pub(crate) fn faults(&self) -> Vec<(FaultKind, u64)> {
        let counts = self
            .faults
            .iter()
            .map(|(kind, count, _)| (*kind, count.load(Ordering::Relaxed)));
        counts.filter(|(_, count)| *count > 0).collect()
    }
}
