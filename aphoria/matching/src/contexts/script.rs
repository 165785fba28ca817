//! JavaScript and TypeScript: templates with code in them, regular expressions beside divisions.

use aphoria_core::Context;

use super::lexer::{Lexer, is_word, table};
use super::strings::{Hole, Str};

/// Words behind which an expression begins.
const BEFORE_EXPRESSION: &[&[u8]] = &[
    b"return",
    b"typeof",
    b"case",
    b"in",
    b"of",
    b"delete",
    b"void",
    b"throw",
    b"new",
    b"instanceof",
    b"else",
    b"do",
    b"yield",
    b"await",
];

pub(super) fn lex(lexer: &mut Lexer<'_>) {
    const MARKS: [bool; 256] = table(b"/\"'`{}");
    const TEMPLATE: Str = Str::block(b'`', 1).hole(Hole::DollarBrace);
    let mut divisions_until = 0;
    while let Some(byte) = lexer.next(&MARKS) {
        match byte {
            b'/' => slash(lexer, &mut divisions_until),
            b'`' => lexer.string(1, TEMPLATE),
            b'{' => lexer.open(),
            b'}' => lexer.close(),
            quote => lexer.string(1, Str::line(quote)),
        }
    }
}

fn slash(lexer: &mut Lexer<'_>, divisions_until: &mut usize) {
    match lexer.peek(1) {
        b'/' => lexer.line_comment(),
        b'*' => lexer.block_comment(2, b"*/"),
        _ if lexer.at >= *divisions_until && begins_expression(lexer) => {
            *divisions_until = expression(lexer);
        }
        _ => lexer.at += 1,
    }
}

/// Whether an expression rather than an operator is expected, judged by the last token.
fn begins_expression(lexer: &Lexer<'_>) -> bool {
    const BLANKS_MAX: usize = 256;
    let blanks = (1..BLANKS_MAX)
        .take_while(|places| {
            *places <= lexer.at && matches!(lexer.back(*places), b' ' | b'\t' | b'\n' | b'\r')
        })
        .count();
    let end = lexer.at - blanks;
    let before = lexer.text.get(..end).unwrap_or_default();
    match before.last() {
        None => true,
        Some(byte) if is_word(*byte) || *byte == b'$' => BEFORE_EXPRESSION.iter().any(|word| {
            before.strip_suffix(*word).is_some_and(|rest| {
                !rest
                    .last()
                    .is_some_and(|byte| is_word(*byte) || matches!(byte, b'$' | b'.'))
            })
        }),
        Some(byte) => !matches!(byte, b')' | b']' | b'}' | b'"' | b'\'' | b'`' | b'<'),
    }
}

/// `/…/`: on one line, with classes in which a slash means itself. Without an end it is a division, and so is every
/// other slash before the place that is returned.
fn expression(lexer: &mut Lexer<'_>) -> usize {
    const EXPRESSION_BYTES_MAX: usize = 4096;
    let rest = lexer.text.get(lexer.at + 1..).unwrap_or_default();
    let rest = rest.get(..EXPRESSION_BYTES_MAX).unwrap_or(rest);
    let (mut place, mut in_class) = (0, false);
    while let Some(byte) = rest.get(place) {
        match byte {
            b'\n' => break,
            b'\\' => place += 1,
            b'[' => in_class = true,
            b']' => in_class = false,
            b'/' if !in_class => {
                lexer.mark(lexer.at, lexer.at + place + 2, Context::String);
                return lexer.at;
            }
            _ => {}
        }
        place += 1;
    }
    lexer.at += 1;
    lexer.at + place
}
