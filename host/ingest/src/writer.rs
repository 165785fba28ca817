//! The one thread that gives records their place in the log.

mod placing;

pub(crate) use placing::pair_of;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded};
use parking_lot::Mutex;
use stemedb_core::{Clock, Hlc, HlcStamp};
use stemedb_storage::{Entry, FROZEN_MAX, Indexed, Progress, StorageError, Store, Sync};
use stemedb_wal::Journal;

use crate::authority::Authority;
use crate::error::IngestError;
use crate::request::{Outcome, Submission};

/// Submissions that may wait for the writer.
pub const QUEUE_MAX: usize = 65_536;
/// Submissions that one commit takes in.
const BATCH_MAX: usize = 4_096;
/// A memory table is set aside at this many entries, unless the options say otherwise …
pub const FREEZE_ENTRIES: usize = 16_384;
/// … or at this age.
const FREEZE_AGE: Duration = Duration::from_millis(50);

/// Bounds that depend on the node rather than on the format.
#[derive(Debug, Clone, Copy)]
pub struct RecordLimits {
    /// How far a record's time may lie ahead of this node's clock, in milliseconds.
    pub future_ms_max: u64,
}

/// How the writer works.
#[derive(Clone)]
pub struct WriterOptions {
    /// This node's number in stamps.
    pub node: u64,
    /// The physical clock.
    pub clock: Arc<dyn Clock>,
    /// Bounds.
    pub limits: RecordLimits,
    /// Who is a steward.
    pub authority: Arc<dyn Authority>,
    /// A memory table is set aside for the tables at this many entries.
    pub freeze_entries: usize,
    /// Fault switch for tests that must turn red: answer before the sync.
    pub answer_before_sync: bool,
}

type Answer = Box<dyn FnOnce(Vec<Outcome>) + Send>;

struct Job {
    submissions: Vec<Submission>,
    answer: Answer,
}

/// What stands in the way of writing; shared by both threads and whoever asks.
#[derive(Debug, Default)]
struct Trouble {
    /// Nothing is accepted because of this, until a restart.
    log: Mutex<Option<String>>,
    /// The tables fall behind because of this.
    index: Mutex<Option<String>>,
}

/// A handle on the writing thread; dropping it stops the thread after what waits is written.
pub struct Writer {
    queue: Option<Sender<Job>>,
    waiting: Arc<AtomicUsize>,
    trouble: Arc<Trouble>,
    threads: Vec<JoinHandle<()>>,
}

impl Writer {
    /// Starts the writing and the applying thread over a recovered journal and a store that holds all of it.
    ///
    /// # Errors
    /// When the tables can't be read or threads can't be started.
    pub fn start(
        journal: Journal,
        store: Arc<Store>,
        last: HlcStamp,
        options: WriterOptions,
    ) -> Result<Self, StorageError> {
        let (queue, jobs) = bounded(QUEUE_MAX);
        let (wake, woken) = bounded(1);
        let waiting = Arc::new(AtomicUsize::new(0));
        let trouble = Arc::new(Trouble::default());
        let fail = |source| StorageError::Io {
            file: "a thread".into(),
            source,
        };
        let mut clock = Hlc::new(options.node, last.time_ms);
        clock.observe(last);
        let commit = Commit {
            journal,
            store: store.clone(),
            clock,
            options,
            wake,
            waiting: waiting.clone(),
            trouble: trouble.clone(),
            failed: None,
        };
        let seen = trouble.clone();
        let writing = std::thread::Builder::new()
            .name("stemedb-write".into())
            .spawn(move || commit.run(&jobs))
            .map_err(fail)?;
        let applying = std::thread::Builder::new()
            .name("stemedb-apply".into())
            .spawn(move || apply(&store, &woken, &seen))
            .map_err(fail)?;
        Ok(Writer {
            queue: Some(queue),
            waiting,
            trouble,
            threads: vec![writing, applying],
        })
    }

    /// Hands submissions to the writer; `answer` is called with an outcome for each, in order, when all that were
    /// accepted are durable and visible.
    ///
    /// # Errors
    /// `Busy` when too much waits; `answer` is then not called.
    pub fn submit(
        &self,
        submissions: Vec<Submission>,
        answer: impl FnOnce(Vec<Outcome>) + Send + 'static,
    ) -> Result<(), IngestError> {
        let count = submissions.len();
        let waiting = self.waiting.fetch_add(count, Ordering::AcqRel);
        if waiting > QUEUE_MAX {
            self.waiting.fetch_sub(count, Ordering::AcqRel);
            return Err(IngestError::Busy { waiting });
        }
        let queue = self.queue.as_ref().ok_or(IngestError::Stopped)?;
        queue
            .send(Job {
                submissions,
                answer: Box::new(answer),
            })
            .map_err(|_| IngestError::Stopped)
    }

    /// What stands in the way of writing, in sentences; empty when all is well.
    #[must_use]
    pub fn problems(&self) -> Vec<String> {
        let log = self.trouble.log.lock().clone();
        let index = self.trouble.index.lock().clone();
        log.into_iter().chain(index).collect()
    }

    /// Submits and waits.
    pub fn write(&self, submissions: Vec<Submission>) -> Vec<Outcome> {
        let count = submissions.len();
        let (send, receive) = bounded(1);
        let submitted = self.submit(submissions, move |outcomes| {
            // The receiver waits below; it can't be gone.
            let _ = send.send(outcomes);
        });
        match submitted {
            Err(error) => vec![Err(error); count],
            Ok(()) => receive
                .recv()
                .unwrap_or_else(|_| vec![Err(IngestError::Stopped); count]),
        }
    }

