//! What an extractor says of a hit.

use serde::{Deserialize, Serialize};

use crate::Span;

/// What was seen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Value {
    /// Yes or no.
    Flag(bool),
    /// A finite number.
    Number(f64),
    /// Words, at most 1,024 bytes.
    Text(String),
}

/// A fact about a place in the code, without an opinion.
#[derive(Debug, Clone, PartialEq)]
pub struct Observation {
    /// Number of the file in the batch.
    pub file: u32,
    /// What it rests on.
    pub span: Span,
    /// The part of the span that must never be shown, stored or sent: a secret.
    pub secret: Option<Span>,
    /// The end of the concept path, such as `tls/cert_verification`; the host puts scheme, language, project and module
    /// before it.
    pub concept: String,
    /// The predicate, such as `enabled`.
    pub predicate: String,
    /// The value.
    pub value: Value,
    /// How sure the extractor is that this is so, 0 ..= 1.
    pub confidence: f64,
    /// One sentence: what was seen.
    pub reason: String,
}
