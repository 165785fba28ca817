//! What an extractor looks for. The host finds it; the extractor judges what was found.

use crate::{Contexts, Languages};
use serde::{Deserialize, Serialize};

/// One thing to look for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Pattern {
    /// Lower-case letters, digits, hyphens, dots; unique within the extractor.
    pub id: String,
    /// In files of these languages; in all of the extractor's when empty.
    pub languages: Languages,
    /// A hit counts only if its first byte stands here.
    pub contexts: Contexts,
    /// How it is found.
    pub matcher: Matcher,
}

/// How a pattern is found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Matcher {
    /// The text itself.
    Literal {
        /// At least two bytes.
        text: String,
        /// Whether ASCII letters may differ in case.
        ignore_case: bool,
        /// Whether it may not continue an identifier on either side (letters, digits, `_`), at ends that are such a character.
        whole_word: bool,
    },
    /// A regular expression, tried where an anchor stands.
    ///
    /// The window is the line of the anchor and the `lines_before` and `lines_after` lines around it. A hit is a match,
    /// leftmost first and without overlaps within the window, that overlaps the anchor. Syntax of the crate `regex`,
    /// Unicode off for `\w`, `\d`, `\s`, `\b`; `^` and `$` match at line ends, `.` does not match a line feed. Groups
    /// become the hit's captures.
    Regex {
        /// Texts of at least two bytes of which one is part of every match.
        anchors: Vec<String>,
        /// Whether ASCII letters of the anchors and of the expression may differ in case.
        ignore_case: bool,
        /// The expression.
        regex: String,
        /// Lines before the anchor's line that belong to the window, at most 40.
        lines_before: u8,
        /// Lines after it, at most 40.
        lines_after: u8,
    },
    /// A tree-sitter query for the pattern's one language, run over files in which an anchor stands in code. A hit is a
    /// match; its span is the capture `@hit`, its captures are `@a`, `@b`, … in the order of their names.
    Query {
        /// Texts of at least two bytes of which one is part of every file with a match.
        anchors: Vec<String>,
        /// The query.
        query: String,
    },
    /// A string literal, or a value of a structured file, that looks random.
    Entropy {
        /// The characters that count.
        alphabet: Alphabet,
        /// Shortest run of them, in bytes; at least 8.
        length_min: u32,
        /// Least Shannon entropy of the run, in bits a character.
        bits_min: f64,
    },
    /// A key of a structured file (YAML, TOML, JSON, INI, XML, environment file, properties).
    ///
    /// The path of a key is the names from the root, joined by dots; names are compared without regard to case, `-` and
    /// `_`. Elements of a list have the name `*`. A path in a pattern begins with `**.` if it may stand at any depth;
    /// a name may be `*` (any one) or `**` (any number). The hit's span is the value if it is a scalar, else the key; its
    /// captures are the key and the value.
    Key {
        /// Paths, of which one must fit.
        paths: Vec<String>,
    },
}

/// Characters of an entropy window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Alphabet {
    /// `0-9 a-f A-F`
    Hex,
    /// `0-9 a-z A-Z + / - _ =`
    Base64,
}

impl Matcher {
    /// The texts that make a file worth a closer look; empty for kinds that have none.
    #[must_use]
    pub fn anchors(&self) -> &[String] {
        match self {
            Self::Literal { text, .. } => std::slice::from_ref(text),
            Self::Regex { anchors, .. } | Self::Query { anchors, .. } => anchors,
            Self::Entropy { .. } | Self::Key { .. } => &[],
        }
    }
}