    /// Writes what waits, applies everything, syncs the tables and ends the threads.
    pub fn stop(&mut self) {
        self.queue = None;
        for thread in self.threads.drain(..) {
            if thread.join().is_err() {
                tracing::error!("a storage thread panicked");
            }
        }
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.stop();
    }
}

/// State of the writing thread.
struct Commit {
    journal: Journal,
    store: Arc<Store>,
    clock: Hlc,
    options: WriterOptions,
    wake: Sender<()>,
    waiting: Arc<AtomicUsize>,
    trouble: Arc<Trouble>,
    /// Set by the first failure of log or index; nothing is accepted from then on.
    failed: Option<String>,
}

impl Commit {
    fn run(mut self, jobs: &Receiver<Job>) {
        let mut frozen_at = Instant::now();
        loop {
            match jobs.recv_timeout(FREEZE_AGE) {
                Ok(first) => self.commit(gather(first, jobs)),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
            let entries = self.store.unfrozen();
            if entries >= self.options.freeze_entries
                || (entries > 0 && frozen_at.elapsed() >= FREEZE_AGE)
            {
                self.freeze();
                frozen_at = Instant::now();
            }
        }
        self.store.freeze();
    }

    /// From now on nothing is accepted.
    fn fail(&mut self, what: String) {
        tracing::error!(what, "no more writes are accepted");
        *self.trouble.log.lock() = Some(what.clone());
        self.failed = Some(what);
    }

    /// Sets the memory table aside; waits when the applying thread is too far behind, which is the back-pressure. If that
    /// one can't go on, no wait would end and memory would only grow, so writing ends.
    fn freeze(&mut self) {
        let mut behind = self.store.freeze();
        // A full channel means that the applying thread is awake already.
        let _ = self.wake.try_send(());
        while behind > FROZEN_MAX {
            let stuck = self.trouble.index.lock().clone();
            if let Some(what) = stuck {
                self.fail(what);
                return;
            }
            std::thread::sleep(Duration::from_millis(1));
            behind = self.store.freeze();
        }
    }

    fn commit(&mut self, jobs: Vec<Job>) {
        let now = self.options.clock.now_ms();
        let mut batch = placing::Batch::default();
        let answers: Vec<_> = jobs
            .into_iter()
            .map(|job| {
                let outcomes = job
                    .submissions
                    .into_iter()
                    .map(|one| self.place(one, now, &mut batch))
                    .collect::<Vec<Outcome>>();
                (job.answer, outcomes)
            })
            .collect();
        if self.options.answer_before_sync {
            self.answer(answers, None);
            self.make_durable(batch);
            return;
        }
        let failed = self.make_durable(batch);
        self.answer(answers, failed.as_deref());
    }

    /// Syncs the batch and shows it; the reason when that failed.
    fn make_durable(&mut self, batch: placing::Batch) -> Option<String> {
        if self.failed.is_none() && !batch.items.is_empty() {
            let result = self
                .journal
                .commit()
                .map_err(StorageError::from)
                .and_then(|end| self.show(batch.items, end));
            if let Err(error) = result {
                self.fail(error.to_string());
            }
        }
        self.failed.clone()
    }

    fn show(&self, items: Vec<(Entry, Indexed)>, end: u64) -> Result<(), StorageError> {
        metrics::counter!("stemedb_records_accepted_total").increment(items.len() as u64);
        self.store
            .insert(items.into_iter().map(|(_, item)| item).collect(), end)
    }

    fn answer(&self, answers: Vec<(Answer, Vec<Outcome>)>, failed: Option<&str>) {
        for (answer, mut outcomes) in answers {
            self.waiting.fetch_sub(outcomes.len(), Ordering::AcqRel);
            if let Some(what) = failed {
                for outcome in outcomes.iter_mut().filter(|outcome| outcome.is_ok()) {
                    *outcome = Err(IngestError::Failed {
                        what: what.to_owned(),
                    });
                }
            }
            answer(outcomes);
        }
    }
}

/// As many waiting jobs as a commit takes.
fn gather(first: Job, jobs: &Receiver<Job>) -> Vec<Job> {
    let mut count = first.submissions.len();
    let mut gathered = vec![first];
    while count < BATCH_MAX {
        let Ok(job) = jobs.try_recv() else { break };
        count += job.submissions.len();
        gathered.push(job);
    }
    gathered
}

/// The applying thread: works while there is work, sleeps until woken, and syncs at the end.
fn apply(store: &Store, woken: &Receiver<()>, trouble: &Trouble) {
    loop {
        let stopping = matches!(
            woken.recv_timeout(FREEZE_AGE),
            Err(RecvTimeoutError::Disconnected)
        );
        loop {
            match store.apply(Sync::WhenDue) {
                Ok(Progress::Worked) => *trouble.index.lock() = None,
                Ok(Progress::Idle) => break,
                Err(error) => {
                    // Nothing is lost: the log holds everything. Reads go on from memory and the old tables.
                    tracing::error!(%error, "the index could not be brought up");
                    *trouble.index.lock() = Some(error.to_string());
                    metrics::counter!("stemedb_errors_total", "type" => "index", "layer" => "storage").increment(1);
                    if !stopping {
                        std::thread::sleep(Duration::from_secs(1));
                    }
                    break;
                }
            }
        }
        if stopping {
            if let Err(error) = store.apply(Sync::Now) {
                tracing::error!(%error, "the index could not be synced; it is brought up from the log at the next start");
            }
            return;
        }
    }
}
