//! One error for callers: what they may do about it, a stable code, and a sentence.

use stemedb_ingest::IngestError;
use stemedb_plugins::{InstallError, OpenError, PluginError};
use stemedb_query::{ArtefactError, QueryError};
use stemedb_storage::StorageError;
use stemedb_wal::WalError;

/// What a caller may do about an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// Mend the request.
    Invalid,
    /// Ask for something that exists.
    NotFound,
    /// The request does not fit the present state; look again.
    Conflict,
    /// Somebody else must do it, or a key is needed.
    Forbidden,
    /// Ask for less.
    Exhausted,
    /// Try again later.
    Unavailable,
    /// A plugin failed; choose another version or tell its author.
    Plugin,
    /// Tell the operator.
    Internal,
}

/// A failure of the engine.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{message}")]
pub struct Error {
    kind: ErrorKind,
    code: &'static str,
    message: String,
}

impl Error {
    /// An error with a stable code and a sentence.
    #[must_use]
    pub fn new(kind: ErrorKind, code: &'static str, message: impl Into<String>) -> Self {
        Error {
            kind,
            code,
            message: message.into(),
        }
    }

    /// What a caller may do.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// Stable code for programs, in snake case.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.code
    }
}

impl From<IngestError> for Error {
    fn from(error: IngestError) -> Self {
        let (kind, code) = match &error {
            IngestError::Record(_) => (ErrorKind::Invalid, "invalid_record"),
            IngestError::Signature(_) => (ErrorKind::Invalid, "bad_signature"),
            IngestError::UnknownTarget { .. } => (ErrorKind::NotFound, "unknown_target"),
            IngestError::WrongTarget { .. } => (ErrorKind::Conflict, "wrong_target"),
            IngestError::FutureTime { .. } => (ErrorKind::Invalid, "future_time"),
            IngestError::Busy { .. } => (ErrorKind::Unavailable, "busy"),
            IngestError::Stopped => (ErrorKind::Unavailable, "stopping"),
            IngestError::Failed { .. } => (ErrorKind::Internal, "write_failed"),
            _ => (ErrorKind::Internal, "internal"),
        };
        Error::new(kind, code, error.to_string())
    }
}

impl From<StorageError> for Error {
    fn from(error: StorageError) -> Self {
        let (kind, code) = match &error {
            StorageError::TooManyCandidates { .. } => (ErrorKind::Exhausted, "too_many_candidates"),
            StorageError::TooManyPairs { .. } => (ErrorKind::Exhausted, "too_many_claims"),
            _ => (ErrorKind::Internal, "storage_failed"),
        };
        Error::new(kind, code, error.to_string())
    }
}

impl From<WalError> for Error {
    fn from(error: WalError) -> Self {
        Error::new(ErrorKind::Internal, "log_failed", error.to_string())
    }
}

impl From<PluginError> for Error {
    fn from(error: PluginError) -> Self {
        let (kind, code) = match &error {
            PluginError::Refused { .. } => (ErrorKind::Invalid, "lens_refused"),
            PluginError::Busy { .. } => (ErrorKind::Unavailable, "lens_busy"),
            PluginError::Fault(_) => (ErrorKind::Plugin, "plugin_fault"),
            _ => (ErrorKind::Plugin, "plugin_failed"),
        };
        Error::new(kind, code, error.to_string())
    }
}

impl From<QueryError> for Error {
    fn from(error: QueryError) -> Self {
        match error {
            QueryError::Plugin(error) => error.into(),
            QueryError::Storage(error) => error.into(),
            QueryError::Artefact(error) => error.into(),
            QueryError::TooMany { .. } => {
                Error::new(ErrorKind::Exhausted, "too_many_claims", error.to_string())
            }
            QueryError::Cancelled => {
                Error::new(ErrorKind::Conflict, "cancelled", error.to_string())
            }
            QueryError::Invalid { .. } => {
                Error::new(ErrorKind::Invalid, "invalid_question", error.to_string())
            }
            QueryError::Lens(_) => {
                Error::new(ErrorKind::Invalid, "invalid_lens", error.to_string())
            }
            other => Error::new(ErrorKind::Internal, "query_failed", other.to_string()),
        }
    }
}

impl From<ArtefactError> for Error {
    fn from(error: ArtefactError) -> Self {
        let code = match &error {
            ArtefactError::Missing { .. } => "estimate_missing",
            ArtefactError::Damaged { .. } => "estimate_damaged",
            _ => "estimate_unusable",
        };
        Error::new(ErrorKind::Internal, code, error.to_string())
    }
}

impl From<InstallError> for Error {
    fn from(error: InstallError) -> Self {
        Error::new(ErrorKind::Invalid, "plugin_refused", error.to_string())
    }
}

impl From<OpenError> for Error {
    fn from(error: OpenError) -> Self {
        Error::new(ErrorKind::Internal, "plugin_host_failed", error.to_string())
    }
}
