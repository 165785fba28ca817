//! The read path: from the rows of a pair to an answer that names its judges.
//!
//! ```text
//! rows and evidence at a position ─▶ candidates ─▶ columns ─▶ stages ─▶ resolver ─▶ answer ─▶ digest
//! ```
//! This crate decides which claims are candidates and keeps materialised views; what the candidates come to is decided by
//! the plugins of a pipeline. Many questions, and an estimator's job, go through judges together. Who is active, audits and replay are the engine's business.
//!
//! Invariant: an answer is a function of the asked question, the pipeline, and the log before the position read at.

mod answer;
mod artefact;
mod asked;
mod candidates;
mod claims;
mod columns;
mod error;
mod joint;
mod many;
mod reader;
mod relations;
mod run;
mod split;
mod staged;
mod standing;
mod texts;
mod views;

pub use artefact::{Artefact, ArtefactError, Artefacts, Voice, VoiceKind};
pub use asked::{Asked, LIMIT_MAX, LifecycleFilter};
pub use error::QueryError;
pub use joint::{Estimated, JointAsked, JointProgress, JointState, ROWS_MAX};
pub use many::StaleView;
pub use reader::{Answered, Reader};
pub use standing::{NEWCOMER_TRUST, Standing};
pub use views::ViewOptions;
