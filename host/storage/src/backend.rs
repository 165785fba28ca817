//! redb over the storage seam, so that faults reach the tables too; and what redb leaves to its caller when a power cut
//! meets a file that is being made or grown.

use std::io;
use std::sync::Arc;

use stemedb_wal::disk::{Disk, DiskFile, OpenMode};

use crate::error::StorageError;

/// redb's page; its files have whole pages only.
const PAGE_BYTES: u64 = 4_096;
/// What a redb file begins with. It is written last when the file is made.
const MAGIC: &[u8; 9] = b"redb\x1A\x0A\xA9\x0D\x0A";

/// Opens or creates a redb file in the root of `disk`.
pub(crate) fn open(disk: &dyn Disk, name: &str) -> Result<SeamBackend, StorageError> {
    let open = || -> io::Result<SeamBackend> {
        let file = disk.open(name, OpenMode::Create)?;
        disk.sync_dir("")?;
        if is_unfinished(&*file)? {
            tracing::warn!(file = name, "its creation was interrupted; it is made anew");
            file.set_len(0)?;
        }
        // Growing is no single step on every file system. What lies behind the last commit means nothing.
        let len = file.len()?;
        if !len.is_multiple_of(PAGE_BYTES) {
            file.set_len(len.next_multiple_of(PAGE_BYTES))?;
        }
        Ok(SeamBackend(file))
    };
    open().map_err(|source| StorageError::Io {
        file: name.into(),
        source,
    })
}

/// Whether the file was being made when the power went: no whole magic, and nothing behind the first page. A file that
/// ever held anything has both.
fn is_unfinished(file: &dyn DiskFile) -> io::Result<bool> {
    let len = file.len()?;
    let mut head = vec![0; usize::try_from(len.min(PAGE_BYTES)).unwrap_or_default()];
    file.read_exact_at(&mut head, 0)?;
    if head.is_empty() || head.starts_with(MAGIC) {
        return Ok(false);
    }
    let begun = head
        .iter()
        .zip(MAGIC)
        .take_while(|(found, magic)| found == magic)
        .count();
    if head
        .iter()
        .take(MAGIC.len())
        .skip(begun)
        .any(|byte| *byte != 0)
    {
        return Ok(false);
    }
    let mut at = PAGE_BYTES;
    let mut page = vec![0; head.len()];
    while at < len {
        page.resize(
            usize::try_from(PAGE_BYTES.min(len - at)).unwrap_or_default(),
            0,
        );
        file.read_exact_at(&mut page, at)?;
        if page.iter().any(|byte| *byte != 0) {
            return Ok(false);
        }
        at += PAGE_BYTES;
    }
    Ok(true)
}

/// A file of the seam as redb's storage.
#[derive(Debug)]
pub(crate) struct SeamBackend(pub(crate) Arc<dyn DiskFile>);

impl redb::StorageBackend for SeamBackend {
    fn len(&self) -> io::Result<u64> {
        self.0.len()
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        self.0.read_exact_at(out, offset)
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        self.0.set_len(len)
    }

    fn sync_data(&self) -> io::Result<()> {
        self.0.sync()
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        self.0.write_all_at(data, offset)
    }

    fn close(&self) -> io::Result<()> {
        self.0.close()
    }
}
