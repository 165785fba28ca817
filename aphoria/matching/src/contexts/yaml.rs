//! YAML: `#` begins a comment at the start of a word, outside of quotes and block scalars.

use aphoria_core::Context;

use super::lexer::{Lexer, table};
use super::strings::Str;

pub(super) fn lex(lexer: &mut Lexer<'_>) {
    const MARKS: [bool; 256] = table(b"#\"'|>");
    while let Some(byte) = lexer.next(&MARKS) {
        match byte {
            b'#' if matches!(lexer.back(1), b' ' | b'\t' | b'\n' | b'\r') => lexer.line_comment(),
            b'"' if begins_value(lexer) => quoted(lexer, Str::block(b'"', 1)),
            b'\'' if begins_value(lexer) => quoted(lexer, Str::block(b'\'', 1).raw().doubled()),
            b'|' | b'>' if begins_value(lexer) && ends_line(lexer) => block(lexer),
            _ => lexer.at += 1,
        }
    }
}

/// Whether a value may begin here: at the start of a line or behind one of its marks.
fn begins_value(lexer: &Lexer<'_>) -> bool {
    let before = lexer.text.get(..lexer.at).unwrap_or_default();
    let blank = |byte: &u8| matches!(byte, b' ' | b'\t');
    let blanks = before.iter().rev().take_while(|byte| blank(byte)).count();
    match before
        .len()
        .checked_sub(blanks + 1)
        .and_then(|place| before.get(place))
    {
        None | Some(b'\n' | b'[' | b'{' | b',') => true,
        Some(b':' | b'-' | b'?') => blanks > 0,
        // A tag or an anchor stands between the mark and the value.
        Some(_) => blanks > 0 && tagged(&before[..before.len() - blanks]),
    }
}

fn tagged(before: &[u8]) -> bool {
    const TAG_BYTES_MAX: usize = 80;
    let word = before
        .iter()
        .rev()
        .take(TAG_BYTES_MAX)
        .position(|byte| byte.is_ascii_whitespace());
    word.and_then(|length| before.get(before.len() - length))
        .is_some_and(|first| matches!(first, b'!' | b'&'))
}

/// A string over lines; one without an end ends with its line.
fn quoted(lexer: &mut Lexer<'_>, string: Str) {
    let start = lexer.at;
    lexer.string(1, string);
    let end = lexer.at;
    let open = end == lexer.text.len() && (lexer.back(1) != string.close || end == start + 1);
    let end = if open { lexer.line_end(start) } else { end };
    lexer.mark(start, end, Context::Code);
}

/// Whether only the modifiers of a block scalar follow on the line.
fn ends_line(lexer: &Lexer<'_>) -> bool {
    const REST_BYTES_MAX: usize = 256;
    let rest = lexer.text.get(lexer.at + 1..).unwrap_or_default();
    let rest = rest.get(..REST_BYTES_MAX).unwrap_or(rest);
    let rest = rest.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let modifiers = rest
        .iter()
        .take_while(|byte| matches!(byte, b'+' | b'-' | b'0'..=b'9'))
        .count();
    let rest = rest.get(modifiers..).unwrap_or_default().trim_ascii_start();
    rest.is_empty() || rest.starts_with(b"#")
}

/// Goes over a block scalar: the lines that are indented deeper than the line of its mark, or blank.
fn block(lexer: &mut Lexer<'_>) {
    let before = lexer.text.get(..lexer.at).unwrap_or_default();
    let start = memchr::memrchr(b'\n', before).map_or(0, |at| at + 1);
    let indent = indent(&lexer.text[start..]);
    let mut line = lexer.line_end(lexer.at) + 1;
    while let Some(rest) = lexer.text.get(line..).filter(|rest| !rest.is_empty()) {
        let end = lexer.line_end(line);
        let text = rest.get(..end - line).unwrap_or_default();
        if self::indent(text) <= indent && !text.trim_ascii().is_empty() {
            break;
        }
        line = end + 1;
    }
    lexer.mark(lexer.at, line, Context::Code);
}

fn indent(line: &[u8]) -> usize {
    line.iter().take_while(|byte| **byte == b' ').count()
}
