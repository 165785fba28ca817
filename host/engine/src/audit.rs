//! The audit: every query is kept, in groups, by a thread of its own.
//!
//! A query does not wait for its entry unless asked to (`audit_sync`); what a crash may lose is the group under way, at
//! most [`GROUP_AGE`] and one sync long. The queue is bounded: when it is full, queries wait, and none is left out.
//!
//! Invariant: an entry is kept before the thread ends, whoever ends it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded};
use parking_lot::Mutex;
use stemedb_core::Timestamp;
use stemedb_storage::{AuditKey, AuditLog};
use stemedb_wal::disk::Disk;
use stemedb_wire::AuditEntry;

use crate::error::{Error, ErrorKind};

/// Entries that may wait.
const QUEUE_MAX: usize = 65_536;
/// Entries of one group.
const GROUP_MAX: usize = 8_192;
/// How long a group gathers.
const GROUP_AGE: Duration = Duration::from_millis(100);

enum Message {
    Entry(AuditKey, Box<AuditEntry>),
    /// Answered when everything before is durable.
    Flush(Sender<()>),
}

/// The audit of one database.
pub(crate) struct Audit {
    log: Arc<AuditLog>,
    queue: Option<Sender<Message>>,
    thread: Option<JoinHandle<()>>,
    sync: bool,
    ids: Mutex<Ids>,
    failures: Arc<AtomicU64>,
}

impl Audit {
    pub(crate) fn start(disk: &dyn Disk, sync: bool) -> Result<Self, Error> {
        let log = Arc::new(AuditLog::open(disk)?);
        let (queue, entries) = bounded(QUEUE_MAX);
        let failures = Arc::new(AtomicU64::new(0));
        let keeper = Keeper {
            log: Arc::clone(&log),
            failures: Arc::clone(&failures),
            sync,
        };
        let thread = std::thread::Builder::new()
            .name("stemedb-audit".into())
            .spawn(move || keeper.run(&entries))
            .map_err(|error| {
                Error::new(
                    ErrorKind::Internal,
                    "no_thread",
                    format!("the audit can't start: {error}"),
                )
            })?;
        Ok(Audit {
            log,
            queue: Some(queue),
            thread: Some(thread),
            sync,
            ids: Mutex::new(Ids::new()?),
            failures,
        })
    }

    /// A new query id, greater than all before.
    pub(crate) fn next_id(&self, now: Timestamp) -> AuditKey {
        self.ids.lock().next(now)
    }

    /// Keeps an entry; waits for the disk only if the audit is set so.
    pub(crate) fn keep(&self, key: AuditKey, entry: AuditEntry) {
        let Some(queue) = &self.queue else { return };
        let sent = queue.send(Message::Entry(key, Box::new(entry)));
        if sent.is_err() {
            self.failures.fetch_add(1, Ordering::Relaxed);
        } else if self.sync {
            self.flush();
        }
    }

    /// Waits until everything kept so far is durable.
    pub(crate) fn flush(&self) {
        let Some(queue) = &self.queue else { return };
        let (done, wait) = bounded(1);
        if queue.send(Message::Flush(done)).is_ok() {
            // An error means that the thread is gone, and with it everything to wait for.
            let _ = wait.recv();
        }
    }

    /// One entry, also if it was kept a moment ago.
    pub(crate) fn get(&self, key: &AuditKey) -> Result<Option<AuditEntry>, Error> {
        if let Some(bytes) = self.log.get(key)? {
            return decode(&bytes).map(Some);
        }
        self.flush();
        self.log.get(key)?.map(|bytes| decode(&bytes)).transpose()
    }

    /// Entries before a key, newest first, that `wanted` admits.
    pub(crate) fn newest(
        &self,
        before: Option<&AuditKey>,
        limit: usize,
        wanted: impl Fn(&AuditEntry) -> bool,
    ) -> Result<Vec<AuditEntry>, Error> {
        self.flush();
        let mut found = Vec::new();
        let mut failed = None;
        self.log.newest(before, |_, bytes| {
            match decode(bytes) {
                Ok(entry) if wanted(&entry) => found.push(entry),
                Ok(_) => {}
                Err(error) => failed = Some(error),
            }
            found.len() < limit && failed.is_none()
        })?;
        failed.map_or(Ok(found), Err)
    }

