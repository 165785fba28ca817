//! What an extractor says of itself.

use crate::Language;

/// Where in a file a hit may stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Contexts(pub u32);

impl Contexts {
    /// Code alone.
    pub const CODE: Self = Self(1);
    /// Comments alone.
    pub const COMMENT: Self = Self(2);
    /// String literals alone.
    pub const STRING: Self = Self(4);
    /// Everything but comments.
    pub const CODE_AND_STRING: Self = Self(5);
    /// Everywhere.
    pub const ANY: Self = Self(7);
}

/// What an extractor says of itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Description {
    /// Lower-case letters, digits and underscores, a letter first.
    pub id: &'static str,
    /// Semantic version.
    pub version: &'static str,
    /// One line for lists.
    pub title: &'static str,
    /// The languages that it reads.
    pub languages: Vec<Language>,
    /// Globs of which one must fit a file's path; every file when empty.
    pub globs: Vec<&'static str>,
    /// What it looks for.
    pub patterns: Vec<Pattern>,
    /// What it can say.
    pub emits: Vec<Emits>,
    /// What it may use.
    pub limits: Limits,
}

/// One thing to look for.
#[derive(Debug, Clone, PartialEq)]
pub struct Pattern {
    /// Unique within the extractor.
    pub id: String,
    /// Those of the extractor when empty.
    pub languages: Vec<Language>,
    /// Where the hit's first byte must stand.
    pub contexts: Contexts,
    /// How it is found.
    pub matcher: Matcher,
}

/// How a pattern is found; the contract says what each field means.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "the contract in wit/aphoria-extractor says it")]
pub enum Matcher {
    Literal {
        text: String,
        ignore_case: bool,
        whole_word: bool,
    },
    Regex {
        anchors: Vec<String>,
        ignore_case: bool,
        expression: String,
        lines_before: u32,
        lines_after: u32,
    },
    Query {
        anchors: Vec<String>,
        query: String,
    },
    Entropy {
        alphabet: u32,
        length_min: u32,
        bits_min: f64,
    },
    Key(Vec<String>),
}

/// A pair that an extractor can say something about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Emits {
    /// End of the concept path; a last segment `*` is any one segment.
    pub concept: String,
    /// The predicate.
    pub predicate: String,
    /// One sentence: when it says so, and how sure it then is.
    pub rule: String,
}

/// What an extractor may use for one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Hits that are delivered.
    pub hits: u32,
    /// Questions to the host.
    pub questions: u32,
    /// Bytes that the answers may hold.
    pub answer_bytes: u32,
    /// Observations.
    pub observations: u32,
}

impl Limits {
    /// Enough for files that people write.
    pub const USUAL: Self = Self {
        hits: 10_000,
        questions: 50_000,
        answer_bytes: 16 << 20,
        observations: 10_000,
    };
}
