//! Rust: nested comments, raw strings, lifetimes beside character literals.

use aphoria_core::Context;

use super::c_like::slash;
use super::lexer::{Lexer, is_word, table};
use super::strings::Str;

pub(super) fn lex(lexer: &mut Lexer<'_>) {
    const MARKS: [bool; 256] = table(b"/\"'r");
    while let Some(byte) = lexer.next(&MARKS) {
        match byte {
            b'/' => slash(lexer, true),
            b'"' => lexer.string(1, Str::block(b'"', 1)),
            b'\'' => single_quote(lexer),
            _ => raw(lexer),
        }
    }
}

/// `'x'`, `'\n'` or a lifetime.
fn single_quote(lexer: &mut Lexer<'_>) {
    if lexer.peek(1) == b'\\' {
        return lexer.string(1, Str::line(b'\''));
    }
    let rest = lexer.text.get(lexer.at + 1..).unwrap_or_default();
    let width = match rest.first() {
        Some(0xF0..) => 4,
        Some(0xE0..) => 3,
        Some(0xC0..) => 2,
        _ => 1,
    };
    if rest.get(width) == Some(&b'\'') {
        lexer.mark(lexer.at, lexer.at + width + 2, Context::String);
    } else {
        lexer.at += 1;
    }
}

/// `r"…"` and `r#"…"#`, also behind `b` or `c`; else the letter of some word.
fn raw(lexer: &mut Lexer<'_>) {
    let start = lexer.at;
    let rest = lexer.text.get(start + 1..).unwrap_or_default();
    let hashes = rest.iter().take_while(|byte| **byte == b'#').count();
    let before = lexer.back(1);
    let begins_word = !is_word(before) || matches!(before, b'b' | b'c') && !is_word(lexer.back(2));
    if !begins_word || rest.get(hashes) != Some(&b'"') {
        lexer.at += 1 + hashes;
        return;
    }
    let from = start + hashes + 2;
    let rest = lexer.text.get(from..).unwrap_or_default();
    let end = memchr::memchr_iter(b'"', rest).find(|quote| {
        let behind = rest.get(quote + 1..quote + 1 + hashes);
        behind.is_some_and(|behind| behind.iter().all(|byte| *byte == b'#'))
    });
    let end = end.map_or(lexer.text.len(), |quote| from + quote + 1 + hashes);
    lexer.mark(start, end, Context::String);
}
