//! A disk that notes when the audit's file is written and synced, and otherwise is the disk below it.

use std::io;
use std::sync::Arc;
use std::time::Instant;

use parking_lot::Mutex;
use stemedb_storage::AUDIT_FILE;
use stemedb_wal::disk::{Disk, DiskFile, DiskLock, OpenMode};

/// A write or sync of the audit's file.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Touch {
    pub(crate) begin: Instant,
    pub(crate) end: Instant,
    pub(crate) is_sync: bool,
}

/// What was noted.
#[derive(Debug, Clone, Default)]
pub(crate) struct Watch(Arc<Mutex<Vec<Touch>>>);

impl Watch {
    /// Everything noted so far, in order.
    pub(crate) fn touches(&self) -> Vec<Touch> {
        self.0.lock().clone()
    }

    /// Begins anew.
    pub(crate) fn forget(&self) {
        self.0.lock().clear();
    }

    fn note(&self, is_sync: bool, work: impl FnOnce() -> io::Result<()>) -> io::Result<()> {
        let begin = Instant::now();
        let done = work();
        self.0.lock().push(Touch {
            begin,
            end: Instant::now(),
            is_sync,
        });
        done
    }
}

/// The disk.
#[derive(Debug)]
pub(crate) struct WatchedDisk {
    below: Arc<dyn Disk>,
    watch: Watch,
}

impl WatchedDisk {
    pub(crate) fn new(below: Arc<dyn Disk>, watch: Watch) -> Self {
        Self { below, watch }
    }
}

impl Disk for WatchedDisk {
    fn open(&self, name: &str, mode: OpenMode) -> io::Result<Arc<dyn DiskFile>> {
        let below = self.below.open(name, mode)?;
        if name != AUDIT_FILE {
            return Ok(below);
        }
        let watch = self.watch.clone();
        Ok(Arc::new(WatchedFile { below, watch }))
    }

    fn exists(&self, name: &str) -> io::Result<bool> {
        self.below.exists(name)
    }

    fn list(&self, dir: &str) -> io::Result<Vec<String>> {
        self.below.list(dir)
    }

    fn create_dir(&self, dir: &str) -> io::Result<()> {
        self.below.create_dir(dir)
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        self.below.remove(name)
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        self.below.rename(from, to)
    }

    fn sync_dir(&self, dir: &str) -> io::Result<()> {
        self.below.sync_dir(dir)
    }

    fn lock(&self, name: &str) -> io::Result<Box<dyn DiskLock>> {
        self.below.lock(name)
    }
}

#[derive(Debug)]
struct WatchedFile {
    below: Arc<dyn DiskFile>,
    watch: Watch,
}

impl DiskFile for WatchedFile {
    fn len(&self) -> io::Result<u64> {
        self.below.len()
    }

    fn read_exact_at(&self, buffer: &mut [u8], at: u64) -> io::Result<()> {
        self.below.read_exact_at(buffer, at)
    }

    fn write_all_at(&self, data: &[u8], at: u64) -> io::Result<()> {
        self.watch.note(false, || self.below.write_all_at(data, at))
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        self.below.set_len(len)
    }

    fn sync(&self) -> io::Result<()> {
        self.watch.note(true, || self.below.sync())
    }

    fn close(&self) -> io::Result<()> {
        self.below.close()
    }
}
