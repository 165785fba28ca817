//! What an engine is opened with.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use stemedb_core::{Clock, Timestamp};
use stemedb_ingest::FREEZE_ENTRIES;
use stemedb_plugins::HostOptions;
use stemedb_query::ViewOptions;
use stemedb_storage::SYNC_BYTES;
use stemedb_wal::JournalOptions;
use stemedb_wal::disk::{Disk, RealDisk};

use crate::error::{Error, ErrorKind};
use crate::trips::TripOptions;

/// The machine's clock; the only place of the engine that reads it.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now_ms(&self) -> Timestamp {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        since.map_or(0, |since| {
            u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
        })
    }
}

/// Switches that each break one protection, so that a test can show that it would notice. All off in every binary.
#[derive(Debug, Clone, Copy, Default)]
pub struct FaultSwitches {
    /// The log is written but not synced.
    pub skip_fsync: bool,
    /// Writes are answered before they are durable.
    pub answer_before_sync: bool,
    /// The tables' position is made durable before what it stands for.
    pub apply_position_early: bool,
    /// A query looks up each judge when its turn comes, and not all at the start.
    pub pin_late: bool,
    /// Views are kept under the lens as written, so that they outlive a swap.
    pub views_ignore_digests: bool,
}

/// When the storage begins a new file, a new run, a sync. Smaller numbers make everything happen sooner and more often,
/// which tests want.
#[derive(Debug, Clone, Copy)]
pub struct Sizes {
    /// A log segment that would grow beyond this many bytes is followed by a new one.
    pub segment_bytes: u64,
    /// Entries at which a memory table is handed to the tables.
    pub freeze_entries: usize,
    /// Bytes of entries that are applied between two synced commits of the tables.
    pub index_sync_bytes: u64,
}

impl Default for Sizes {
    fn default() -> Self {
        Sizes {
            segment_bytes: JournalOptions::default().segment_bytes,
            freeze_entries: FREEZE_ENTRIES,
            index_sync_bytes: SYNC_BYTES,
        }
    }
}

/// How a database is opened.
#[derive(Clone)]
pub struct Options {
    /// Where the log lies.
    pub wal: Arc<dyn Disk>,
    /// Where index, audit and keys lie.
    pub db: Arc<dyn Disk>,
    /// Folder of installed plugins and their cache; must be a real folder.
    pub plugins: PathBuf,
    /// Folder with components that are installed at the start, and activated where a slot is still empty.
    pub guests: Option<PathBuf>,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Limits of the plugin host.
    pub host: HostOptions,
    /// Materialised views.
    pub views: ViewOptions,
    /// Whether a query waits until its audit entry is durable.
    pub audit_sync: bool,
    /// How far the time of a vote, signature, epoch or retraction may lie ahead, in milliseconds.
    pub future_ms_max: u64,
    /// When a version that fails is taken out.
    pub trips: TripOptions,
    /// When files, runs and syncs come.
    pub sizes: Sizes,
    /// For tests.
    pub faults: FaultSwitches,
}

impl Options {
    /// The usual layout: `wal/` and `db/` in one folder.
    ///
    /// # Errors
    /// When the folders can't be made.
    pub fn folder(data: &Path) -> Result<Self, Error> {
        Options::folders(&data.join("wal"), &data.join("db"))
    }

    /// Log and database in folders of their own.
    ///
    /// # Errors
    /// When the folders can't be made.
    pub fn folders(wal: &Path, db: &Path) -> Result<Self, Error> {
        let disk = |path: &Path| -> Result<Arc<dyn Disk>, Error> {
            let fail = |error: std::io::Error| {
                Error::new(
                    ErrorKind::Internal,
                    "folder_failed",
                    format!("the folder {} can't be used: {error}", path.display()),
                )
            };
            std::fs::create_dir_all(path).map_err(fail)?;
            Ok(Arc::new(RealDisk::open(path).map_err(fail)?))
        };
        Ok(Options::disks(disk(wal)?, disk(db)?, db.join("plugins")))
    }

    /// Any disks, such as simulated ones.
    #[must_use]
    pub fn disks(wal: Arc<dyn Disk>, db: Arc<dyn Disk>, plugins: PathBuf) -> Self {
        Options {
            wal,
            db,
            plugins,
            guests: None,
            clock: Arc::new(SystemClock),
            host: HostOptions::default(),
            views: ViewOptions::default(),
            audit_sync: false,
            future_ms_max: 300_000,
            trips: TripOptions::default(),
            sizes: Sizes::default(),
            faults: FaultSwitches::default(),
        }
    }
}
