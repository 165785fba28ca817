//! Records what an engine does to its two disks, so that the disks can be made again as they stood at any moment.
//!
//! The engine's threads reach the disks in an order that differs from run to run. The order of one run is recorded; what
//! is made from a recording is the same every time.
//!
//! Invariant: an event's count of acknowledged entries was read before the event took effect.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use parking_lot::Mutex;
use stemedb_wal::disk::{Crash, Disk, DiskFile, DiskLock, OpenMode, SimDisk};

/// The disk of the log, and the one of index and audit.
pub(crate) const WAL: usize = 0;
pub(crate) const DB: usize = 1;

#[derive(Debug, Clone)]
pub(crate) enum Change {
    Create,
    CreateDir,
    Remove,
    Rename { to: String },
    Write { at: u64, data: Vec<u8> },
    SetLen { len: u64 },
    Sync,
    SyncDir,
}

/// One thing that changed a disk.
#[derive(Debug, Clone)]
pub(crate) struct Event {
    pub(crate) disk: usize,
    pub(crate) name: String,
    pub(crate) change: Change,
    /// Entries acknowledged before it.
    pub(crate) acknowledged: usize,
}

impl Event {
    /// The event in a few words, for reports.
    pub(crate) fn words(&self) -> String {
        let disk = ["wal", "db"][self.disk];
        let what = match &self.change {
            Change::Write { at, data } => format!("write of {} bytes at {at}", data.len()),
            other => format!("{other:?}"),
        };
        format!("{what} to {disk}/{}", self.name)
    }
}

/// What is recorded, shared by both disks and the workload.
#[derive(Debug, Default)]
pub(crate) struct Tape {
    events: Mutex<Vec<Event>>,
    acknowledged: AtomicUsize,
}

impl Tape {
    /// Notes that so many more entries were acknowledged.
    pub(crate) fn acknowledge(&self, entries: usize) {
        self.acknowledged.fetch_add(entries, Ordering::SeqCst);
    }

    pub(crate) fn acknowledged(&self) -> usize {
        self.acknowledged.load(Ordering::SeqCst)
    }

    pub(crate) fn take(&self) -> Vec<Event> {
        std::mem::take(&mut self.events.lock())
    }
}

/// A simulated disk that records its changes.
#[derive(Debug, Clone)]
pub(crate) struct Recorder {
    tape: Arc<Tape>,
    number: usize,
    inner: SimDisk,
}

impl Recorder {
    pub(crate) fn new(tape: &Arc<Tape>, number: usize) -> Self {
        Recorder {
            tape: tape.clone(),
            number,
            inner: SimDisk::new(),
        }
    }

    /// Does something and records it, in one step for all who look on.
    fn record<T>(
        &self,
        name: &str,
        change: Change,
        act: impl FnOnce() -> io::Result<T>,
    ) -> io::Result<T> {
        let mut events = self.tape.events.lock();
        let acknowledged = self.tape.acknowledged();
        let done = act()?;
        events.push(Event {
            disk: self.number,
            name: name.to_owned(),
            change,
            acknowledged,
        });
        Ok(done)
    }
}

impl Disk for Recorder {
    fn open(&self, name: &str, mode: OpenMode) -> io::Result<Arc<dyn DiskFile>> {
        let inner = if mode == OpenMode::Create && !self.inner.exists(name)? {
            self.record(name, Change::Create, || self.inner.open(name, mode))?
        } else {
            self.inner.open(name, mode)?
        };
        Ok(Arc::new(RecordedFile {
            disk: self.clone(),
            name: name.to_owned(),
            inner,
        }))
    }

    fn exists(&self, name: &str) -> io::Result<bool> {
        self.inner.exists(name)
    }

    fn list(&self, dir: &str) -> io::Result<Vec<String>> {
        self.inner.list(dir)
    }

    fn create_dir(&self, dir: &str) -> io::Result<()> {
        if dir.is_empty() || self.inner.exists(dir)? {
            return Ok(());
        }
        self.record(dir, Change::CreateDir, || self.inner.create_dir(dir))
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        self.record(name, Change::Remove, || self.inner.remove(name))
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        let change = Change::Rename { to: to.to_owned() };
        self.record(from, change, || self.inner.rename(from, to))
    }

    fn sync_dir(&self, dir: &str) -> io::Result<()> {
        self.record(dir, Change::SyncDir, || self.inner.sync_dir(dir))
    }

    fn lock(&self, name: &str) -> io::Result<Box<dyn DiskLock>> {
        self.inner.lock(name)
    }
}

#[derive(Debug)]
struct RecordedFile {
    disk: Recorder,
    name: String,
    inner: Arc<dyn DiskFile>,
}

impl DiskFile for RecordedFile {
    fn len(&self) -> io::Result<u64> {
        self.inner.len()
    }

    fn read_exact_at(&self, buffer: &mut [u8], at: u64) -> io::Result<()> {
        self.inner.read_exact_at(buffer, at)
    }

    fn write_all_at(&self, data: &[u8], at: u64) -> io::Result<()> {
        let change = Change::Write {
            at,
            data: data.to_vec(),
        };
        self.disk
            .record(&self.name, change, || self.inner.write_all_at(data, at))
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        self.disk.record(&self.name, Change::SetLen { len }, || {
            self.inner.set_len(len)
        })
    }

    fn sync(&self) -> io::Result<()> {
        self.disk
            .record(&self.name, Change::Sync, || self.inner.sync())
    }
}

/// Both disks, made again event by event.
#[derive(Debug, Default, Clone)]
pub(crate) struct Disks(pub(crate) [SimDisk; 2]);

impl Disks {
    /// Lets the next event of a recording happen.
    pub(crate) fn apply(&self, event: &Event) -> io::Result<()> {
        let disk = &self.0[event.disk];
        let file = || disk.open(&event.name, OpenMode::Existing);
        match &event.change {
            Change::Create => disk.open(&event.name, OpenMode::Create).map(drop),
            Change::CreateDir => disk.create_dir(&event.name),
            Change::Remove => disk.remove(&event.name),
            Change::Rename { to } => disk.rename(&event.name, to),
            Change::Write { at, data } => file()?.write_all_at(data, *at),
            Change::SetLen { len } => file()?.set_len(*len),
            Change::Sync => file()?.sync(),
            Change::SyncDir => disk.sync_dir(&event.name),
        }
    }

    /// Both disks as a power cut at this moment leaves them.
    pub(crate) fn crash(&self, crash: [Crash; 2]) -> Self {
        Disks([WAL, DB].map(|number| self.0[number].crash_image(crash[number])))
    }

    pub(crate) fn shared(&self, number: usize) -> Arc<dyn Disk> {
        Arc::new(self.0[number].clone())
    }
}
