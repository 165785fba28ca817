//! One file's text and what is worked out about it on first need: lines, contexts, keys, tree.
//!
//! Invariant: the text has exactly as many bytes as were handed in (up to [`SOURCE_BYTES_MAX`]), so an offset in the
//! text is an offset in the file. Everything worked out is a function of text and language alone.

use std::sync::OnceLock;

use aphoria_core::{Context, Language, Span};

use crate::contexts::{self, Runs};
use crate::stats::Stats;
use crate::structured::{self, Entries};
use crate::syntax::Index;
use crate::tree::{Tree, TreeLimits};

/// Most bytes of a text; what is behind them is cut off. Offsets are 32 bits wide.
pub const SOURCE_BYTES_MAX: usize = 1 << 30;

/// One file's text.
pub struct Source {
    text: String,
    language: Language,
    lines: OnceLock<Vec<u32>>,
    runs: OnceLock<Runs>,
    entries: OnceLock<Entries>,
    tree: OnceLock<Option<Tree>>,
    pub(crate) index: OnceLock<Index>,
}

impl Source {
    /// The text of these bytes: each byte that is not part of valid UTF-8 is replaced by `?`.
    #[must_use]
    pub fn new(mut bytes: Vec<u8>, language: Language) -> Self {
        bytes.truncate(SOURCE_BYTES_MAX);
        Self {
            text: String::from_utf8(bytes).unwrap_or_else(|error| replaced(error.as_bytes())),
            language,
            lines: OnceLock::new(),
            runs: OnceLock::new(),
            entries: OnceLock::new(),
            tree: OnceLock::new(),
            index: OnceLock::new(),
        }
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What it is written in.
    #[must_use]
    pub fn language(&self) -> Language {
        self.language
    }

    /// The text of a span; empty if the span is not one of this text.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.text
            .get(span.start as usize..span.end as usize)
            .unwrap_or_default()
    }

    /// The line in which a byte stands, counted from 1; the last line for offsets behind the text.
    #[must_use]
    pub fn line_of(&self, offset: u32) -> u32 {
        let lines = self.lines();
        to_u32(lines.partition_point(|start| *start <= offset)).max(1)
    }

    /// A line without its line end, counted from 1.
    #[must_use]
    pub fn line_span(&self, line: u32) -> Option<Span> {
        let lines = self.lines();
        let start = *lines.get((line as usize).checked_sub(1)?)?;
        let end = match lines.get(line as usize) {
            Some(next) => next - 1,
            None => to_u32(self.text.len()),
        };
        let cut = self.text.as_bytes().get(start as usize..end as usize)?;
        Some(Span {
            start,
            end: end - u32::from(cut.ends_with(b"\r")),
        })
    }

    /// Number of lines; a line feed at the end begins no further line unless the text is empty.
    #[must_use]
    pub fn lines_count(&self) -> u32 {
        let lines = self.lines();
        let ends_open = lines.len() > 1 && lines.last() == Some(&to_u32(self.text.len()));
        to_u32(lines.len()) - u32::from(ends_open)
    }

    /// The column of a byte in its line, in characters, counted from 1.
    #[must_use]
    pub fn column_of(&self, offset: u32) -> u32 {
        let offset = (offset as usize).min(self.text.len());
        let start = self
            .lines()
            .get(self.line_of(to_u32(offset)) as usize - 1)
            .map_or(0, |start| *start as usize);
        let before = self.text.as_bytes().get(start..offset).unwrap_or_default();
        to_u32(before.iter().filter(|byte| **byte & 0xC0 != 0x80).count()) + 1
    }

    /// What the byte belongs to. The text is lexed on the first call.
    #[must_use]
    pub fn context_at(&self, offset: u32) -> Context {
        self.runs().at(offset)
    }

    /// The runs of contexts. The text is lexed on the first call.
    pub(crate) fn runs(&self) -> &Runs {
        self.runs
            .get_or_init(|| contexts::runs(self.text.as_bytes(), self.language))
    }

    pub(crate) fn runs_counted(&self, stats: &mut Stats) -> &Runs {
        if self.runs.get().is_none() {
            let start = stats.now();
            self.runs();
            stats.files_lexed += 1;
            stats.lexers_ns += stats.since(start);
        }
        self.runs()
    }

    /// The keys of a structured file; none for other languages. Read on the first call.
    pub(crate) fn entries(&self, stats: &mut Stats) -> &Entries {
        self.entries.get_or_init(|| {
            let start = stats.now();
            let entries = structured::entries(&self.text, self.language);
            stats.structured_read += 1;
            stats.structured_ns += stats.since(start);
            entries
        })
    }

    /// The tree, parsed on the first call and then kept, whatever later limits say.
    ///
    /// `None` when the language has no grammar, the text is larger than the limits allow, or parsing gave up.
    pub fn tree(&self, limits: &TreeLimits, stats: &mut Stats) -> Option<&Tree> {
        self.tree
            .get_or_init(|| Tree::parse(self, limits, stats))
            .as_ref()
    }

    fn lines(&self) -> &Vec<u32> {
        self.lines.get_or_init(|| {
            std::iter::once(0)
                .chain(memchr::memchr_iter(b'\n', self.text.as_bytes()).map(|at| to_u32(at + 1)))
                .collect()
        })
    }
}

/// The offset as 32 bits; texts are shorter than that.
pub(crate) fn to_u32(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

fn replaced(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| '?'));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(bytes: &[u8]) -> Source {
        Source::new(bytes.to_vec(), Language::Text)
    }

    #[test]
    fn bad_bytes_keep_their_places() {
        let source = source(b"a\xff\xe2\x82b\xe2\x82\xac\xf0");
        assert_eq!(source.text(), "a???b\u{20ac}?");
    }

    #[test]
    fn lines_have_no_line_ends() {
        let source = source(b"one\r\ntwo\n\nfour");
        let lines: Vec<_> = (1..=4)
            .filter_map(|line| source.line_span(line))
            .map(|span| source.slice(span).to_owned())
            .collect();
        assert_eq!(lines, ["one", "two", "", "four"]);
        assert_eq!(source.line_span(5), None);
        assert_eq!(source.line_span(0), None);
        assert_eq!((source.line_of(4), source.line_of(5)), (1, 2));
        assert_eq!(source.line_of(1000), 4);
        assert_eq!(source.lines_count(), 4);
    }

    #[test]
    fn columns_count_characters() {
        let source = source("a\n\u{20ac}\u{20ac}x".as_bytes());
        assert_eq!(source.column_of(8), 3);
        assert_eq!(source.column_of(2), 1);
        assert_eq!(source.column_of(1000), 4);
    }

    #[test]
    fn an_empty_text_has_one_line() {
        let source = source(b"");
        assert_eq!((source.line_of(0), source.lines_count()), (1, 1));
        assert_eq!(source.line_span(1), Some(Span { start: 0, end: 0 }));
    }
}
