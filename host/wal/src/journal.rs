//! The writer's side of the log: records gather in memory, one write and one sync make them durable.
//!
//! It starts no thread and groups nobody; a caller appends what it has and commits. Invariant: a position handed out
//! is final once `commit` returned, and after any failed write or sync nothing is accepted until the log is reopened,
//! because nobody knows then what the disk holds.

use std::io;
use std::sync::Arc;
use std::time::Instant;

use crate::disk::{Disk, DiskFile, DiskLock, join, parent};
use crate::error::WalError;
use crate::frame::{FRAME_HEAD_BYTES, PAYLOAD_BYTES_LIMIT};
use crate::measure;
use crate::reader::{JournalReader, Shared};
use crate::recovery::{Recovery, create_segment, recover};
use crate::segment::{SEGMENT_HEAD_BYTES, SegmentHead, file_name};

/// The most that one batch may hold in memory, frames included.
pub const BATCH_BYTES_MAX: u64 = 64 << 20;

const LOCK_FILE: &str = "LOCK";
const SEGMENT_BYTES_MIN: u64 = 256;
const SEGMENT_BYTES_MAX: u64 = 1 << 40;

/// How a log is written.
#[derive(Debug, Clone)]
pub struct JournalOptions {
    /// A segment that would grow beyond this is followed by a new one. A single batch may exceed it.
    pub segment_bytes: u64,
    /// The largest payload accepted, at most [`PAYLOAD_BYTES_LIMIT`].
    pub payload_bytes_max: u32,
    /// The id for a new log; an existing log must have this id. `None`: all zeros for a new log, any id for an
    /// existing one. Give each log a random id: it keeps records of one log from passing as records of another.
    pub log_id: Option<[u8; 16]>,
    /// A fault switch for tests that must go red: batches are written, but not synced.
    pub skip_fsync: bool,
}

impl Default for JournalOptions {
    fn default() -> Self {
        Self {
            segment_bytes: 64 << 20,
            payload_bytes_max: 16 << 20,
            log_id: None,
            skip_fsync: false,
        }
    }
}

impl JournalOptions {
    fn check(&self) -> Result<(), WalError> {
        let between = |option, value, min, max| {
            if (min..=max).contains(&value) {
                Ok(())
            } else {
                Err(WalError::Options {
                    option,
                    value,
                    min,
                    max,
                })
            }
        };
        between(
            "segment_bytes",
            self.segment_bytes,
            SEGMENT_BYTES_MIN,
            SEGMENT_BYTES_MAX,
        )?;
        between(
            "payload_bytes_max",
            u64::from(self.payload_bytes_max),
            1,
            u64::from(PAYLOAD_BYTES_LIMIT),
        )
    }
}

/// The one writer of a log.
#[derive(Debug)]
pub struct Journal {
    shared: Arc<Shared>,
    options: JournalOptions,
    active: Arc<dyn DiskFile>,
    base: u64,
    /// All before is durable; the batch begins here.
    end: u64,
    batch: Vec<u8>,
    batch_records: u64,
    poisoned: Option<String>,
    _lock: Box<dyn DiskLock>,
}

impl Journal {
    /// Opens the log in folder `dir`, creating it if there is none, and brings it into order after a crash.
    /// `applied` is the end position up to which the index has taken records over, 0 for none: records before it must
    /// be whole.
    ///
    /// # Errors
    /// [`WalError::Locked`] if another writer has it; [`WalError::Damage`] and its kin if the log is not whole, with
    /// nothing changed on disk; [`WalError::Io`] if the disk refuses.
    pub fn open(
        disk: Arc<dyn Disk>,
        dir: &str,
        applied: u64,
        options: JournalOptions,
    ) -> Result<(Self, Recovery), WalError> {
        options.check()?;
        measure::recovery_begins();
        let started = Instant::now();
        let lock = claim(&*disk, dir)?;
        let opened = recover(&*disk, dir, applied, options.log_id)?;
        let (bases, end) = (opened.bases, opened.recovery.end_position);
        let base = bases.last().copied().unwrap_or_default();
        measure::size(end, bases.len());
        measure::recovered(started);
        let shared = Arc::new(Shared::new(disk, dir, opened.seal, bases, end));
        let journal = Self {
            shared,
            options,
            active: opened.active,
            base,
            end,
            batch: Vec::new(),
            batch_records: 0,
            poisoned: None,
            _lock: lock,
        };
        Ok((journal, opened.recovery))
    }

