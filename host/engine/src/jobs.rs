//! The queue of estimators' jobs: one runs at a time, on a thread of its own, so many wait.
//!
//! Not the job's work: `estimates` does it.
//!
//! Invariant: no thread outlives the queue; a job that was accepted ends in one of three ways, and says which.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::thread::JoinHandle;

use parking_lot::Mutex;
use stemedb_plugins::JointPipeline;
use stemedb_query::{JointAsked, JointProgress, JointState, Standing};
use stemedb_wire::{EstimateRequest, EstimateState};

use crate::error::{Error, ErrorKind};

/// Jobs that may wait.
const WAITING_MAX: usize = 16;
/// Jobs that are remembered, whatever became of them.
const REMEMBERED_MAX: usize = 64;
/// Stack of the thread: calls of plugins need four times what WebAssembly may use of it.
const STACK_BYTES: usize = 4 << 20;

/// One job.
pub(crate) struct Job {
    pub(crate) ticket: u64,
    pub(crate) request: EstimateRequest,
    pub(crate) asked: JointAsked,
    pub(crate) pipeline: JointPipeline,
    pub(crate) standing: Arc<Standing>,
    pub(crate) progress: JointProgress,
    outcome: Mutex<Option<Outcome>>,
}

/// How a job ended.
#[derive(Debug, Clone)]
pub(crate) enum Outcome {
    /// With an artefact of this digest.
    Done(String),
    /// For this reason without.
    Failed(String),
    /// It was taken back.
    Cancelled,
}

/// What a job is made of.
pub(crate) struct Settled {
    pub(crate) request: EstimateRequest,
    pub(crate) asked: JointAsked,
    pub(crate) pipeline: JointPipeline,
    pub(crate) standing: Arc<Standing>,
}

/// The queue.
#[derive(Default)]
pub(crate) struct Jobs {
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    last_ticket: u64,
    /// Oldest first.
    remembered: VecDeque<Arc<Job>>,
    waiting: VecDeque<Arc<Job>>,
    running: Option<Arc<Job>>,
    thread: Option<JoinHandle<()>>,
    closed: bool,
}

impl Job {
    pub(crate) fn end(&self, outcome: Outcome) {
        let name = match &outcome {
            Outcome::Done(_) => "done",
            Outcome::Failed(_) => "failed",
            Outcome::Cancelled => "cancelled",
        };
        metrics::counter!("stemedb_estimates_total", "outcome" => name).increment(1);
        *self.outcome.lock() = Some(outcome);
    }

    /// Where the job stands.
    pub(crate) fn view(&self) -> EstimateState {
        let outcome = self.outcome.lock().clone();
        let (state, digest, reason) = match outcome {
            Some(Outcome::Done(digest)) => ("done", Some(digest), None),
            Some(Outcome::Failed(reason)) => ("failed", None, Some(reason)),
            Some(Outcome::Cancelled) => ("cancelled", None, None),
            None => (name(self.progress.state()), None, None),
        };
        let (pairs, pairs_done) = self.progress.pairs();
        let (groups, rows) = self.progress.weighed();
        EstimateState {
            ticket: self.ticket.to_string(),
            name: self.request.name.clone(),
            lens: self.request.lens.clone(),
            state: state.to_owned(),
            pairs,
            pairs_done,
            groups,
            rows,
            digest,
            reason,
        }
    }
}

fn name(state: JointState) -> &'static str {
    match state {
        JointState::Queued => "queued",
        JointState::Scanning => "scanning",
        JointState::Weighing => "weighing",
        JointState::Estimating => "estimating",
        JointState::Writing => "writing",
    }
}

