//! Python: strings in single and triple quotes. Prefixes make no difference to where a string ends.

use super::lexer::{Lexer, table};
use super::strings::Str;

pub(super) fn lex(lexer: &mut Lexer<'_>) {
    const MARKS: [bool; 256] = table(b"#\"'");
    while let Some(byte) = lexer.next(&MARKS) {
        match byte {
            b'#' => lexer.line_comment(),
            quote if lexer.starts(&[quote; 3]) => lexer.string(3, Str::block(quote, 3)),
            quote => lexer.string(1, Str::line(quote)),
        }
    }
}
