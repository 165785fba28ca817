//! Storage: the index over the log, and the only place that knows redb.
//!
//! The log (crate `stemedb-wal`) holds every record's bytes for good; what is here can be rebuilt from it. Writes go into a
//! memory table, a background thread moves them into sorted runs inside redb, and readers see both as one, at any position
//! of the log. This crate knows records but judges nothing: which claims are candidates is the query crate's matter.

mod apply;
mod audit;
mod backend;
mod entry;
mod error;
mod facts;
mod index;
mod integrity;
mod layout;
mod memory;
mod row;
mod runs;
mod store;
mod tables;

pub use apply::{FROZEN_MAX, Progress, SYNC_BYTES, Sync};
pub use audit::{AUDIT_FILE, AuditKey, AuditLog};
pub use entry::Entry;
pub use error::StorageError;
pub use facts::{ControlEntry, Facts, Retraction, Supersession};
pub use index::target_of;
pub use memory::Indexed;
pub use row::{Evidence, EvidenceKind, HAS_PARENT, Row, Short, short};
pub use store::{CANDIDATES_MAX, PAIRS_MAX, Store};
pub use tables::{INDEX_FILE, Tables};
