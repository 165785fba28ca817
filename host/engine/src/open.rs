//! The engine itself, and its opening: recovery of the log, the index brought up to it, plugins, slots.
//!
//! Invariant: when `open` returns, everything that was ever acknowledged is visible.

use std::collections::BTreeMap;
use std::sync::Arc;

use arc_swap::ArcSwap;
use parking_lot::Mutex;
use stemedb_core::{AgentId, Signer};
use stemedb_ingest::{Authority, RecordLimits, Writer, WriterOptions, catch_up};
use stemedb_plugins::{ActiveSlots, Digest, Judge, PluginHost};
use stemedb_query::Reader;
use stemedb_storage::{Store, Tables, short};
use stemedb_wal::disk::DiskLock;
use stemedb_wal::{Journal, JournalOptions};

use crate::audit::Audit;
use crate::error::{Error, ErrorKind};
use crate::history::{History, SlotDigests};
use crate::jobs::Jobs;
use crate::keys;
use crate::options::Options;
use crate::plugins::GuestsReport;
use crate::shadow::Shadows;
use crate::shelf::Shelf;
use crate::trips::Faults;
use crate::trying::Canaries;

const LOCK_FILE: &str = "LOCK";

/// An open database.
pub struct Engine {
    pub(crate) options: Options,
    pub(crate) store: Arc<Store>,
    pub(crate) writer: Writer,
    pub(crate) reader: Arc<Reader>,
    pub(crate) host: Arc<PluginHost>,
    pub(crate) active: ActiveSlots,
    pub(crate) history: Arc<ArcSwap<History>>,
    /// Held while a decision is made and carried out, so that decisions have one order.
    pub(crate) deciding: Mutex<()>,
    pub(crate) operator: Signer,
    pub(crate) audit: Audit,
    pub(crate) guests: GuestsReport,
    pub(crate) shelf: Arc<Shelf>,
    pub(crate) jobs: Jobs,
    pub(crate) shadows: Shadows,
    pub(crate) canaries: Canaries,
    pub(crate) faults: Faults,
    _lock: Box<dyn DiskLock>,
}

/// Answers the write path's question about stewards from the control log.
struct Stewards(Arc<ArcSwap<History>>);

impl Authority for Stewards {
    fn is_steward(&self, namespace: &str, agent: &AgentId, _position: u64) -> bool {
        // The writer asks while it gives the next position, so what holds now is what holds there.
        self.0
            .load()
            .standing()
            .is_steward(namespace, &short(&agent.0))
    }
}

impl Engine {
    /// Opens a database, creating it if there is none.
    ///
    /// # Errors
    /// Says what is damaged, locked or missing, and what to do.
    pub fn open(options: Options) -> Result<Arc<Self>, Error> {
        let lock = lock(&options)?;
        let operator = keys::operator(&*options.db)?;
        let node = keys::node(&*options.db)?;
        let tables = Tables::open(&*options.db)?;
        let applied = tables.applied()?;
        let (journal, recovery) = open_journal(&options, applied)?;
        let store = Arc::new(Store::new(tables, journal.reader())?);
        store.set_sync_bytes(options.sizes.index_sync_bytes);
        let from = applied.max(recovery.first_position);
        let last = catch_up(&store, from, recovery.end_position)?;
        tracing::info!(
            records = store.records(),
            position = recovery.end_position,
            caught_up_bytes = recovery.end_position - from,
            torn_bytes_cut = recovery.torn_bytes_cut,
            "the log is recovered"
        );
        let stored = store.with_facts(|facts| facts.control(u64::MAX).to_vec());
        let history = History::fold(operator.agent(), &stored)?;
        let history = Arc::new(ArcSwap::from_pointee(history));
        store.set_position_early(options.faults.apply_position_early);
        let writer = Writer::start(
            journal,
            Arc::clone(&store),
            last,
            WriterOptions {
                node,
                clock: Arc::clone(&options.clock),
                limits: RecordLimits {
                    future_ms_max: options.future_ms_max,
                },
                authority: Arc::new(Stewards(Arc::clone(&history))),
                freeze_entries: options.sizes.freeze_entries,
                answer_before_sync: options.faults.answer_before_sync,
            },
        )?;
        let host = Arc::new(PluginHost::open(&options.plugins, options.host.clone())?);
        let mut views = options.views;
        views.ignore_digests |= options.faults.views_ignore_digests;
        let shelf = Arc::new(shelf(&options)?);
        let reader = Reader::new(Arc::clone(&store), views);
        let reader = Arc::new(reader.with_artefacts(shelf.clone()));
        let mut engine = Engine {
            shelf,
            jobs: Jobs::default(),
            shadows: Shadows::start(Arc::clone(&reader), options.host.monotonic)?,
            canaries: Canaries::default(),
            faults: Faults::new(options.trips),
            reader,
            audit: Audit::start(&*options.db, options.audit_sync)?,
            store,
            writer,
            host,
            active: ActiveSlots::default(),
            history,
            deciding: Mutex::new(()),
            operator,
            guests: GuestsReport::default(),
            options,
            _lock: lock,
        };
        engine.guests = engine.install_guests()?;
        engine.fill_slots()?;
        engine.mend_mirror()?;
        engine.activate_guests()?;
        Ok(Arc::new(engine))
    }

