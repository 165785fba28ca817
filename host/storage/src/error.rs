//! What can go wrong in storage.

/// A failure of the store. Reads leave everything as it was; a failed application of the log is repeated or, after a
/// restart, done again from the log.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StorageError {
    /// The log refused.
    #[error(transparent)]
    Wal(#[from] stemedb_wal::WalError),
    /// redb refused.
    #[error(
        "the index `db/index.redb` failed: {0}; the log still holds every record: if this persists, move the file away and restart to rebuild it"
    )]
    Index(#[from] Box<redb::Error>),
    /// A file of the store could not be used.
    #[error("storage file {file}: {source}")]
    Io {
        /// Which file.
        file: String,
        /// Why.
        source: std::io::Error,
    },
    /// The bytes in the tables or in the log don't mean what they should.
    #[error("{place} holds what it must not: {what}")]
    Corrupt {
        /// Table or log position.
        place: String,
        /// What is wrong.
        what: String,
    },
    /// The index is not what was written.
    #[error(
        "the index `db/index.redb` is damaged: {what}; the log still holds every record: move the file away and restart to rebuild it"
    )]
    Damaged {
        /// Where, and what was noticed.
        what: String,
    },
    /// The folder was written by another version.
    #[error(
        "the index has layout {found}, this version reads {expected}; move `db/index.redb` away to rebuild it from the log"
    )]
    Layout {
        /// The layout found.
        found: u64,
        /// The layout of this version.
        expected: u64,
    },
    /// More rows than a query may have.
    #[error("the pair has more than {max} candidates at the requested times; narrow the question")]
    TooManyCandidates {
        /// The bound.
        max: usize,
    },
    /// More pairs than one scan over all of them gives.
    #[error(
        "the database has more than {max} pairs, and a scan over all of them takes at most so many"
    )]
    TooManyPairs {
        /// The bound.
        max: usize,
    },
}

macro_rules! from_redb {
    ($($error:ty),*) => {
        $(impl From<$error> for StorageError {
            fn from(error: $error) -> Self {
                StorageError::Index(Box::new(error.into()))
            }
        })*
    };
}

from_redb!(
    redb::DatabaseError,
    redb::TransactionError,
    redb::TableError,
    redb::StorageError,
    redb::CommitError,
    redb::SetDurabilityError
);

/// Runs something on redb, which panics on some damage that it meets: one question fails then, and no thread ends.
pub(crate) fn guarded<T>(act: impl FnOnce() -> Result<T, StorageError>) -> Result<T, StorageError> {
    // What unwinding leaves half done is a transaction, which redb throws away.
    let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(act));
    caught.unwrap_or_else(|panic| {
        let words = panic.downcast_ref::<String>().map(String::as_str);
        let words = words.or_else(|| panic.downcast_ref::<&str>().copied());
        Err(StorageError::Damaged {
            what: words.unwrap_or("reading it failed").to_owned(),
        })
    })
}
