//! The import engine: rows of a table and a mapping become signed claims, or refusals with a reason.
//!
//! It knows nothing of servers and stores; what becomes of the claims is the business of a [`Sink`]. It reads no clock and no
//! random source: the same file, mapping and seed give the same records with the same ids, so importing twice adds nothing.
//! `docs/import-mapping.md` describes the mapping, and the report whose sums must hold.
//!
//! Invariant: every cell that a mapping asks for is counted exactly once, as empty, accepted, duplicate or refused.

mod agents;
mod batch;
mod checkpoint;
mod claims;
mod error;
pub mod limits;
mod mapping;
mod report;
mod rows;
mod run;
mod sink;

pub use error::{ImportError, MappingError};
pub use mapping::{Mapping, Settings};
pub use report::{Counts, PredicateCounts, Reason, Refusal, Report, SourceCounts};
pub use run::{CheckpointPlace, Options, Progress, run};
pub use sink::{DryRun, Sink, SinkOutcome};
