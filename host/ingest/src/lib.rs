//! The write path: from signed records to entries that are durable, indexed and visible.
//!
//! Callers check signatures on their own threads ([`check`]); one thread, the [`Writer`], gives every record its place:
//! it refuses what does not fit, appends a batch to the log, makes it durable with one sync, shows it to readers, and only
//! then answers. A second thread brings the tables up from the log. This crate judges no claim by its content.

mod authority;
mod catch_up;
mod error;
mod request;
mod writer;

pub use authority::Authority;
pub use catch_up::catch_up;
pub use error::IngestError;
pub use request::{Accepted, Outcome, Submission, check};
pub use writer::{FREEZE_ENTRIES, QUEUE_MAX, RecordLimits, Writer, WriterOptions};
