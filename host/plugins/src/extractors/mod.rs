//! Extractors: components of the world `aphoria:extractor`, loaded and called beside the lenses' host.
//!
//! Not a scanner: who is called with which hits is the business of Aphoria. No slots, no installation: a scan loads what
//! it needs and forgets it.
//!
//! Invariant: an extractor sees the files of its call through the questions of the contract, and nothing else.

mod abi;
mod admit;
mod error;
mod host;
mod instance;
mod plugin;
mod state;

pub use abi::{
    Argument, Dependency, Description, Emits, Entropy, Files, Form, Hits, Limits, Literal, Matcher,
    Node, NodeKind, Observation, Origin, OriginKind, Pattern, Query, Regex, Span, Value,
};
pub use error::{ExtractorFault, ExtractorFaultKind};
pub use host::ExtractorHost;
pub use plugin::Extractor;
pub use state::Questions;
