//! PHP: code only between `<?php` and `?>`; what stands outside is code without strings and comments.

use aphoria_core::Context;

use super::lexer::{Lexer, table};
use super::strings::Str;

pub(super) fn lex(lexer: &mut Lexer<'_>) {
    while enter(lexer) {
        inside(lexer);
    }
}

/// Goes behind the next `<?php`, `<?=` or `<?`; says whether there was one. `<?xml` is none.
fn enter(lexer: &mut Lexer<'_>) -> bool {
    loop {
        let rest = lexer.text.get(lexer.at..).unwrap_or_default();
        let Some(ahead) = memchr::memmem::find(rest, b"<?") else {
            lexer.at = lexer.text.len();
            return false;
        };
        lexer.at += ahead + 2;
        if !lexer.starts(b"xml") {
            return true;
        }
    }
}

fn inside(lexer: &mut Lexer<'_>) {
    const MARKS: [bool; 256] = table(b"/#\"'`<?\n");
    while let Some(byte) = lexer.next(&MARKS) {
        match byte {
            b'/' if lexer.peek(1) == b'*' => lexer.block_comment(2, b"*/"),
            b'/' if lexer.peek(1) == b'/' => line_comment(lexer),
            b'#' if lexer.peek(1) != b'[' => line_comment(lexer),
            b'"' | b'\'' | b'`' => lexer.string(1, Str::block(byte, 1)),
            b'<' if lexer.starts(b"<<<") => heredoc(lexer),
            b'?' if lexer.peek(1) == b'>' => {
                lexer.at += 2;
                return;
            }
            b'\n' => lexer.line_feed(),
            _ => lexer.at += 1,
        }
    }
}

fn heredoc(lexer: &mut Lexer<'_>) {
    let rest = lexer.text.get(lexer.at + 3..).unwrap_or_default();
    let blanks = rest
        .iter()
        .take_while(|byte| matches!(byte, b' ' | b'\t'))
        .count();
    if !lexer.announce(3 + blanks, true) {
        lexer.at += 3;
    }
}

/// To the line's end, or to a `?>` before it.
fn line_comment(lexer: &mut Lexer<'_>) {
    let end = lexer.line_end(lexer.at);
    let line = lexer.text.get(lexer.at..end).unwrap_or_default();
    let end = memchr::memmem::find(line, b"?>").map_or(end, |ahead| lexer.at + ahead);
    lexer.mark(lexer.at, end, Context::Comment);
}
