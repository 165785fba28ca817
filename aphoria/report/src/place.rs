//! Where an observation stands, in lines and columns, with the lines themselves; without the secret.
//!
//! Invariant: no text of a [`Place`] holds the secret, wherever else it stands in the same lines.

use aphoria_core::Span;
use serde::{Deserialize, Serialize};

use crate::masker::Masker;

/// Most lines that are kept.
const LINES_MAX: usize = 5;
/// Most characters of a line that are kept on either side of what matched.
const AROUND_CHARS_MAX: usize = 160;
/// Most characters of what matched that are kept, for each line and as a whole.
const MATCHED_CHARS_MAX: usize = 240;
/// Stands for what was cut.
const CUT: &str = "…";
/// Where an observation stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Line of the first character, counted from 1.
    pub line: u32,
    /// Column of the first character, in Unicode code points, counted from 1.
    pub column: u32,
    /// Line of the last character.
    pub end_line: u32,
    /// Column behind the last character.
    pub end_column: u32,
    /// What matched, cut if long.
    pub snippet: String,
    /// The lines, the first ones if there are many.
    pub code: Vec<CodeLine>,
}

/// A line of code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeLine {
    /// Its number, counted from 1.
    pub line: u32,
    /// Its text, cut around what matched if it is long.
    pub text: String,
    /// First character of the text that matched, counted from 0.
    pub start: u32,
    /// First character behind it.
    pub end: u32,
}

impl Place {
    /// The place of a span of a text. Offsets behind the end of the text, or within a character, are moved back.
    #[must_use]
    pub fn new(text: &str, span: Span, secret: Option<Span>) -> Self {
        Self::behind(text, span, secret, (1, 0))
    }

    /// As [`Place::new`], counted on from a line at or before the span and the offset of its first byte: whoever knows it
    /// spares counting from the beginning of the text.
    #[must_use]
    pub fn behind(
        text: &str,
        span: Span,
        secret: Option<Span>,
        (known_line, known_start): (u32, u32),
    ) -> Self {
        let start = floor(text, span.start);
        let end = floor(text, span.end).max(start);
        let secret = secret
            .map(|secret| (floor(text, secret.start), floor(text, secret.end)))
            .filter(|(start, end)| start < end);
        // A line feed at the end of what matched would put its end into the next line.
        let last = text
            .get(start..end)
            .unwrap_or_default()
            .trim_end_matches(['\n', '\r']);
        let end = start + last.len();
        let known = (known_line, floor(text, known_start).min(start));
        let (line, line_start) = line_of(text, start, known);
        let (end_line, end_line_start) = line_of(text, end, (line, line_start));
        let masker = Masker::new(text, secret, (line_start, end));
        Self {
            line,
            column: column(text, line_start, start),
            end_line,
            end_column: column(text, end_line_start, end),
            snippet: shorten(&masker.show(start, end), MATCHED_CHARS_MAX),
            code: masker.lines(start, end, line, line_start),
        }
    }
}

impl Masker<'_> {
    fn lines(&self, start: usize, end: usize, first: u32, first_start: usize) -> Vec<CodeLine> {
        let mut made = Vec::new();
        let (mut number, mut from) = (first, first_start);
        while from <= end && made.len() < LINES_MAX {
            let rest = self.text.get(from..).unwrap_or_default();
            let length = rest.find('\n').unwrap_or(rest.len());
            made.push(self.line(number, (from, from + length), (start, end)));
            number = number.saturating_add(1);
            from += length + 1;
        }
        made
    }

    fn line(&self, line: u32, (from, to): (usize, usize), span: (usize, usize)) -> CodeLine {
        let (mut start, mut end) = (span.0.clamp(from, to), span.1.clamp(from, to));
        // A secret that is matched in part is underlined as a whole.
        for (hidden_start, hidden_end) in &self.hidden {
            if (*hidden_start..*hidden_end).contains(&start) {
                start = (*hidden_start).clamp(from, to);
            }
            if (hidden_start + 1..*hidden_end).contains(&end) {
                end = (*hidden_end).clamp(from, to);
            }
        }
        let before = cut_front(&self.show(from, start), AROUND_CHARS_MAX);
        let matched = shorten(&self.show(start, end), MATCHED_CHARS_MAX);
        let behind = self.show(end, to);
        let behind = shorten(behind.trim_end_matches('\r'), AROUND_CHARS_MAX);
        let first = count(&before);
        CodeLine {
            line,
            start: first,
            end: first.saturating_add(count(&matched)),
            text: format!("{before}{matched}{behind}"),
        }
    }
}

fn floor(text: &str, offset: u32) -> usize {
    let offset = usize::try_from(offset).unwrap_or(usize::MAX);
    text.floor_char_boundary(offset.min(text.len()))
}

/// The line of an offset and where it begins, counted on from a line before it.
fn line_of(text: &str, offset: usize, (line, start): (u32, usize)) -> (u32, usize) {
    let passed = text.get(start..offset).unwrap_or_default();
    let feeds = passed.bytes().filter(|byte| *byte == b'\n').count();
    let begin = passed.rfind('\n').map_or(start, |at| start + at + 1);
    (
        line.saturating_add(u32::try_from(feeds).unwrap_or(u32::MAX)),
        begin,
    )
}

