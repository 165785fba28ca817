//! INI, Java properties and environment files: a key and its value on a line.

use std::collections::BTreeMap;

use super::{Entries, span_of, unquoted};

/// INI: `[section]`, then `key = value` or `key: value`. `+`, `-`, `!` and `.` before a key are the marks of lists.
pub(super) fn ini(text: &str, entries: &mut Entries) {
    let mut section = None;
    let mut known: BTreeMap<&str, u32> = BTreeMap::new();
    for line in text.lines() {
        let line = line.trim();
        if line.starts_with([';', '#']) {
            continue;
        }
        if let Some(rest) = line.strip_prefix('[') {
            let name = rest.split(']').next().unwrap_or(rest).trim();
            section = match known.get(name) {
                Some(known) => Some(*known),
                None => entries.add(None, name, span_of(text, name)),
            };
            if let Some(section) = section {
                known.insert(name, section);
            }
            continue;
        }
        let Some((key, value)) = line.split_once('=').or_else(|| line.split_once(':')) else {
            continue;
        };
        let key = key.trim().trim_start_matches(['+', '-', '!', '.']);
        add(
            text,
            entries,
            section,
            key,
            unquoted(uncommented(value).trim()),
        );
    }
}

/// The text before a comment with blanks on both sides of its mark.
fn uncommented(value: &str) -> &str {
    let marks = [" ; ", " # ", "\t; ", "\t# "];
    let cut = marks.iter().filter_map(|mark| value.find(mark)).min();
    &value[..cut.unwrap_or(value.len())]
}

fn add(text: &str, entries: &mut Entries, parent: Option<u32>, key: &str, value: &str) {
    if key.is_empty() {
        return;
    }
    if let Some(number) = entries.add(parent, key, span_of(text, key)) {
        entries.set_value(number, span_of(text, value));
    }
}

/// Java properties: the key ends at `=`, `:` or a blank; a backslash at a line's end joins the next one.
pub(super) fn properties(text: &str, entries: &mut Entries) {
    let mut at = 0;
    while at < text.len() {
        let end = logical_end(text, at);
        let line = text.get(at..end).unwrap_or_default().trim();
        at = end + 1;
        if line.is_empty() || line.starts_with(['#', '!']) {
            continue;
        }
        let mut escaped = false;
        let split = line.find(|letter: char| {
            let splits = !escaped && (matches!(letter, '=' | ':') || letter.is_whitespace());
            escaped = letter == '\\' && !escaped;
            splits
        });
        let (key, rest) = line.split_at(split.unwrap_or(line.len()));
        let rest = rest.trim_start();
        let value = rest.strip_prefix(['=', ':']).unwrap_or(rest).trim();
        add(text, entries, None, key, value);
    }
}

/// End of the line and of those that a backslash joins to it.
fn logical_end(text: &str, mut at: usize) -> usize {
    let is_comment = text
        .get(at..)
        .unwrap_or_default()
        .trim_start_matches([' ', '\t'])
        .starts_with(['#', '!']);
    loop {
        let rest = text.as_bytes().get(at..).unwrap_or_default();
        let Some(ahead) = memchr::memchr(b'\n', rest) else {
            return text.len();
        };
        let line = rest.get(..ahead).unwrap_or_default();
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let slashes = line.iter().rev().take_while(|byte| **byte == b'\\').count();
        if slashes % 2 == 0 || is_comment {
            return at + ahead;
        }
        at += ahead + 1;
    }
}

/// Environment files: `export KEY=value`; values in quotes may span lines.
pub(super) fn dotenv(text: &str, entries: &mut Entries) {
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let length = rest.find('\n').unwrap_or(rest.len());
        let line = rest.get(..length).unwrap_or_default();
        at += length + 1;
        let trimmed = line.trim_start();
        let body = trimmed.strip_prefix("export ").unwrap_or(trimmed);
        let Some((key, value)) = body.split_once('=').filter(|_| !trimmed.starts_with('#')) else {
            continue;
        };
        let start = span_of(text, value.trim_start()).start as usize;
        let value = env_value(text, start, value);
        let behind = span_of(text, value).end as usize;
        at = at.max(
            behind
                + text
                    .get(behind..)
                    .and_then(|rest| rest.find('\n'))
                    .map_or(0, |feed| feed + 1),
        );
        add(text, entries, None, key.trim(), value);
    }
}

/// The value that begins at `start`, whose first line is `line`.
fn env_value<'t>(text: &'t str, start: usize, line: &'t str) -> &'t str {
    const VALUE_BYTES_MAX: usize = 64 << 10;
    let rest = text.get(start..).unwrap_or_default();
    if let Some(quote) = rest
        .chars()
        .next()
        .filter(|first| matches!(first, '"' | '\''))
    {
        let inner = &rest[1..];
        let inner = &inner[..inner.floor_char_boundary(VALUE_BYTES_MAX)];
        let mut escaped = false;
        let close = inner.find(|letter: char| {
            let closes = letter == quote && !escaped;
            escaped = quote == '"' && letter == '\\' && !escaped;
            closes
        });
        if let Some(close) = close {
            return &inner[..close];
        }
    }
    let line = line.find(" #").map_or(line, |cut| &line[..cut]);
    line.trim()
}
