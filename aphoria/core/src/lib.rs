//! The words that the parts of Aphoria share: languages, patterns, hits, observations.
//!
//! Not here: reading files, matching, judging. Nothing in this crate does input or output.
//!
//! Invariant: offsets are bytes of the file's text as every part sees it: the file's bytes, each byte that is not part
//! of valid UTF-8 replaced by one `?`, so that an offset in the text is an offset in the file.

mod context;
mod description;
mod hit;
mod language;
mod observation;
mod pattern;

pub use context::{Context, Contexts};
pub use description::{Description, DescriptionError, Emits, Limits};
pub use hit::{Hit, Span};
pub use language::{Language, Languages};
pub use observation::{Observation, Value};
pub use pattern::{Alphabet, Matcher, Pattern};
