//! Shadows: versions that run beside the active one on a share of the queries, off their path, and serve nothing.
//!
//! One thread of low priority asks again what was served, with the active version and with the one that is tried out, both
//! on fresh instances at the position of the answer. A query only hands its question over: when too many wait, or when there
//! is no room for one more instance at once, the comparison is left out and counted.
//!
//! Invariant: nothing that a shadow does changes an answer, a view, or how long a query takes.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use crossbeam_channel::{Receiver, Sender, bounded};
use parking_lot::Mutex;
use stemedb_core::Timestamp;
use stemedb_plugins::{CallMode, CallScope, Digest, Pipeline, PluginError};
use stemedb_query::{Answered, Asked, QueryError, Reader, Standing};
use stemedb_wire::{DifferenceView, VerdictView};

use crate::error::{Error, ErrorKind};
use crate::tally::{Tally, differs, verdict};

/// Comparisons that may wait.
pub(crate) const QUEUE_MAX: usize = 1_024;
/// How much the thread stands back behind those that answer, as `nice` counts.
const NICE: i32 = 10;

/// What is asked again.
pub(crate) struct Job {
    /// The slot that the shadow stands in.
    pub(crate) slot: String,
    /// The version that is tried out.
    pub(crate) shadow: Digest,
    /// The version that served.
    pub(crate) against: Digest,
    /// The query that was served.
    pub(crate) query_id: String,
    /// When it was asked.
    pub(crate) at: Timestamp,
    /// The question, at the times and position of the answer.
    pub(crate) asked: Asked,
    /// Who served.
    pub(crate) served_by: Pipeline,
    /// The same with the shadow in its slot.
    pub(crate) tried: Pipeline,
    /// Trust and roles.
    pub(crate) standing: Arc<Standing>,
    /// What was served.
    pub(crate) served: VerdictView,
    /// Where the outcome is counted.
    pub(crate) tally: Arc<Tally>,
}

/// The thread that compares, and the numbers of every shadow.
pub(crate) struct Shadows {
    line: Option<Sender<Job>>,
    thread: Option<JoinHandle<()>>,
    stopping: Arc<AtomicBool>,
    tallies: Mutex<BTreeMap<(String, Digest), Arc<Tally>>>,
}

impl Shadows {
    /// Starts the thread. Without a `monotonic` clock nothing is timed.
    pub(crate) fn start(
        reader: Arc<Reader>,
        monotonic: Option<fn() -> Duration>,
    ) -> Result<Self, Error> {
        let (line, jobs) = bounded(QUEUE_MAX);
        let stopping = Arc::new(AtomicBool::new(false));
        let comparer = Comparer {
            reader,
            monotonic,
            stopping: Arc::clone(&stopping),
            jobs,
        };
        let thread = std::thread::Builder::new()
            .name("stemedb-shadow".into())
            .spawn(move || comparer.run())
            .map_err(|error| {
                let message = format!("shadows can't run: {error}");
                Error::new(ErrorKind::Internal, "no_thread", message)
            })?;
        Ok(Shadows {
            line: Some(line),
            thread: Some(thread),
            stopping,
            tallies: Mutex::default(),
        })
    }

    /// Hands a question over, or leaves it out.
    pub(crate) fn offer(&self, job: Job) {
        job.tally.taken();
        let Some(line) = &self.line else { return };
        if let Err(error) = line.try_send(job) {
            let job = error.into_inner();
            job.tally.dropped();
            count(&job.slot, "dropped");
        }
    }

    /// The numbers of a shadow; they begin when they are first asked for.
    pub(crate) fn tally(&self, slot: &str, digest: Digest, now: Timestamp) -> Arc<Tally> {
        let mut tallies = self.tallies.lock();
        let tally = tallies.entry((slot.to_owned(), digest));
        Arc::clone(tally.or_insert_with(|| Arc::new(Tally::new(now))))
    }

    /// Forgets the numbers of shadows that `goes_on` does not admit.
    pub(crate) fn keep(&self, goes_on: impl Fn(&str, Digest) -> bool) {
        self.tallies
            .lock()
            .retain(|(slot, digest), _| goes_on(slot, *digest));
    }
}

