//! Comments in a file that say which findings in it are to be marked as suppressed.
//!
//! `aphoria:ignore` is for its own line, `aphoria:ignore-next-line` for the next one, `aphoria:ignore-block` for the lines
//! down to `aphoria:end-ignore`. Ids of extractors may follow in brackets, then a reason behind `:` or `--`:
//! `// aphoria:ignore[tls_verify]: loopback only`. Without ids it is for all extractors.
//!
//! A comment counts if the mark stands at its beginning. What cannot be understood, and a block without an end, suppresses
//! nothing and is reported: a finding must not vanish by a typing error.
//!
//! Not here: whether a reason is needed, and whether a suppressed finding fails a build.

mod parse;
#[cfg(test)]
mod tests;

use std::{
    ops::RangeInclusive,
    sync::atomic::{AtomicBool, Ordering},
};

pub use parse::parse;

/// What a comment is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Its own line.
    Line,
    /// The next line.
    NextLine,
    /// The lines down to the end mark.
    Block,
}

/// A comment that suppresses.
#[derive(Debug)]
pub struct Suppression {
    /// The line that it stands in, counted from 1.
    pub line: u32,
    /// What it is for.
    pub form: Form,
    /// The extractors that it is for; all if empty.
    pub extractors: Vec<String>,
    /// Why, if it says so.
    pub reason: Option<String>,
    /// The lines that it covers.
    pub lines: RangeInclusive<u32>,
    used: AtomicBool,
}

/// What is wrong with a comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// `aphoria:` and a word that has no meaning.
    UnknownWord,
    /// Brackets that are empty, not closed, or hold something else than ids.
    Ids,
    /// A block without `aphoria:end-ignore`; it suppresses nothing.
    NoEnd,
    /// `aphoria:end-ignore` without a block.
    NoBlock,
    /// No reason; it suppresses all the same, the caller decides.
    NoReason,
}

impl Fault {
    /// What is wrong, and what to do, in one sentence.
    #[must_use]
    pub const fn advice(self) -> &'static str {
        match self {
            Self::UnknownWord => {
                "no such mark: write aphoria:ignore, aphoria:ignore-next-line, aphoria:ignore-block or aphoria:end-ignore"
            }
            Self::Ids => {
                "the list of extractors cannot be read: write ids in brackets, as in aphoria:ignore[tls_verify,cors_config]"
            }
            Self::NoEnd => {
                "the block has no end and suppresses nothing: write aphoria:end-ignore behind its last line"
            }
            Self::NoBlock => "there is no block that ends here: remove the mark",
            Self::NoReason => {
                "there is no reason: write it behind a colon, as in aphoria:ignore[tls_verify]: loopback only"
            }
        }
    }
}

/// Something wrong with a comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SuppressionProblem {
    /// The line, counted from 1.
    pub line: u32,
    /// What it is.
    pub fault: Fault,
}

/// The suppressing comments of a file.
#[derive(Debug, Default)]
pub struct Suppressions {
    pub(crate) all: Vec<Suppression>,
    pub(crate) problems: Vec<SuppressionProblem>,
}

impl Suppressions {
    /// The comment that suppresses what an extractor found in these lines, and notes that it did. One with ids goes before
    /// one without, then the one that stands nearest to the beginning of the file.
    #[must_use]
    pub fn covers(&self, extractor: &str, first_line: u32, last_line: u32) -> Option<&Suppression> {
        let mut found = self
            .all
            .iter()
            .filter(|one| one.is_for(extractor) && one.meets(first_line, last_line));
        let first = found.next()?;
        let chosen = std::iter::once(first)
            .chain(found)
            .find(|one| !one.extractors.is_empty())
            .unwrap_or(first);
        chosen.used.store(true, Ordering::Relaxed);
        Some(chosen)
    }

    /// Those that suppressed nothing since they were read.
    pub fn unused(&self) -> impl Iterator<Item = &Suppression> {
        self.all
            .iter()
            .filter(|one| !one.used.load(Ordering::Relaxed))
    }

    /// All of them, by line.
    #[must_use]
    pub fn all(&self) -> &[Suppression] {
        &self.all
    }

    /// What is wrong with the file's comments, by line.
    #[must_use]
    pub fn problems(&self) -> &[SuppressionProblem] {
        &self.problems
    }
}

impl Suppression {
    fn is_for(&self, extractor: &str) -> bool {
        self.extractors.is_empty() || self.extractors.iter().any(|id| id == extractor)
    }

    /// Whether any line is covered: what was found may reach over several lines, the comment stands in one of them.
    fn meets(&self, first_line: u32, last_line: u32) -> bool {
        first_line <= *self.lines.end() && last_line >= *self.lines.start()
    }
}
