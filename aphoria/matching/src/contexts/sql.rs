//! SQL: quotes are doubled to stand for themselves; a backslash means nothing.

use super::lexer::{Lexer, table};
use super::strings::Str;

pub(super) fn lex(lexer: &mut Lexer<'_>) {
    const MARKS: [bool; 256] = table(b"-/\"'");
    while let Some(byte) = lexer.next(&MARKS) {
        match byte {
            b'-' if lexer.peek(1) == b'-' => lexer.line_comment(),
            b'/' if lexer.peek(1) == b'*' => lexer.block_comment(2, b"*/"),
            b'-' | b'/' => lexer.at += 1,
            quote => lexer.string(1, Str::block(quote, 1).raw().doubled()),
        }
    }
}