    /// Adds a record to the batch in memory and returns its position. It is not durable, and no reader sees it, before
    /// [`Journal::commit`].
    ///
    /// # Errors
    /// [`WalError::PayloadTooLarge`] and [`WalError::BatchFull`] leave everything as it was. A failure to begin a new
    /// segment poisons the journal.
    pub fn append(&mut self, payload: &[u8]) -> Result<u64, WalError> {
        self.check_poison()?;
        let (bytes, max) = (
            payload.len() as u64,
            u64::from(self.options.payload_bytes_max),
        );
        if bytes > max {
            return Err(WalError::PayloadTooLarge { bytes, max });
        }
        let more = bytes + FRAME_HEAD_BYTES as u64;
        let held = self.batch.len() as u64;
        if held + more > BATCH_BYTES_MAX {
            return Err(WalError::BatchFull { bytes: held, more });
        }
        // Only between batches: a batch must lie in one segment to be one write and one sync.
        if self.batch.is_empty() && self.segment_is_full(more) {
            let rotated = self.rotate();
            self.poison_on_error(rotated)?;
        }
        let position = self.end + held;
        self.shared
            .seal
            .encode(position, self.end, payload, &mut self.batch);
        self.batch_records += 1;
        Ok(position)
    }

    /// Makes the batch durable with one write and one sync, lets readers see it, and returns the durable end. Without
    /// a batch it only returns the end.
    ///
    /// # Errors
    /// [`WalError::Io`] if the disk refuses; from then on [`WalError::Poisoned`].
    pub fn commit(&mut self) -> Result<u64, WalError> {
        self.check_poison()?;
        if self.batch.is_empty() {
            return Ok(self.end);
        }
        let flushed = self.flush();
        self.poison_on_error(flushed)?;
        Ok(self.end)
    }

    /// A reader of this log; it stays usable when the journal is poisoned or dropped.
    #[must_use]
    pub fn reader(&self) -> JournalReader {
        JournalReader::new(Arc::clone(&self.shared))
    }

    /// All records before this position are durable.
    #[must_use]
    pub fn durable_end(&self) -> u64 {
        self.end
    }

    /// Bytes appended and not yet committed, frames included.
    #[must_use]
    pub fn batch_bytes(&self) -> u64 {
        self.batch.len() as u64
    }

    fn segment_is_full(&self, more: u64) -> bool {
        let len = self.end - self.base;
        len > SEGMENT_HEAD_BYTES && len + more > self.options.segment_bytes
    }

    fn flush(&mut self) -> Result<(), WalError> {
        let started = Instant::now();
        let bytes = self.batch.len() as u64;
        let written = self.active.write_all_at(&self.batch, self.end - self.base);
        written.map_err(|error| self.failed("write", error))?;
        if !self.options.skip_fsync {
            let sync_started = Instant::now();
            self.active
                .sync()
                .map_err(|error| self.failed("sync", error))?;
            measure::synced(sync_started);
        }
        self.end += bytes;
        self.shared.publish_end(self.end);
        measure::flushed(started, self.batch_records, bytes);
        measure::size(self.end, self.shared.segments());
        self.batch.clear();
        self.batch_records = 0;
        Ok(())
    }

    fn rotate(&mut self) -> Result<(), WalError> {
        let head = SegmentHead {
            base: self.end,
            log_id: self.shared.seal.log_id(),
        };
        self.active = create_segment(&*self.shared.disk, &self.shared.dir, head)?;
        self.base = self.end;
        self.end += SEGMENT_HEAD_BYTES;
        self.shared.begin_segment(self.base, self.end);
        measure::rotated();
        measure::size(self.end, self.shared.segments());
        Ok(())
    }

    fn failed(&self, operation: &'static str, source: io::Error) -> WalError {
        WalError::io(
            operation,
            &join(&self.shared.dir, &file_name(self.base)),
            source,
        )
    }

    fn check_poison(&self) -> Result<(), WalError> {
        match &self.poisoned {
            None => Ok(()),
            Some(reason) => Err(WalError::Poisoned {
                reason: reason.clone(),
            }),
        }
    }

    fn poison_on_error(&mut self, result: Result<(), WalError>) -> Result<(), WalError> {
        if let Err(error) = &result {
            measure::write_failed(error);
            tracing::error!(%error, "the log accepts nothing more");
            self.poisoned = Some(error.to_string());
            self.batch = Vec::new();
        }
        result
    }
}

/// Makes sure that the folder is there for good, and takes its lock.
fn claim(disk: &dyn Disk, dir: &str) -> Result<Box<dyn DiskLock>, WalError> {
    disk.create_dir(dir)
        .map_err(|error| WalError::io("create", dir, error))?;
    // Each folder's name lies in the one above it, up to the root.
    let mut inner = dir;
    while !inner.is_empty() {
        inner = parent(inner);
        disk.sync_dir(inner)
            .map_err(|error| WalError::io("sync", inner, error))?;
    }
    disk.lock(&join(dir, LOCK_FILE))
        .map_err(|error| match error.kind() {
            io::ErrorKind::WouldBlock => WalError::Locked {
                dir: dir.to_owned(),
            },
            _ => WalError::io("lock", dir, error),
        })
}
