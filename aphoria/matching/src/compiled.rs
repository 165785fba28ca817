//! A pattern of a selection, ready to be tried; expressions and queries compile on first need.

use std::sync::OnceLock;

use aphoria_core::{Alphabet, Contexts, Language, Languages, Matcher as Declared, Pattern};
use regex::bytes::{Regex, RegexBuilder};

use crate::keys::KeyPaths;
use crate::tree::TreeQuery;

/// Most bytes of a compiled expression.
const REGEX_BYTES_MAX: usize = 8 << 20;
/// Most bytes of the states that one search keeps.
const REGEX_CACHE_BYTES_MAX: usize = 1 << 20;

/// A pattern of a selection.
pub(crate) struct Compiled {
    pub(crate) extractor: u32,
    pub(crate) pattern: u32,
    pub(crate) id: String,
    pub(crate) languages: Languages,
    pub(crate) contexts: Contexts,
    pub(crate) kind: Kind,
}

pub(crate) enum Kind {
    Literal { whole_word: bool },
    Regex(LazyRegex),
    Query(LazyQuery),
    Entropy(Entropy),
    Key(KeyPaths),
}

impl Compiled {
    pub(crate) fn new(extractor: u32, number: u32, pattern: &Pattern, all: Languages) -> Self {
        let languages = if pattern.languages.is_empty() {
            all
        } else {
            pattern.languages
        };
        Self {
            extractor,
            pattern: number,
            id: pattern.id.clone(),
            languages,
            contexts: pattern.contexts,
            kind: kind(pattern, languages),
        }
    }

    /// Compiles what has not been compiled yet.
    pub(crate) fn check(&self) -> Result<(), &str> {
        match &self.kind {
            Kind::Regex(regex) => regex.get().map(|_| ()),
            Kind::Query(query) => query.get().map(|_| ()),
            Kind::Literal { .. } | Kind::Entropy(_) | Kind::Key(_) => Ok(()),
        }
    }
}

fn kind(pattern: &Pattern, languages: Languages) -> Kind {
    match &pattern.matcher {
        Declared::Literal { whole_word, .. } => Kind::Literal {
            whole_word: *whole_word,
        },
        Declared::Regex {
            regex,
            ignore_case,
            lines_before,
            lines_after,
            ..
        } => Kind::Regex(LazyRegex {
            regex: regex.clone(),
            ignore_case: *ignore_case,
            lines_before: *lines_before,
            lines_after: *lines_after,
            compiled: OnceLock::new(),
        }),
        Declared::Query { query, .. } => Kind::Query(LazyQuery {
            query: query.clone(),
            language: languages.iter().next(),
            compiled: OnceLock::new(),
        }),
        Declared::Entropy {
            alphabet,
            length_min,
            bits_min,
        } => Kind::Entropy(Entropy {
            alphabet: *alphabet,
            length_min: *length_min,
            bits_min: *bits_min,
        }),
        Declared::Key { paths } => Kind::Key(KeyPaths::new(paths)),
    }
}

/// A run of characters that looks random.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Entropy {
    pub(crate) alphabet: Alphabet,
    pub(crate) length_min: u32,
    pub(crate) bits_min: f64,
}

/// A regular expression that is compiled on first need.
pub(crate) struct LazyRegex {
    regex: String,
    ignore_case: bool,
    pub(crate) lines_before: u8,
    pub(crate) lines_after: u8,
    compiled: OnceLock<Result<Regex, String>>,
}

impl LazyRegex {
    pub(crate) fn get(&self) -> Result<&Regex, &str> {
        let compiled = self.compiled.get_or_init(|| {
            RegexBuilder::new(&self.regex)
                .unicode(false)
                .multi_line(true)
                .crlf(true)
                .case_insensitive(self.ignore_case)
                .size_limit(REGEX_BYTES_MAX)
                .dfa_size_limit(REGEX_CACHE_BYTES_MAX)
                .build()
                .map_err(|error| error.to_string())
        });
        compiled.as_ref().map_err(String::as_str)
    }
}

/// A query over trees that is compiled on first need.
pub(crate) struct LazyQuery {
    query: String,
    language: Option<Language>,
    compiled: OnceLock<Result<TreeQuery, String>>,
}

impl LazyQuery {
    pub(crate) fn get(&self) -> Result<&TreeQuery, &str> {
        let compiled = self
            .compiled
            .get_or_init(|| TreeQuery::new(&self.query, self.language));
        compiled.as_ref().map_err(String::as_str)
    }
}
