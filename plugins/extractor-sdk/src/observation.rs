//! What an extractor says.

/// A stretch of a file, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// First byte behind it.
    pub end: u32,
}

impl Span {
    /// Whether the other lies within.
    #[must_use]
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

/// What was seen.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Yes or no.
    Flag(bool),
    /// A finite number.
    Number(f64),
    /// At most 1,024 bytes.
    Text(String),
}

/// A fact about a place in the code, without an opinion.
#[derive(Debug, Clone, PartialEq)]
pub struct Observation {
    /// Number of the file in the call.
    pub file: u32,
    /// What it rests on.
    pub span: Span,
    /// The part of it that must never be shown, stored or sent: a secret.
    pub secret: Option<Span>,
    /// End of the concept path.
    pub concept: String,
    /// The predicate.
    pub predicate: String,
    /// The value.
    pub value: Value,
    /// How sure the extractor is that this is so, 0 ..= 1.
    pub confidence: f64,
    /// One sentence: what was seen.
    pub reason: String,
}