    /// Entries that could not be kept.
    pub(crate) fn failures(&self) -> u64 {
        self.failures.load(Ordering::Relaxed)
    }
}

impl Drop for Audit {
    fn drop(&mut self) {
        self.queue = None;
        if self
            .thread
            .take()
            .is_some_and(|thread| thread.join().is_err())
        {
            tracing::error!("the audit thread panicked");
        }
    }
}

fn decode(bytes: &[u8]) -> Result<AuditEntry, Error> {
    serde_json::from_slice(bytes).map_err(|error| {
        let message = format!("an audit entry can't be read: {error}");
        Error::new(ErrorKind::Internal, "audit_damaged", message)
    })
}

/// The thread that keeps entries.
struct Keeper {
    log: Arc<AuditLog>,
    failures: Arc<AtomicU64>,
    sync: bool,
}

impl Keeper {
    fn run(&self, messages: &Receiver<Message>) {
        while let Ok(first) = messages.recv() {
            let mut group = Vec::new();
            let mut waiting = Vec::new();
            sort(first, &mut group, &mut waiting);
            let until = Instant::now() + if self.sync { Duration::ZERO } else { GROUP_AGE };
            while group.len() < GROUP_MAX {
                let next = if waiting.is_empty() {
                    messages.recv_deadline(until)
                } else {
                    messages.try_recv().map_err(|_| RecvTimeoutError::Timeout)
                };
                match next {
                    Ok(message) => sort(message, &mut group, &mut waiting),
                    Err(_) => break,
                }
            }
            self.keep(&group);
            for done in waiting {
                // Whoever waited may have gone.
                let _ = done.send(());
            }
        }
    }

    fn keep(&self, group: &[(AuditKey, Box<AuditEntry>)]) {
        let encoded: Result<Vec<_>, _> = group
            .iter()
            .map(|(key, entry)| serde_json::to_vec(entry).map(|bytes| (*key, bytes)))
            .collect();
        let kept = encoded
            .map_err(|error| error.to_string())
            .and_then(|group| self.log.append(&group).map_err(|error| error.to_string()));
        if let Err(error) = kept {
            self.failures
                .fetch_add(group.len() as u64, Ordering::Relaxed);
            metrics::counter!("stemedb_errors_total", "type" => "audit", "layer" => "engine")
                .increment(1);
            tracing::error!(
                entries = group.len(),
                error,
                "audit entries could not be kept"
            );
        }
    }
}

fn sort(
    message: Message,
    group: &mut Vec<(AuditKey, Box<AuditEntry>)>,
    waiting: &mut Vec<Sender<()>>,
) {
    match message {
        Message::Entry(key, entry) => group.push((key, entry)),
        Message::Flush(done) => waiting.push(done),
    }
}

/// Makes query ids: six bytes of time, four of count, six random bytes of this process.
struct Ids {
    last: Timestamp,
    count: u32,
    process: [u8; 6],
}

impl Ids {
    fn new() -> Result<Self, Error> {
        let mut process = [0; 6];
        getrandom::fill(&mut process)
            .map_err(|error| Error::new(ErrorKind::Internal, "no_randomness", error.to_string()))?;
        Ok(Ids {
            last: 0,
            count: 0,
            process,
        })
    }

    fn next(&mut self, now: Timestamp) -> AuditKey {
        if now > self.last {
            self.last = now;
            self.count = 0;
        } else {
            self.count = self.count.wrapping_add(1);
            self.last += u64::from(self.count == 0);
        }
        let mut key = [0; 16];
        key[..6].copy_from_slice(&self.last.to_be_bytes()[2..]);
        key[6..10].copy_from_slice(&self.count.to_be_bytes());
        key[10..].copy_from_slice(&self.process);
        key
    }
}
