//! Why a record does not get in.

use stemedb_core::{Id, RecordError, SignatureError};

/// A refusal or a failure. A refused record left no trace; after a failure the record may or may not be durable.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum IngestError {
    /// The record breaks a rule.
    #[error(transparent)]
    Record(#[from] RecordError),
    /// A signature does not hold.
    #[error(transparent)]
    Signature(#[from] SignatureError),
    /// It speaks of a record that is not here.
    #[error(
        "the {kind} speaks of record {target}, which this database does not have; send that one first"
    )]
    UnknownTarget {
        /// Kind of the refused record.
        kind: &'static str,
        /// The missing record.
        target: Id,
    },
    /// It speaks of a record that it can't speak of.
    #[error("the {kind} speaks of {target}: {why}")]
    WrongTarget {
        /// Kind of the refused record.
        kind: &'static str,
        /// The record.
        target: Id,
        /// What does not fit.
        why: String,
    },
    /// Its time lies too far ahead.
    #[error(
        "time {time} ms lies {ahead_ms} ms ahead of this node's clock; at most {max_ms} ms are accepted"
    )]
    FutureTime {
        /// The record's time.
        time: u64,
        /// By how much.
        ahead_ms: u64,
        /// The bound.
        max_ms: u64,
    },
    /// Too much is waiting.
    #[error("{waiting} writes are waiting already; try again in a moment")]
    Busy {
        /// How many.
        waiting: usize,
    },
    /// The log or the index failed.
    #[error("the write failed: {what}; nothing more is accepted until the server is restarted")]
    Failed {
        /// Why.
        what: String,
    },
    /// The writer has stopped.
    #[error("the database is shutting down")]
    Stopped,
}
