//! Bash, Dockerfile, HCL.

use super::c_like::slash;
use super::lexer::{Lexer, table};
use super::strings::{Hole, Str};

/// Bash: `#` begins a comment only at the start of a word; commands stand in strings.
pub(super) fn bash(lexer: &mut Lexer<'_>) {
    const MARKS: [bool; 256] = table(b"#\"'\\<()\n");
    const DOUBLE: Str = Str::block(b'"', 1).hole(Hole::DollarParen);
    while let Some(byte) = lexer.next(&MARKS) {
        match byte {
            b'#' if begins_word(lexer) => lexer.line_comment(),
            b'"' => lexer.string(1, DOUBLE),
            b'\'' if lexer.back(1) == b'$' => lexer.string(1, Str::block(b'\'', 1)),
            b'\'' => lexer.string(1, Str::block(b'\'', 1).raw()),
            b'\\' => lexer.at += 1 + usize::from(lexer.peek(1) != b'\n'),
            b'<' if lexer.starts(b"<<<") => lexer.at += 3,
            b'<' if lexer.peek(1) == b'<' => heredoc(lexer),
            b'(' => lexer.open(),
            b')' => lexer.close(),
            b'\n' => lexer.line_feed(),
            _ => lexer.at += 1,
        }
    }
}

fn begins_word(lexer: &Lexer<'_>) -> bool {
    matches!(
        lexer.back(1),
        b' ' | b'\t' | b'\n' | b'\r' | b';' | b'&' | b'|' | b'('
    )
}

fn heredoc(lexer: &mut Lexer<'_>) {
    let dash = usize::from(lexer.peek(2) == b'-');
    let rest = lexer.text.get(lexer.at + 2 + dash..).unwrap_or_default();
    let blanks = rest.iter().take_while(|byte| **byte == b' ').count();
    if !lexer.announce(2 + dash + blanks, dash == 1) {
        lexer.at += 2;
    }
}

/// Dockerfile: `#` begins a comment only at the start of a line.
pub(super) fn dockerfile(lexer: &mut Lexer<'_>) {
    const MARKS: [bool; 256] = table(b"#\"'");
    while let Some(byte) = lexer.next(&MARKS) {
        match byte {
            b'#' if lexer.at_line_start() => lexer.line_comment(),
            b'#' => lexer.at += 1,
            quote if lexer.back(1).is_ascii_alphanumeric() && quote == b'\'' => lexer.at += 1,
            quote => lexer.string(1, Str::line(quote)),
        }
    }
}

/// HCL: templates with code in them, here-documents.
pub(super) fn hcl(lexer: &mut Lexer<'_>) {
    const MARKS: [bool; 256] = table(b"#/\"<{}\n");
    while let Some(byte) = lexer.next(&MARKS) {
        match byte {
            b'#' => lexer.line_comment(),
            b'/' => slash(lexer, false),
            b'"' => lexer.string(1, Str::line(b'"').hole(Hole::DollarBrace)),
            b'<' if lexer.peek(1) == b'<' => {
                let dash = usize::from(lexer.peek(2) == b'-');
                if !lexer.announce(2 + dash, true) {
                    lexer.at += 2;
                }
            }
            b'{' => lexer.open(),
            b'}' if lexer.in_hole(Hole::DollarBrace) => lexer.close(),
            b'\n' => lexer.line_feed(),
            _ => lexer.at += 1,
        }
    }
}
