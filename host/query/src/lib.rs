//! The read path: from the rows of a pair to an answer that names its judges.
//!
//! ```text
//! rows and evidence at a position ─▶ candidates ─▶ columns ─▶ stages ─▶ resolver ─▶ answer ─▶ digest
//! ```
//! This crate decides which claims are candidates and keeps materialised views; what the candidates come to is decided by
//! the plugins of a pipeline. Who is active, audits and replay are the engine's business.
//!
//! Invariant: an answer is a function of the asked question, the pipeline, and the log before the position read at.

mod answer;
mod asked;
mod candidates;
mod claims;
mod columns;
mod error;
mod reader;
mod run;
mod standing;
mod texts;
mod views;

pub use asked::{Asked, LIMIT_MAX, LifecycleFilter};
pub use error::QueryError;
pub use reader::{Answered, Reader};
pub use standing::{NEWCOMER_TRUST, Standing};
pub use views::ViewOptions;
