//! Scans files with extractors: matches, hands hits to guests many files a call, gathers what they saw.
//!
//! Not here: which files there are (`aphoria-source`), how hits are found (`aphoria-matching`), what an observation is
//! worth (the authority), and printing.
//!
//! Invariant: what is said of a file is a function of its path, its text, its project's facts and the extractors; never
//! of the other files, of how files were put into calls, or of the number of threads.

mod columns;
mod described;
mod extracting;
mod globs;
mod questions;
mod run;
mod structure;

pub use columns::{Columns, FileOf};
pub use described::description;
pub use extracting::{Component, Extracting};
pub use globs::Globs;
pub use questions::Asked;
pub use run::{Fault, Outcome, ScanStats, Scanner, ScannerError, Seen};
