//! Why a question has no answer.

use stemedb_plugins::PluginError;
use stemedb_storage::StorageError;

use crate::artefact::ArtefactError;

/// A failed query. Nothing was changed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum QueryError {
    /// A part of the question can't be read.
    #[error("the field {field} can't be used: {reason}")]
    Invalid {
        /// Which part.
        field: &'static str,
        /// What is wrong, and what would do.
        reason: String,
    },
    /// The lens expression can't be read, bound or run.
    #[error("{0}")]
    Lens(String),
    /// A plugin refused or failed.
    #[error(transparent)]
    Plugin(#[from] PluginError),
    /// An estimate that the lens names can't be read.
    #[error(transparent)]
    Artefact(#[from] ArtefactError),
    /// An estimator's job would be larger than one may be.
    #[error(
        "the scope has more than {max} {what}, and an estimate rests on at most so many; narrow it by predicates or subject prefix"
    )]
    TooMany {
        /// What there is too much of.
        what: &'static str,
        /// The bound.
        max: u64,
    },
    /// An estimator's job was taken back.
    #[error("the estimate was cancelled")]
    Cancelled,
    /// Storage failed, or there are too many candidates.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// A winner or share points at something that is no claim.
    #[error(
        "log position {position} should hold a claim and does not; check the log with `steme verify`"
    )]
    NoClaim {
        /// Where.
        position: u64,
    },
    /// The answer can't be written down.
    #[error("the answer can't be written as JSON: {0}")]
    Encoding(#[from] serde_json::Error),
}
