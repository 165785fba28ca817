//! redb over the storage seam, so that faults reach the tables too.

use std::io;
use std::sync::Arc;

use stemedb_wal::disk::DiskFile;

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
