//! What is handed to the writer and what comes back.

use stemedb_core::{HlcStamp, Id, SignedRecord};

use crate::error::IngestError;

/// Something for the log, its signatures checked.
#[derive(Debug, Clone)]
pub enum Submission {
    /// A record whose body and signature were checked by [`check`].
    Record(Box<SignedRecord>),
    /// An entry of the control log, signed by the operator's key; made by the engine alone.
    Control {
        /// Canonical bytes.
        bytes: Vec<u8>,
        /// The operator's signature over them.
        signature: [u8; 64],
    },
}

/// A record's place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Accepted {
    /// Its id; none for control entries.
    pub id: Option<Id>,
    /// Position in the local log.
    pub position: u64,
    /// Transaction time.
    pub stamp: HlcStamp,
    /// It was here already; nothing was written.
    pub duplicate: bool,
}

/// What became of one submission.
pub type Outcome = Result<Accepted, IngestError>;

/// Checks what can be checked without the database: the author's signature, strictly, and that it does not
/// pass for the mirror of the control log.
///
/// # Errors
/// Whose signature fails.
pub fn check(record: SignedRecord) -> Result<Submission, IngestError> {
    record.body.not_reserved()?;
    record.verify()?;
    Ok(Submission::Record(Box::new(record)))
}
