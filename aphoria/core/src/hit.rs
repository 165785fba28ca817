//! What matching found.

use crate::Context;

/// A stretch of a file's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// First byte behind it.
    pub end: u32,
}

/// A place where a pattern matches. Hits of a file are ordered by (start, end, extractor, pattern).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Number of the extractor in the scan's selection.
    pub extractor: u32,
    /// Number of the pattern in the extractor's description.
    pub pattern: u32,
    /// What matched.
    pub span: Span,
    /// Line of its first byte, counted from 1.
    pub line: u32,
    /// What its first byte belongs to.
    pub context: Context,
    /// Groups of a regex from 1 on, captures of a query, key and value of a structured key; empty spans at the hit's
    /// start for groups that took no part.
    pub captures: Vec<Span>,
    /// The path of a structured key; empty for every other kind.
    pub key: String,
}
