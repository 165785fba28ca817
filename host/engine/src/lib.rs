//! The embeddable database: open a folder, write signed records, ask questions, swap plugins.
//!
//! Everything that a server or a command line does goes through [`Engine`]. It wires the parts below it together and keeps
//! what none of them owns: the control log (who is active, who is trusted), the audit of queries, and replay. It speaks no
//! HTTP and reads no environment.
//!
//! Invariant: an answer that was given can be given again from its audit entry alone, bit for bit.

mod activation;
mod ask;
mod audit;
mod capture;
mod control;
mod error;
mod estimates;
mod history;
mod jobs;
mod keys;
mod many;
mod mirror;
mod open;
mod options;
mod plugins;
mod replay;
mod shadow;
mod shelf;
mod tally;
mod time;
mod trace;
mod trials;
mod trips;
mod trying;
mod verify;
mod write;

pub use ask::Delivered;
pub use error::{Error, ErrorKind};
pub use many::QUESTIONS_MAX;
pub use open::Engine;
pub use options::{FaultSwitches, Options, Sizes, SystemClock};
pub use plugins::GuestsReport;
pub use stemedb_ingest::{Accepted, IngestError, Outcome};
pub use stemedb_plugins::{Compiler, HostOptions, compile_child_main};
pub use stemedb_wal::{Finding, VerifyReport};
pub use trips::TripOptions;
pub use verify::verify_log;
