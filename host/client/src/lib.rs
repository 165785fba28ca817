//! The blocking HTTP client: one typed method for each endpoint of a StemeDB server.
//!
//! It speaks the JSON types of `stemedb-wire` and nothing else; it signs nothing and knows no command line. It reads no
//! environment: address, key and certificates are handed in.
//!
//! Invariant: every answer that is read is bounded, every wait ends, and only a call that may be made twice is made twice.

mod admin;
mod batch;
mod error;
mod estimates;
pub mod limits;
mod options;
mod read;
mod retry;
mod transport;
mod write;

pub use error::ClientError;
pub use options::{Options, Timeouts};
pub use read::{AuditPage, Impact};
pub use transport::Client;
