//! The audit: every query is kept, in groups, by a thread of its own.
//!
//! A query does not wait for its entry unless asked to (`audit_sync`); what a crash may lose is the group under way, at
//! most [`GROUP_AGE`] and one sync long. The queue is bounded: when it is full, queries wait, and none is left out.
//!
//! Invariant: an entry is kept before the thread ends, whoever ends it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, TrySendError, bounded};
use parking_lot::Mutex;
use stemedb_core::Timestamp;
use stemedb_storage::{AuditKey, AuditLog};
use stemedb_wal::disk::Disk;
use stemedb_wire::AuditEntry;

use crate::error::{Error, ErrorKind};

/// Entries that may wait.
const QUEUE_MAX: usize = 65_536;
/// Flushes that may be asked for at once; more wait.
const FLUSHES_MAX: usize = 1_024;
/// Entries of one group.
const GROUP_MAX: usize = 8_192;
/// How long a group gathers.
const GROUP_AGE: Duration = Duration::from_millis(100);

/// An entry on its way to the disk.
type Kept = (AuditKey, Box<AuditEntry>);

/// Asks the keeper to work now; answered, if somebody waits, when everything kept before is durable.
type Flush = Option<Sender<()>>;

/// The audit of one database.
pub(crate) struct Audit {
    log: Arc<AuditLog>,
    lines: Option<Lines>,
    thread: Option<JoinHandle<()>>,
    sync: bool,
    ids: Mutex<Ids>,
    failures: Arc<AtomicU64>,
}

/// The two ways to the keeper. Entries wake nobody: it gathers them by the clock, so that a query pays for one push.
struct Lines {
    entries: Sender<Kept>,
    flushes: Sender<Flush>,
}

impl Audit {
    pub(crate) fn start(disk: &dyn Disk, sync: bool) -> Result<Self, Error> {
        let log = Arc::new(AuditLog::open(disk)?);
        let (entries, kept) = bounded(QUEUE_MAX);
        let (flushes, asked) = bounded(FLUSHES_MAX);
        let failures = Arc::new(AtomicU64::new(0));
        let keeper = Keeper {
            log: Arc::clone(&log),
            failures: Arc::clone(&failures),
            entries: kept,
            flushes: asked,
        };
        let thread = std::thread::Builder::new()
            .name("stemedb-audit".into())
            .spawn(move || keeper.run())
            .map_err(|error| {
                Error::new(
                    ErrorKind::Internal,
                    "no_thread",
                    format!("the audit can't start: {error}"),
                )
            })?;
        Ok(Audit {
            log,
            lines: Some(Lines { entries, flushes }),
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
        let Some(lines) = &self.lines else { return };
        let sent = match lines.entries.try_send((key, Box::new(entry))) {
            Err(TrySendError::Full(kept)) => {
                // A flush that is asked for already serves as well.
                let _ = lines.flushes.try_send(None);
                lines.entries.send(kept).is_ok()
            }
            other => other.is_ok(),
        };
        if !sent {
            self.failures.fetch_add(1, Ordering::Relaxed);
        } else if self.sync {
            self.flush();
        }
    }

    /// Waits until everything kept so far is durable.
    pub(crate) fn flush(&self) {
        let Some(lines) = &self.lines else { return };
        let (done, wait) = bounded(1);
        if lines.flushes.send(Some(done)).is_ok() {
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
        self.lines = None;
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
    entries: Receiver<Kept>,
    flushes: Receiver<Flush>,
}

impl Keeper {
    fn run(&self) {
        loop {
            let asked = self.flushes.recv_timeout(GROUP_AGE);
            let ended = matches!(asked, Err(RecvTimeoutError::Disconnected));
            // Those who wait have put their entries in before they asked.
            let waiting: Vec<_> = asked.into_iter().chain(self.flushes.try_iter()).collect();
            self.keep_all();
            for done in waiting.into_iter().flatten() {
                // Whoever waited may have gone.
                let _ = done.send(());
            }
            if ended {
                return;
            }
        }
    }

    /// Keeps what has arrived until now, in groups; what arrives meanwhile has its own turn, so that this ends.
    fn keep_all(&self) {
        let mut left = self.entries.len();
        while left > 0 {
            let group: Vec<Kept> = self.entries.try_iter().take(left.min(GROUP_MAX)).collect();
            left = left.saturating_sub(group.len().max(1));
            self.keep(&group);
        }
    }

    fn keep(&self, group: &[Kept]) {
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
