//! The audit log: what was asked and answered, by query id. Its own file, so that audits can be kept or thrown away apart.
//!
//! Invariant: keys rise with time, so that the newest entries are the last.

use redb::{Builder, Database, Durability, ReadableDatabase, TableDefinition};
use stemedb_wal::disk::Disk;

use crate::backend;
use crate::error::StorageError;

/// Name of the audit's file in the database's folder.
pub const AUDIT_FILE: &str = "audit.redb";
/// Bytes of pages that redb keeps in memory for the audit.
const CACHE_BYTES: usize = 32 << 20;

/// Query id -> entry, opaque to storage.
const QUERIES: TableDefinition<'static, &'static [u8; 16], &'static [u8]> =
    TableDefinition::new("queries");

/// A query's key: sixteen bytes that rise with time.
pub type AuditKey = [u8; 16];

/// The audit log, open.
pub struct AuditLog {
    db: Database,
}

impl AuditLog {
    /// Opens or creates the audit in the root of `disk`.
    ///
    /// # Errors
    /// When the file can't be used.
    pub fn open(disk: &dyn Disk) -> Result<Self, StorageError> {
        let db = Builder::new()
            .set_cache_size(CACHE_BYTES)
            .create_with_backend(backend::open(disk, AUDIT_FILE)?)?;
        let mut txn = db.begin_write()?;
        txn.set_quick_repair(true);
        txn.open_table(QUERIES)?;
        txn.commit()?;
        Ok(AuditLog { db })
    }

    /// Adds a group of entries; they are durable when this returns.
    ///
    /// # Errors
    /// When the file can't be written; nothing of the group is kept then.
    pub fn append(&self, group: &[(AuditKey, Vec<u8>)]) -> Result<(), StorageError> {
        let mut txn = self.db.begin_write()?;
        txn.set_durability(Durability::Immediate)?;
        txn.set_quick_repair(true);
        {
            let mut queries = txn.open_table(QUERIES)?;
            for (key, entry) in group {
                queries.insert(key, entry.as_slice())?;
            }
        }
        txn.commit()?;
        Ok(())
    }

    /// One entry.
    ///
    /// # Errors
    /// When the file can't be read.
    pub fn get(&self, key: &AuditKey) -> Result<Option<Vec<u8>>, StorageError> {
        let txn = self.db.begin_read()?;
        let found = txn.open_table(QUERIES)?.get(key)?;
        Ok(found.map(|entry| entry.value().to_vec()))
    }

    /// Entries before a key, or the last ones, newest first, for as long as `take` says true.
    ///
    /// # Errors
    /// When the file can't be read.
    pub fn newest(
        &self,
        before: Option<&AuditKey>,
        mut take: impl FnMut(&AuditKey, &[u8]) -> bool,
    ) -> Result<(), StorageError> {
        let txn = self.db.begin_read()?;
        let queries = txn.open_table(QUERIES)?;
        let end = before.copied().unwrap_or([u8::MAX; 16]);
        for item in queries.range::<&AuditKey>(..&end)?.rev() {
            let (key, entry) = item?;
            if !take(key.value(), entry.value()) {
                break;
            }
        }
        Ok(())
    }
}
