//! What an extractor is written with: rules that say what to look for and what it means, and questions about the code
//! around a hit.
//!
//! An extractor is a table of [`Rule`]s, or a pure function from hits to observations where a table is not enough. It is
//! named in one macro; natively the macro expands to nothing and the function is called as it is, for WebAssembly it
//! becomes a component of the world `aphoria:extractor`. Nothing here reads a clock, draws a random number or does input
//! or output.
//!
//! ```
//! use aphoria_sdk::{Contexts, Find, Language, Rule, Says, Table, Value};
//!
//! const RULES: &[Rule] = &[Rule {
//!     id: "requests-verify-off",
//!     languages: &[Language::Python],
//!     contexts: Contexts::CODE,
//!     find: Find::Regex { anchors: &["verify"], expression: r"\bverify\s*=\s*False\b", around: (0, 0) },
//!     says: Says::flag("tls/cert_verification", "enabled", false, 0.95, "certificate checking is switched off"),
//!     judge: None,
//! }];
//!
//! const TLS: Table = Table {
//!     id: "tls",
//!     version: "0.1.0",
//!     title: "Whether certificates are checked",
//!     globs: &[],
//!     rules: &[RULES],
//! };
//! assert_eq!(TLS.describe().patterns.len(), 1);
//! # let _ = Value::Flag(true);
//! ```
//!
//! Invariant: the same files and answers give the same observations, natively and as a component, in every build.

pub mod arguments;
mod batch;
mod description;
mod error;
mod language;
mod observation;
pub mod place;
mod rule;
mod source;
mod table;

pub mod flow;
#[cfg(target_arch = "wasm32")]
#[doc(hidden)]
pub mod guest;
#[cfg(not(target_arch = "wasm32"))]
mod native;

pub use batch::{Batch, Columns, Files, Hit};
pub use description::{Contexts, Description, Emits, Limits, Matcher, Pattern};
pub use error::Error;
pub use language::Language;
pub use observation::{Observation, Span, Value};
pub use rule::{Find, Judge, Rule, Says, Told, number, truth};
pub use source::{Argument, Dependency, Form, Node, NodeKind, Origin, OriginKind, Source};
pub use table::{Table, once};

/// An extractor.
pub trait Extractor {
    /// Who it is and what it looks for. Must never depend on anything.
    fn describe() -> Description;

    /// What is seen at the hits, in any order.
    ///
    /// # Errors
    /// A refusal in the extractor's own words.
    fn extract(batch: &Batch<'_>, source: &dyn Source) -> Result<Vec<Observation>, Error>;
}
