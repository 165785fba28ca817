//! Reads the arguments of a call, or the entries of a literal, from the text alone.

use crate::{Hit, Source, Span};

use crate::place::whole;

/// How a language writes entries and comments.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    /// What stands between a name and its value.
    pub mark: &'static str,
    /// Whether `#` begins a comment.
    pub hash: bool,
    /// Whether `//` and `/*` begin one.
    pub slashes: bool,
}

/// An entry; what has no name has an empty one.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Without quotes.
    pub name: String,
    /// Without blanks and comments around it.
    pub value: String,
    /// From the name to the end of the value.
    pub span: Span,
    /// The value alone.
    pub value_span: Span,
}

/// The entries between the bracket at the end of the hit and the one that closes it; none if it is not closed within what
/// is read of the file.
#[must_use]
pub fn of_call(hit: &Hit<'_>, source: &dyn Source, style: Style) -> Option<Vec<Entry>> {
    of_bracket(&whole(hit, source), hit.span().end.checked_sub(1)?, style)
}

/// The entries of the bracket at a place of the text.
#[must_use]
pub fn of_bracket(text: &str, at: u32, style: Style) -> Option<Vec<Entry>> {
    entries(text.get(at as usize..)?, at, style)
}

/// The entries of an entry's value.
#[must_use]
pub fn of_value(entry: &Entry, style: Style) -> Vec<Entry> {
    if entry.value.starts_with(['{', '[', '(']) {
        entries(&entry.value, entry.value_span.start, style).unwrap_or_default()
    } else {
        Vec::new()
    }
}

/// The entry of this name; a name alone stands for itself.
#[must_use]
pub fn named<'e>(entries: &'e [Entry], name: &str) -> Option<&'e Entry> {
    entries
        .iter()
        .find(|entry| entry.name == name || (entry.name.is_empty() && entry.value == name))
}

/// Entries of the bracket that the text begins with; `base` is where the text stands in the file.
fn entries(text: &str, base: u32, style: Style) -> Option<Vec<Entry>> {
    let bytes = text.as_bytes();
    let mut all = Vec::new();
    let (mut from, mut until, mut split) = (0, None, None);
    let (mut at, mut depth) = (0, 0_u32);
    while let Some(&byte) = bytes.get(at) {
        let rest = bytes.get(at..).unwrap_or_default();
        if let Some(length) = comment(rest, style) {
            let begun = text
                .get(from..at)
                .is_some_and(|so_far| !so_far.trim().is_empty());
            match (depth, begun) {
                (1, false) => from = at + length,
                (1, true) => until = until.or(Some(at)),
                _ => {}
            }
            at += length;
            continue;
        }
        match byte {
            b'"' | b'\'' | b'`' => {
                at += string(rest, byte);
                continue;
            }
            b'(' | b'[' | b'{' => {
                depth += 1;
                if depth == 1 {
                    from = at + 1;
                }
            }
            b')' | b']' | b'}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    all.extend(entry(text, (from, until.unwrap_or(at), split), base, style));
                    return Some(all);
                }
            }
            b',' if depth == 1 => {
                all.extend(entry(text, (from, until.unwrap_or(at), split), base, style));
                (from, until, split) = (at + 1, None, None);
            }
            _ if depth == 1 && split.is_none() && is_mark(bytes, at, style.mark) => {
                split = Some(at);
            }
            _ => {}
        }
        at += 1;
    }
    None
}

fn entry(
    text: &str,
    (from, until, split): (usize, usize, Option<usize>),
    base: u32,
    style: Style,
) -> Option<Entry> {
    let split = split.filter(|split| *split < until);
    let (name, value_from) = match split {
        Some(split) => (text.get(from..split)?, split + style.mark.len()),
        None => ("", from),
    };
    let (start, _) = trimmed(text, from, until)?;
    let (value_start, value_end) = trimmed(text, value_from, until)?;
    let value = text.get(value_start..value_end)?;
    let place = |at: usize| u32::try_from(at).ok()?.checked_add(base);
    Some(Entry {
        name: name.trim().trim_matches(['"', '\'']).to_owned(),
        value: value.to_owned(),
        span: Span {
            start: place(start)?,
            end: place(value_end)?,
        },
        value_span: Span {
            start: place(value_start)?,
            end: place(value_end)?,
        },
    })
}

/// The stretch without blanks at its ends; none if nothing is left.
fn trimmed(text: &str, from: usize, until: usize) -> Option<(usize, usize)> {
    let part = text.get(from..until)?;
    let start = from + (part.len() - part.trim_start().len());
    let end = from + part.trim_end().len();
    (start < end).then_some((start, end))
}

fn comment(rest: &[u8], style: Style) -> Option<usize> {
    let line = || {
        rest.iter()
            .position(|byte| *byte == b'\n')
            .unwrap_or(rest.len())
    };
    if (style.hash && rest.starts_with(b"#")) || (style.slashes && rest.starts_with(b"//")) {
        return Some(line());
    }
    if style.slashes && rest.starts_with(b"/*") {
        let end = rest.windows(2).skip(2).position(|pair| pair == b"*/");
        return Some(end.map_or(rest.len(), |end| end + 4));
    }
    None
}

/// Length of the string that begins here.
fn string(rest: &[u8], quote: u8) -> usize {
    let mut escaped = false;
    let close = rest.iter().skip(1).position(|byte| {
        let closes = *byte == quote && !escaped;
        escaped = *byte == b'\\' && !escaped;
        closes
    });
    close.map_or(rest.len(), |close| close + 2)
}

/// Whether the mark stands here, and is no part of a longer operator.
fn is_mark(bytes: &[u8], at: usize, mark: &str) -> bool {
    let here = bytes
        .get(at..)
        .is_some_and(|rest| rest.starts_with(mark.as_bytes()));
    let before = at
        .checked_sub(1)
        .and_then(|before| bytes.get(before))
        .copied()
        .unwrap_or(b' ');
    let behind = bytes.get(at + mark.len()).copied().unwrap_or(b' ');
    let operator = |byte: u8| matches!(byte, b'=' | b':' | b'!' | b'<' | b'>' | b'?');
    here && !operator(before) && !operator(behind)
}
