//! The write-ahead log: every record body that the database ever accepted, in the order of acceptance.
//!
//! Segments are never deleted; all other storage is an index over them. One [`Journal`] writes, any number of
//! [`JournalReader`]s read what is durable. The crate knows nothing of what a payload means, and does not decide when
//! to commit: queueing writers into groups is the business of the ingest crate.
//!
//! Invariant: a payload whose position lies before an end that [`Journal::commit`] returned is read back unchanged at
//! that position for ever, or the log refuses to open and says where it is damaged. Bytes: `docs/wal-format.md`.

pub mod disk;
mod error;
mod frame;
mod journal;
mod measure;
mod reader;
mod recovery;
mod segment;
mod survey;
mod verify;
mod window;

pub use error::WalError;
pub use frame::{FRAME_HEAD_BYTES, FrameFault, PAYLOAD_BYTES_LIMIT};
pub use journal::{BATCH_BYTES_MAX, Journal, JournalOptions};
pub use reader::{JournalReader, Scan};
pub use recovery::Recovery;
pub use segment::SEGMENT_HEAD_BYTES;
pub use verify::{FINDINGS_MAX, Finding, VerifyReport, verify};
