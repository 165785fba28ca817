//! Finds the hits of the declared patterns of many extractors in one file's text, natively.
//!
//! The common file has no candidate for anything: it costs one pass of a filter over its bytes ([`Matcher::hits`]).
//! Everything dearer happens on first need and once for all extractors: regular expressions and queries are compiled at
//! their first candidate, a file is lexed at its first hit, its keys are read when a screened name stands in it, its
//! tree is parsed for a query's anchor or a question about its structure.
//!
//! Not here: WebAssembly, walking of folders, globs, verdicts, clocks (a [`Stats`] is handed one).
//!
//! Invariant: all results are a function of the descriptions, the file's language and its text, with one exception that
//! is counted: trees given up because of the clock ([`Stats::trees_overdue`]). Nothing that a file holds makes matching
//! panic, or, trees aside, take more than linear time with a bounded factor.

mod compiled;
mod contexts;
mod deliver;
mod depth;
mod entropy;
mod error;
mod filter;
mod grammar;
mod grams;
mod keys;
mod matcher;
mod plan;
mod run;
mod source;
mod stats;
mod structured;
pub mod syntax;
mod tree;
mod window;

pub use error::MatcherError;
pub use matcher::{Found, Matcher};
pub use run::Scratch;
pub use source::{SOURCE_BYTES_MAX, Source};
pub use stats::Stats;
pub use tree::{Tree, TreeLimits};
