//! Hits of a call, seen one by one.

use crate::{Contexts, Error, Language, Span};

/// The columns as they cross the boundary.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs, reason = "the contract in wit/aphoria-extractor says it")]
pub struct Columns<'a> {
    pub files: &'a [u32],
    pub patterns: &'a [u32],
    pub starts: &'a [u32],
    pub ends: &'a [u32],
    pub lines: &'a [u32],
    pub contexts: &'a [u32],
    pub capture_offsets: &'a [u32],
    pub capture_starts: &'a [u32],
    pub capture_ends: &'a [u32],
    pub excerpts: &'a str,
    pub excerpt_places: &'a [u32],
    pub excerpt_lengths: &'a [u32],
    pub excerpt_starts: &'a [u32],
    pub keys: &'a [String],
}

/// Files of a call.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs, reason = "the contract in wit/aphoria-extractor says it")]
pub struct Files<'a> {
    pub paths: &'a [String],
    pub languages: &'a [u32],
    pub roles: &'a [u32],
}

/// All hits of a call.
#[derive(Debug, Clone, Copy)]
pub struct Batch<'a> {
    files: Files<'a>,
    columns: Columns<'a>,
}

impl<'a> Batch<'a> {
    /// Takes columns that fit each other.
    ///
    /// # Errors
    /// When they don't.
    pub fn new(files: Files<'a>, columns: Columns<'a>) -> Result<Self, Error> {
        let hits = columns.files.len();
        let same = [
            columns.patterns.len(),
            columns.starts.len(),
            columns.ends.len(),
            columns.lines.len(),
            columns.contexts.len(),
            columns.excerpt_places.len(),
            columns.excerpt_lengths.len(),
            columns.excerpt_starts.len(),
            columns.keys.len(),
        ]
        .iter()
        .all(|&length| length == hits);
        let count = files.paths.len();
        let known = columns.files.iter().all(|&file| (file as usize) < count);
        let captures = columns.capture_offsets.len() == hits + 1
            && columns.capture_starts.len() == columns.capture_ends.len()
            && columns.capture_offsets.last().copied().unwrap_or(0) as usize
                == columns.capture_starts.len();
        if same && known && captures && files.languages.len() == count && files.roles.len() == count
        {
            Ok(Self { files, columns })
        } else {
            Err(Error::input(
                "the columns of the call do not fit each other",
            ))
        }
    }

    /// How many hits there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.columns.files.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The hits, by file and place.
    pub fn hits(&self) -> impl Iterator<Item = Hit<'a>> + use<'a> {
        let (files, columns) = (self.files, self.columns);
        (0..columns.files.len()).map(move |at| Hit { files, columns, at })
    }

    /// The hits of each file.
    pub fn by_file(&self) -> impl Iterator<Item = (u32, Vec<Hit<'a>>)> + use<'a> {
        let mut all = self.hits().peekable();
        core::iter::from_fn(move || {
            let first = all.next()?;
            let file = first.file();
            let mut hits = vec![first];
            while let Some(next) = all.next_if(|hit| hit.file() == file) {
                hits.push(next);
            }
            Some((file, hits))
        })
    }
}

/// A hit.
#[derive(Debug, Clone, Copy)]
pub struct Hit<'a> {
    files: Files<'a>,
    columns: Columns<'a>,
    at: usize,
}

impl<'a> Hit<'a> {
    /// Number of the file in the call.
    #[must_use]
    pub fn file(&self) -> u32 {
        self.columns.files[self.at]
    }

    /// The file's path from the scan's root.
    #[must_use]
    pub fn path(&self) -> &'a str {
        &self.files.paths[self.file() as usize]
    }

    /// What the file is written in.
    #[must_use]
    pub fn language(&self) -> Language {
        Language::from_number(self.files.languages[self.file() as usize])
    }

    /// Whether the file is a test.
    #[must_use]
    pub fn in_test(&self) -> bool {
        self.files.roles[self.file() as usize] & 1 != 0
    }

    /// Whether the file is an example or documentation.
    #[must_use]
    pub fn in_example(&self) -> bool {
        self.files.roles[self.file() as usize] & 8 != 0
    }

    /// Number of the pattern in the description.
    #[must_use]
    pub fn pattern(&self) -> usize {
        self.columns.patterns[self.at] as usize
    }

    /// What matched.
    #[must_use]
    pub fn span(&self) -> Span {
        Span {
            start: self.columns.starts[self.at],
            end: self.columns.ends[self.at],
        }
    }

    /// Line of its first byte, from 1.
    #[must_use]
    pub fn line(&self) -> u32 {
        self.columns.lines[self.at]
    }

    /// Where its first byte stands.
    #[must_use]
    pub fn context(&self) -> Contexts {
        Contexts(self.columns.contexts[self.at])
    }

    /// The whole lines around it.
    #[must_use]
    pub fn excerpt(&self) -> &'a str {
        let place = self.columns.excerpt_places[self.at] as usize;
        let length = self.columns.excerpt_lengths[self.at] as usize;
        self.columns
            .excerpts
            .get(place..place.saturating_add(length))
            .unwrap_or("")
    }

    /// Which byte of the file stands first in the excerpt.
    #[must_use]
    pub fn excerpt_start(&self) -> u32 {
        self.columns.excerpt_starts[self.at]
    }

    /// The text that matched; empty where the excerpt was cut.
    #[must_use]
    pub fn text(&self) -> &'a str {
        self.slice(self.span())
    }

    /// What stands before the hit in its excerpt.
    #[must_use]
    pub fn before(&self) -> &'a str {
        self.slice(Span {
            start: self.excerpt_start(),
            end: self.span().start,
        })
    }

    /// What stands behind the hit in its excerpt.
    #[must_use]
    pub fn after(&self) -> &'a str {
        let excerpt = self.excerpt();
        let from = self.span().end.saturating_sub(self.excerpt_start()) as usize;
        excerpt.get(from..).unwrap_or("")
    }

    /// Place of a capture, counted from 0; none if it took no part.
    #[must_use]
    pub fn capture_span(&self, number: usize) -> Option<Span> {
        let from = self.columns.capture_offsets[self.at] as usize;
        let until = self.columns.capture_offsets[self.at + 1] as usize;
        let at = from + number;
        if at >= until {
            return None;
        }
        let span = Span {
            start: self.columns.capture_starts[at],
            end: self.columns.capture_ends[at],
        };
        (span.start < span.end).then_some(span)
    }

    /// Text of a capture, counted from 0; empty if it took no part.
    #[must_use]
    pub fn capture(&self, number: usize) -> &'a str {
        self.capture_span(number)
            .map_or("", |span| self.slice(span))
    }

    /// The path of a structured key; empty for every other kind of hit.
    #[must_use]
    pub fn key(&self) -> &'a str {
        &self.columns.keys[self.at]
    }

    /// Whether a structured key has a value of one piece, or a list of them: a table or a block has keys of its own.
    #[must_use]
    pub fn is_value(&self) -> bool {
        self.capture_span(0) != Some(self.span())
            || self.capture(1).trim_start().starts_with(['[', '-'])
    }

    fn slice(&self, span: Span) -> &'a str {
        let start = self.excerpt_start();
        let from = span.start.checked_sub(start).map(|from| from as usize);
        let until = span.end.checked_sub(start).map(|until| until as usize);
        from.zip(until)
            .and_then(|(from, until)| self.excerpt().get(from..until))
            .unwrap_or("")
    }
}
