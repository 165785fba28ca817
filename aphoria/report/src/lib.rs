//! What a scan says, in four forms: for people at a terminal, for programs, for tools that read SARIF, for pull requests.
//!
//! Not here: judging, and where the words go. Colours, width and exit codes are handed in.
//!
//! Invariant: every form is a function of the [`Report`] and its options alone, and nothing from a scanned file reaches a
//! terminal or a page as anything but text.

mod authority;
pub mod json;
pub mod markdown;
mod masker;
mod model;
mod observation;
mod place;
pub mod sarif;
mod summary;
pub mod table;
mod visible;

pub use authority::{Against, Citation, Tier};
pub use masker::{MASK, mask};
pub use model::{Incomplete, Note, Parts, Plugin, Project, Report};
pub use observation::{
    Baseline, Conflict, Context, ContextKind, Observation, SuppressedBy, Suppression, Verdict,
};
pub use place::{CodeLine, Place};
pub use summary::{ConflictEntry, Skipped, Summary, SuppressedCounts, VerdictCounts};
pub use visible::visible;
