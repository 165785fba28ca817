//! Hits of many files as the columns of a call.
//!
//! Invariant: the hits of a file go into one call whole, in their order; lines that hits share cross once.

use std::sync::Arc;

use aphoria_core::{Hit, Span};
use aphoria_matching::Source;
use stemedb_plugins::extractors::{Files, Hits};

/// Most bytes of the lines around a hit.
const EXCERPT_BYTES_MAX: u32 = 4_096;

/// A file of a scan, read and matched.
pub struct FileOf {
    /// Path from the scan's root.
    pub path: String,
    /// Its text.
    pub source: Source,
    /// Sum of 1 test, 2 generated, 4 vendored, 8 example.
    pub roles: u32,
}

/// The columns of one extractor's next call.
#[derive(Default)]
pub struct Columns {
    /// Its files.
    pub files: Files,
    /// Its hits.
    pub hits: Hits,
    /// The files again, for questions.
    pub sources: Vec<Arc<FileOf>>,
}

impl Columns {
    /// Adds the hits of a file; they are those of one extractor, in order.
    pub fn add<'h>(&mut self, file: &Arc<FileOf>, hits: impl IntoIterator<Item = &'h Hit>) {
        let mut hits = hits.into_iter().peekable();
        if hits.peek().is_none() {
            return;
        }
        let number = to_u32(self.sources.len());
        self.files.paths.push(file.path.clone());
        self.files.languages.push(file.source.language() as u32);
        self.files.roles.push(file.roles);
        self.sources.push(Arc::clone(file));
        if self.hits.capture_offsets.is_empty() {
            self.hits.capture_offsets.push(0);
        }
        let mut last = None;
        for hit in hits {
            self.add_hit(number, hit);
            last = Some(self.add_excerpt(&file.source, hit, last));
        }
    }

    /// Bytes that cross into the guest.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let paths: usize = self.files.paths.iter().map(|path| path.len() + 16).sum();
        self.hits.bytes() + paths
    }

    fn add_hit(&mut self, file: u32, hit: &Hit) {
        let hits = &mut self.hits;
        hits.files.push(file);
        hits.patterns.push(hit.pattern);
        hits.starts.push(hit.span.start);
        hits.ends.push(hit.span.end);
        hits.lines.push(hit.line);
        hits.contexts.push(hit.context as u32);
        for capture in &hit.captures {
            hits.capture_starts.push(capture.start);
            hits.capture_ends.push(capture.end);
        }
        hits.capture_offsets.push(to_u32(hits.capture_starts.len()));
        hits.keys.push(hit.key.clone());
    }

    /// Adds the lines around a hit, unless those of the hit before are the same.
    fn add_excerpt(
        &mut self,
        source: &Source,
        hit: &Hit,
        last: Option<(Span, u32)>,
    ) -> (Span, u32) {
        let lines = excerpt(source, hit);
        let place = match last {
            Some((known, place)) if known == lines => place,
            _ => {
                let place = to_u32(self.hits.excerpts.len());
                self.hits.excerpts.push_str(source.slice(lines));
                place
            }
        };
        let hits = &mut self.hits;
        hits.excerpt_places.push(place);
        hits.excerpt_lengths.push(lines.end - lines.start);
        hits.excerpt_starts.push(lines.start);
        (lines, place)
    }
}

/// The whole lines that a hit and its captures touch; around a hit in huge lines, what fits.
fn excerpt(source: &Source, hit: &Hit) -> Span {
    let mut touched = hit.span;
    for capture in hit
        .captures
        .iter()
        .filter(|capture| capture.start < capture.end)
    {
        touched.start = touched.start.min(capture.start);
        touched.end = touched.end.max(capture.end);
    }
    let line = |offset: u32| source.line_span(source.line_of(offset));
    let first = line(touched.start).map_or(touched.start, |line| line.start.min(touched.start));
    let last = line(touched.end.saturating_sub(1).max(touched.start));
    let end = last.map_or(touched.end, |line| line.end.max(touched.end));
    let lines = Span { start: first, end };
    if lines.end - lines.start <= EXCERPT_BYTES_MAX {
        return lines;
    }
    cut(source, lines, touched)
}

fn cut(source: &Source, lines: Span, touched: Span) -> Span {
    let wanted = (touched.end - touched.start).min(EXCERPT_BYTES_MAX);
    let before = (EXCERPT_BYTES_MAX - wanted) / 2;
    let start = touched.start.saturating_sub(before).max(lines.start);
    let end = start.saturating_add(EXCERPT_BYTES_MAX).min(lines.end);
    let text = source.text();
    Span {
        start: to_u32(text.ceil_char_boundary(start as usize)),
        end: to_u32(text.floor_char_boundary(end as usize)),
    }
}

/// Texts and columns are far below 2^32.
pub(crate) fn to_u32(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
