//! Where artefacts lie: one file each, named by its digest, in `db/artefacts`.
//!
//! Nothing here removes an artefact: an audit may name it for as long as there are audits.
//!
//! Invariant: a file under its final name was whole and durable when it got the name; what is read is checked against
//! the name.

use std::io;
use std::sync::Arc;

use parking_lot::Mutex;
use stemedb_query::{Artefact, ArtefactError, Artefacts};
use stemedb_wal::disk::{Disk, OpenMode};

/// The folder, below the database's.
const FOLDER: &str = "artefacts";
/// End of the name of a file that is being written.
const UNFINISHED: &str = ".unfinished";
/// Bytes of artefacts that are kept in memory; the newest one is kept whatever its size.
const KEPT_BYTES_MAX: usize = 512 << 20;
/// Largest artefact that is read: four million claims have 96 MiB, a million voices 45.
const ARTEFACT_BYTES_MAX: u64 = 1 << 30;

/// The artefacts of a database.
pub(crate) struct Shelf {
    disk: Arc<dyn Disk>,
    /// The latest used last.
    kept: Mutex<Vec<Arc<Artefact>>>,
    /// Held while a file is read, so that two queries do not read it twice.
    reading: Mutex<()>,
}

impl Shelf {
    /// Opens the folder, which need not be there, and removes what a crash left unfinished.
    pub(crate) fn open(disk: Arc<dyn Disk>) -> io::Result<Self> {
        if disk.exists(FOLDER)? {
            let names = disk.list(FOLDER)?;
            for name in names.iter().filter(|name| name.ends_with(UNFINISHED)) {
                disk.remove(&format!("{FOLDER}/{name}"))?;
            }
        }
        Ok(Shelf {
            disk,
            kept: Mutex::default(),
            reading: Mutex::default(),
        })
    }

    /// Writes an artefact durably; the answer is its digest.
    pub(crate) fn put(&self, bytes: &[u8]) -> io::Result<String> {
        let digest = Artefact::digest_of(bytes);
        if !self.disk.exists(FOLDER)? {
            self.disk.create_dir(FOLDER)?;
            self.disk.sync_dir("")?;
        }
        let name = path(&digest);
        let unfinished = format!("{name}{UNFINISHED}");
        let file = self.disk.open(&unfinished, OpenMode::Create)?;
        file.set_len(0)?;
        file.write_all_at(bytes, 0)?;
        file.sync()?;
        self.disk.rename(&unfinished, &name)?;
        self.disk.sync_dir(FOLDER)?;
        Ok(digest)
    }

    fn known(&self, digest: &str) -> Option<Arc<Artefact>> {
        let mut kept = self.kept.lock();
        let at = kept.iter().rposition(|known| known.digest() == digest)?;
        let found = kept.remove(at);
        kept.push(Arc::clone(&found));
        Some(found)
    }

    fn keep(&self, artefact: &Arc<Artefact>) {
        let mut kept = self.kept.lock();
        kept.push(Arc::clone(artefact));
        let mut bytes: usize = kept.iter().map(|known| known.weight()).sum();
        while bytes > KEPT_BYTES_MAX && kept.len() > 1 {
            bytes -= kept.remove(0).weight();
        }
    }

    fn read(&self, digest: &str) -> Result<Artefact, ArtefactError> {
        let unusable = |error: io::Error| match error.kind() {
            io::ErrorKind::NotFound => ArtefactError::Missing {
                digest: digest.to_owned(),
            },
            _ => ArtefactError::Unusable {
                digest: digest.to_owned(),
                reason: error.to_string(),
            },
        };
        let file = self.disk.open(&path(digest), OpenMode::Read);
        let file = file.map_err(unusable)?;
        let length = file.len().map_err(unusable)?;
        if length > ARTEFACT_BYTES_MAX {
            return Err(ArtefactError::Damaged {
                digest: digest.to_owned(),
                what: format!("it has {length} bytes, at most {ARTEFACT_BYTES_MAX} are read"),
            });
        }
        let mut bytes = vec![0; usize::try_from(length).unwrap_or(usize::MAX)];
        file.read_exact_at(&mut bytes, 0).map_err(unusable)?;
        Artefact::decode(digest, bytes)
    }
}

impl Artefacts for Shelf {
    fn artefact(&self, digest: &str) -> Result<Arc<Artefact>, ArtefactError> {
        if let Some(known) = self.known(digest) {
            return Ok(known);
        }
        let _turn = self.reading.lock();
        if let Some(known) = self.known(digest) {
            return Ok(known);
        }
        let read = Arc::new(self.read(digest)?);
        self.keep(&read);
        Ok(read)
    }
}

fn path(digest: &str) -> String {
    format!("{FOLDER}/{digest}")
}