fn column(text: &str, line_start: usize, offset: usize) -> u32 {
    count(text.get(line_start..offset).unwrap_or_default()).saturating_add(1)
}

fn count(text: &str) -> u32 {
    u32::try_from(text.chars().count()).unwrap_or(u32::MAX)
}

/// The beginning of a text.
fn shorten(text: &str, chars_max: usize) -> String {
    match text.char_indices().nth(chars_max) {
        Some((at, _)) => format!("{}{CUT}", text.get(..at).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// The end of a text.
fn cut_front(text: &str, chars_max: usize) -> String {
    let length = text.chars().count();
    if length <= chars_max {
        return text.to_owned();
    }
    let kept: String = text.chars().skip(length - chars_max).collect();
    format!("{CUT}{kept}")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::mask;

    fn span(text: &str, part: &str) -> Span {
        let start = text.find(part).unwrap_or_default();
        Span {
            start: u32::try_from(start).unwrap_or_default(),
            end: u32::try_from(start + part.len()).unwrap_or_default(),
        }
    }

    #[test]
    fn columns_are_characters_from_one() {
        let text = "a\n  grün(x,\n  y)\nb\n";
        let place = Place::new(text, span(text, "(x,\n  y)"), None);
        assert_eq!(
            (place.line, place.column, place.end_line, place.end_column),
            (2, 7, 3, 5)
        );
        let lines: Vec<_> = place
            .code
            .iter()
            .map(|one| (one.line, one.text.as_str(), one.start, one.end))
            .collect();
        assert_eq!(lines, [(2, "  grün(x,", 6, 9), (3, "  y)", 0, 4)]);
        let place = Place::new("abc\r\n", Span { start: 0, end: 5 }, None);
        assert_eq!(
            (place.end_line, place.end_column, place.snippet.as_str()),
            (1, 4, "abc")
        );
        let place = Place::new("", Span { start: 7, end: 9 }, None);
        assert_eq!((place.line, place.column, place.end_column), (1, 1, 1));
    }

    #[test]
    fn a_secret_is_shown_nowhere() {
        let text = "use(\"s3cr3t-word\"); key = \"s3cr3t-word\"\n";
        let all = span(text, "key = \"s3cr3t-word\"");
        let secret = Span {
            start: all.end - 12,
            end: all.end - 1,
        };
        let place = Place::new(text, all, Some(secret));
        assert_eq!(place.snippet, "key = \"********\"");
        let [line] = place.code.as_slice() else {
            panic!("one line");
        };
        assert_eq!(line.text, "use(\"********\"); key = \"********\"");
        assert_eq!((line.start, line.end), (17, 33));
        assert_eq!(mask("it is s3cr3t-word", "s3cr3t-word"), "it is ********");
    }

    #[test]
    fn a_secret_of_several_lines_is_masked_in_each() {
        let text = "k = '''AAAAAA\nBBBBBB\nCCCCCC'''\n";
        let secret = span(text, "AAAAAA\nBBBBBB\nCCCCCC");
        for all in [
            span(text, "k = '''AAAAAA\nBBBBBB\nCCCCCC'''"),
            span(text, "k ="),
            span(text, "BBB"),
        ] {
            let shown = format!("{:?}", Place::new(text, all, Some(secret)));
            for part in ["AAA", "BBB", "CCC"] {
                assert!(!shown.contains(part), "{shown}");
            }
        }
    }

    #[test]
    fn long_lines_are_cut_around_what_matched() {
        let text = format!("{}HERE{}", "a".repeat(5000), "b".repeat(5000));
        let place = Place::new(&text, span(&text, "HERE"), None);
        assert_eq!(place.column, 5001);
        let line = place
            .code
            .first()
            .map(|one| (one.text.chars().count(), one.start, one.end));
        assert_eq!(line, Some((1 + 160 + 4 + 160 + 1, 161, 165)));
    }

    proptest! {
        #[test]
        fn any_span_has_a_place(text in "[a\u{e4}\r\n\u{1f600}]{0,40}", a in 0_u32..200, b in 0_u32..200, c in 0_u32..200, d in 0_u32..200) {
            let place = Place::new(&text, Span { start: a, end: b }, Some(Span { start: c, end: d }));
            prop_assert!(place.line >= 1 && place.column >= 1);
            prop_assert!((place.end_line, place.end_column) >= (place.line, place.column));
            for line in &place.code {
                prop_assert!(line.start <= line.end);
                prop_assert!(line.end as usize <= line.text.chars().count());
            }
        }

        #[test]
        fn a_secret_stays_hidden(before in "[a-f\n ]{0,20}", secret in "[0-9]{4,12}", behind in "[a-f\n ]{0,20}", a in 0_u32..60, b in 0_u32..60) {
            let text = format!("{before}{secret}{behind}{secret}");
            let hidden = span(&text, &secret);
            let shown = format!("{:?}", Place::new(&text, Span { start: a, end: b }, Some(hidden)).code);
            let shown = shown + &Place::new(&text, Span { start: a, end: b }, Some(hidden)).snippet;
            prop_assert!(!shown.contains(&secret));
        }
    }
}