    /// Stores the set that the control log decided for all queries to come.
    pub(crate) fn fill_slots(&self) -> Result<(), Error> {
        let slots = self.slots_of(&self.history.load())?;
        self.keep_numbers(&slots);
        self.active.store(slots);
        Ok(())
    }

    /// The judges of a set of slots.
    pub(crate) fn judges(
        &self,
        set: &SlotDigests,
    ) -> Result<BTreeMap<String, Arc<dyn Judge>>, Error> {
        let mut judges: BTreeMap<String, Arc<dyn Judge>> = BTreeMap::new();
        for (slot, digest) in set {
            let plugin = Digest::parse(digest).and_then(|digest| self.host.get(&digest));
            match plugin {
                Some(plugin) => {
                    judges.insert(slot.clone(), plugin);
                }
                // The others go on; a query that names this slot says what is missing.
                None => tracing::error!(slot, digest, "an active plugin is not installed"),
            }
        }
        Ok(judges)
    }
}

fn shelf(options: &Options) -> Result<Shelf, Error> {
    Shelf::open(Arc::clone(&options.db)).map_err(|error| {
        Error::new(
            ErrorKind::Internal,
            "folder_failed",
            format!("the folder db/artefacts can't be used: {error}"),
        )
    })
}

fn lock(options: &Options) -> Result<Box<dyn DiskLock>, Error> {
    options.db.lock(LOCK_FILE).map_err(|error| {
        let (kind, message) = if error.kind() == std::io::ErrorKind::WouldBlock {
            (
                ErrorKind::Conflict,
                "the database is open in another process; stop that one, or ask it over HTTP"
                    .to_owned(),
            )
        } else {
            (
                ErrorKind::Internal,
                format!("the lock of the database can't be taken: {error}"),
            )
        };
        Error::new(kind, "database_locked", message)
    })
}

fn open_journal(
    options: &Options,
    applied: u64,
) -> Result<(Journal, stemedb_wal::Recovery), Error> {
    let open = |log_id| {
        let journal = JournalOptions {
            log_id,
            segment_bytes: options.sizes.segment_bytes,
            skip_fsync: options.faults.skip_fsync,
            ..JournalOptions::default()
        };
        Journal::open(Arc::clone(&options.wal), "", applied, journal)
    };
    let failed = |error: std::io::Error| {
        Error::new(
            ErrorKind::Internal,
            "log_failed",
            format!("the folder of the log can't be read: {error}"),
        )
    };
    let names = options.wal.list("").map_err(failed)?;
    let is_new = names.iter().all(|name| name == LOCK_FILE);
    let mut id = [0; 16];
    getrandom::fill(&mut id)
        .map_err(|error| Error::new(ErrorKind::Internal, "no_randomness", error.to_string()))?;
    Ok(open(is_new.then_some(id))?)
}