impl Jobs {
    /// Puts a job into the queue, and starts the thread if there is none. `work` does one job.
    pub(crate) fn enqueue(
        &self,
        settled: Settled,
        work: impl Fn(&Job) + Send + 'static,
    ) -> Result<Arc<Job>, Error> {
        let mut state = self.state.lock();
        if state.closed {
            return Err(Error::new(
                ErrorKind::Unavailable,
                "stopping",
                "the database is being closed",
            ));
        }
        if state.waiting.len() >= WAITING_MAX {
            let message =
                format!("{WAITING_MAX} estimates wait already; try again when one is done");
            return Err(Error::new(ErrorKind::Unavailable, "busy", message));
        }
        state.last_ticket += 1;
        let job = Arc::new(Job {
            ticket: state.last_ticket,
            request: settled.request,
            asked: settled.asked,
            pipeline: settled.pipeline,
            standing: settled.standing,
            progress: JointProgress::default(),
            outcome: Mutex::default(),
        });
        state.waiting.push_back(Arc::clone(&job));
        state.remembered.push_back(Arc::clone(&job));
        if state.remembered.len() > REMEMBERED_MAX {
            state.remembered.pop_front();
        }
        if state.thread.as_ref().is_none_or(JoinHandle::is_finished) {
            let shared = Arc::clone(&self.state);
            let thread = std::thread::Builder::new()
                .name("stemedb-estimates".into())
                .stack_size(STACK_BYTES)
                .spawn(move || run(&shared, work));
            match thread {
                Ok(thread) => state.thread = Some(thread),
                Err(error) => {
                    state.waiting.clear();
                    let message = format!("no thread could be started: {error}");
                    job.end(Outcome::Failed(message.clone()));
                    return Err(Error::new(ErrorKind::Internal, "no_thread", message));
                }
            }
        }
        Ok(job)
    }

    /// A job that is remembered.
    pub(crate) fn get(&self, ticket: u64) -> Option<Arc<Job>> {
        let state = self.state.lock();
        let found = state.remembered.iter().find(|job| job.ticket == ticket);
        found.cloned()
    }

    /// What is remembered, newest first.
    pub(crate) fn views(&self) -> Vec<EstimateState> {
        let jobs: Vec<Arc<Job>> = self.state.lock().remembered.iter().rev().cloned().collect();
        jobs.iter().map(|job| job.view()).collect()
    }

    /// Takes a job back: at once if it waits, soon if it runs.
    pub(crate) fn cancel(&self, job: &Arc<Job>) {
        job.progress.stop.store(true, Ordering::Relaxed);
        let mut state = self.state.lock();
        let before = state.waiting.len();
        state.waiting.retain(|waiting| !Arc::ptr_eq(waiting, job));
        let waited = state.waiting.len() < before;
        drop(state);
        if waited {
            job.end(Outcome::Cancelled);
        }
    }

    /// Takes all jobs back and waits until none runs; none is accepted any more.
    pub(crate) fn close(&self) {
        let (thread, waiting) = {
            let mut state = self.state.lock();
            state.closed = true;
            if let Some(running) = &state.running {
                running.progress.stop.store(true, Ordering::Relaxed);
            }
            (state.thread.take(), std::mem::take(&mut state.waiting))
        };
        for job in waiting {
            job.end(Outcome::Cancelled);
        }
        let Some(thread) = thread else { return };
        // The thread itself may be the last that holds the engine; it ends right afterwards.
        if thread.thread().id() != std::thread::current().id() && thread.join().is_err() {
            tracing::error!("the thread of estimates panicked");
        }
    }
}

impl Drop for Jobs {
    fn drop(&mut self) {
        self.close();
    }
}

/// Does jobs until none waits.
fn run(state: &Mutex<State>, work: impl Fn(&Job)) {
    loop {
        let job = {
            let mut state = state.lock();
            state.running = state.waiting.pop_front();
            match &state.running {
                Some(job) => Arc::clone(job),
                None => {
                    // Nobody may count on a thread that is about to end.
                    state.thread = None;
                    return;
                }
            }
        };
        let worked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| work(&job)));
        if worked.is_err() {
            job.end(Outcome::Failed(
                "the estimate failed inside the server; its log says how".to_owned(),
            ));
        }
    }
}
