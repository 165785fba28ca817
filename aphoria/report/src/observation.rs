//! One thing that was seen, and what is thought of it.

use std::fmt;

use aphoria_core::Value;
use serde::{Deserialize, Serialize};

use crate::{Against, CodeLine, Place};

/// What an observation means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Verdict {
    /// It breaks what an authority asks for, beyond the bound for blocking.
    Block,
    /// It breaks what an authority asks for, beyond the bound for a warning.
    Flag,
    /// It breaks what an authority asks for, and somebody has acknowledged it.
    Ack,
    /// It keeps what an authority asks for, or breaks it below every bound.
    Pass,
    /// No authority speaks of it.
    None,
}

impl Verdict {
    /// The name in reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Block => "BLOCK",
            Self::Flag => "FLAG",
            Self::Ack => "ACK",
            Self::Pass => "PASS",
            Self::None => "NONE",
        }
    }

    /// Whether it is a conflict with an authority.
    #[must_use]
    pub const fn is_conflict(self) -> bool {
        matches!(self, Self::Block | Self::Flag | Self::Ack)
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A fact about a place in the code, judged. Secrets are masked in every text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Observation {
    /// Id of the extractor that made it.
    pub extractor: String,
    /// Name of the file, from the scan's root.
    pub file: String,
    /// Line of its first character, counted from 1.
    pub line: u32,
    /// Column of its first character, in Unicode code points, counted from 1.
    pub column: u32,
    /// Line of its last character.
    pub end_line: u32,
    /// Column behind its last character.
    pub end_column: u32,
    /// `code://<language>/<project>/<module…>/<concept>`
    pub concept_path: String,
    /// The predicate.
    pub predicate: String,
    /// The value.
    pub value: Value,
    /// How sure the extractor is, 0 ..= 1.
    pub confidence: f64,
    /// What it means.
    pub verdict: Verdict,
    /// What it was held against; `null` if no authority speaks of it.
    pub conflict: Option<Conflict>,
    /// Why it does not count, if it does not.
    pub suppressed: Option<Suppression>,
    /// The same for the same finding in the same file, wherever it moves.
    pub fingerprint: String,
    /// How it differs from the baseline that the scan was held against.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub baseline: Option<Baseline>,
    /// One sentence: what was seen.
    pub reason: String,
    /// What it belongs to.
    pub context: Context,
    /// The text that matched.
    pub snippet: String,
    /// The lines that it stands in; the first ones if there are many.
    pub code: Vec<CodeLine>,
}

impl Observation {
    /// Takes the place over.
    pub fn set_place(&mut self, place: Place) {
        self.line = place.line;
        self.column = place.column;
        self.end_line = place.end_line;
        self.end_column = place.end_column;
        self.snippet = place.snippet;
        self.code = place.code;
    }

    /// Whether it counts against the code: a conflict that nothing suppresses.
    #[must_use]
    pub fn counts(&self) -> bool {
        self.verdict.is_conflict() && self.suppressed.is_none()
    }
}

/// What an observation was held against.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Conflict {
    /// How bad it is, 0 ..= 1; 0 if it keeps what is asked for.
    pub score: f64,
    /// The claims, the one that weighs most first.
    pub against: Vec<Against>,
}

/// Why an observation does not count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suppression {
    /// By what.
    pub kind: SuppressedBy,
    /// In whose words; empty if no reason was given.
    pub reason: String,
    /// Until when, as a date; `null` if for good.
    pub expires: Option<String>,
}

/// What suppresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SuppressedBy {
    /// A comment in the file.
    Inline,
    /// An acknowledgement.
    Ack,
    /// The baseline: it was there before.
    Baseline,
}

impl SuppressedBy {
    /// The name in reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Inline => "inline",
            Self::Ack => "ack",
            Self::Baseline => "baseline",
        }
    }
}

/// How an observation differs from the baseline. The words are SARIF's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Baseline {
    /// It was not there.
    New,
    /// It was there.
    Unchanged,
    /// It was there and said something else.
    Updated,
    /// It was there and is gone.
    Absent,
}

impl Baseline {
    /// The name in reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Unchanged => "unchanged",
            Self::Updated => "updated",
            Self::Absent => "absent",
        }
    }
}

/// What a place belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Context {
    /// Code, comment or string.
    pub kind: ContextKind,
    /// Whether the file is a test.
    pub test: bool,
    /// Whether the file is other people's.
    pub vendored: bool,
    /// Whether a program wrote the file.
    pub generated: bool,
}

/// What a byte belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ContextKind {
    /// Code, or a key or value of a structured file.
    Code,
    /// A comment.
    Comment,
    /// A string literal.
    String,
}

impl From<aphoria_core::Context> for ContextKind {
    fn from(context: aphoria_core::Context) -> Self {
        match context {
            aphoria_core::Context::Code => Self::Code,
            aphoria_core::Context::Comment => Self::Comment,
            aphoria_core::Context::String => Self::String,
        }
    }
}