impl Drop for Shadows {
    fn drop(&mut self) {
        self.stopping.store(true, Ordering::Relaxed);
        self.line = None;
        let ended = self.thread.take().map(JoinHandle::join);
        if ended.is_some_and(|ended| ended.is_err()) {
            tracing::error!("the shadow thread panicked");
        }
    }
}

/// Counts what became of an answer that the share of a shadow took.
pub(crate) fn count(slot: &str, outcome: &'static str) {
    metrics::counter!("stemedb_shadow_answers_total", "slot" => slot.to_owned(), "outcome" => outcome)
        .increment(1);
}

/// The thread.
struct Comparer {
    reader: Arc<Reader>,
    monotonic: Option<fn() -> Duration>,
    stopping: Arc<AtomicBool>,
    jobs: Receiver<Job>,
}

type Told = Result<Answered, QueryError>;

impl Comparer {
    fn run(&self) {
        if let Err(error) = rustix::process::nice(NICE) {
            tracing::warn!(%error, "the shadow thread runs at the usual priority");
        }
        for (turn, job) in self.jobs.iter().enumerate() {
            // What still waits when the database is closed is left out.
            if self.stopping.load(Ordering::Relaxed) {
                return;
            }
            self.compare(&job, turn.is_multiple_of(2));
        }
    }

    /// Asks both; the order changes, since whoever comes second finds the rows in memory.
    fn compare(&self, job: &Job, active_first: bool) {
        let active = || self.ask(job, &job.served_by);
        let tried = || self.ask(job, &job.tried);
        let ((_, active_time), (told, tried_time)) = if active_first {
            let active = active();
            (active, tried())
        } else {
            let tried = tried();
            (active(), tried)
        };
        job.tally.timed(active_time, tried_time);
        for (judge, time) in [("active", active_time), ("shadow", tried_time)] {
            if let Some(time) = time {
                let (slot, time) = (job.slot.clone(), time.as_secs_f64());
                metrics::histogram!("stemedb_shadow_latency_seconds", "slot" => slot, "judge" => judge)
                    .record(time);
            }
        }
        match told {
            Ok(answered) => self.note(job, &answered),
            Err(error) => {
                let kind = kind(&error, job.shadow);
                job.tally.failed(kind);
                count(&job.slot, "failed");
                let slot = job.slot.clone();
                metrics::counter!("stemedb_shadow_failures_total", "slot" => slot, "kind" => kind)
                    .increment(1);
                tracing::debug!(slot = job.slot, %error, "a shadow gave no answer");
            }
        }
    }

    /// One answer on fresh instances, with its time if it was given.
    fn ask(&self, job: &Job, pipeline: &Pipeline) -> (Told, Option<Duration>) {
        let scope = CallScope {
            namespace: job.asked.namespace.as_str().into(),
            mode: CallMode::Beside,
        };
        let began = self.monotonic.map(|now| now());
        let lens = pipeline.canonical();
        let told = self
            .reader
            .answer(&job.asked, pipeline, lens, &job.standing, &scope);
        let ended = self.monotonic.map(|now| now());
        let time = began.zip(ended).filter(|_| told.is_ok());
        (told, time.map(|(began, ended)| ended.saturating_sub(began)))
    }

    fn note(&self, job: &Job, answered: &Answered) {
        let shadow = verdict(&answered.answer);
        let difference = DifferenceView {
            query_id: job.query_id.clone(),
            at: job.at,
            namespace: job.asked.namespace.clone(),
            subject: job.asked.subject.clone(),
            predicate: job.asked.predicate.clone(),
            position: job.asked.position,
            differs: differs(&job.served, &shadow),
            active: job.served.clone(),
            shadow,
        };
        let agreed = job.tally.compared(&job.against.to_string(), difference);
        count(&job.slot, if agreed { "agreed" } else { "differed" });
    }
}

/// What the version failed with, or `other` if it was not the version that failed.
fn kind(error: &QueryError, shadow: Digest) -> &'static str {
    match error {
        QueryError::Plugin(PluginError::Busy { .. }) => "busy",
        QueryError::Plugin(error) if error.plugin().digest == shadow => match error {
            PluginError::Fault(fault) => fault.kind.name(),
            PluginError::Refused { .. } => "refused",
            _ => "unbound",
        },
        _ => "other",
    }
}
