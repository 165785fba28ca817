//! Ruby: strings with code in them, `%` literals, here-documents, `=begin` blocks.

use aphoria_core::Context;

use super::lexer::{Lexer, is_word, table};
use super::strings::{Hole, Str};

/// Words behind which an expression begins.
const BEFORE_EXPRESSION: &[&[u8]] = &[
    b"if", b"unless", b"and", b"or", b"not", b"when", b"while", b"until", b"return", b"in",
    b"then", b"else", b"elsif", b"puts", b"print", b"match", b"split",
];

pub(super) fn lex(lexer: &mut Lexer<'_>) {
    const MARKS: [bool; 256] = table(b"#\"'`/%<={}?_\n");
    let mut divisions_until = 0;
    while let Some(byte) = lexer.next(&MARKS) {
        match byte {
            b'#' => lexer.line_comment(),
            b'"' | b'`' => lexer.string(1, Str::block(byte, 1).hole(Hole::HashBrace)),
            b'\'' => lexer.string(1, Str::block(b'\'', 1)),
            b'{' => lexer.open(),
            b'}' => lexer.close(),
            b'/' if lexer.at >= divisions_until && begins_expression(lexer) => {
                divisions_until = regex(lexer);
            }
            b'%' if begins_expression(lexer) => percent(lexer),
            b'<' if lexer.peek(1) == b'<' => heredoc(lexer),
            b'=' if lexer.back(1) == b'\n' && lexer.starts(b"=begin") => {
                lexer.block_comment(6, b"\n=end");
            }
            b'?' => lexer.at += character(lexer),
            b'_' if lexer.back(1) == b'\n' && lexer.starts(b"__END__\n") => {
                lexer.mark(lexer.at, lexer.text.len(), Context::Comment);
            }
            b'\n' => lexer.line_feed(),
            _ => lexer.at += 1,
        }
    }
}

/// `?x` and `?"` are characters where an expression begins.
fn character(lexer: &Lexer<'_>) -> usize {
    let is_character = matches!(lexer.back(1), b' ' | b'(' | b',' | b'=' | b'[')
        && matches!(lexer.peek(1), b'"' | b'\'' | b'#' | b'/' | b'`')
        && !is_word(lexer.peek(2));
    1 + usize::from(is_character)
}

/// Whether `/` or `%` begins a literal rather than being an operator, judged by what stands around it.
fn begins_expression(lexer: &Lexer<'_>) -> bool {
    let blanks = (1..32)
        .take_while(|places| *places <= lexer.at && matches!(lexer.back(*places), b' ' | b'\t'))
        .count();
    let before = lexer.text.get(..lexer.at - blanks).unwrap_or_default();
    let blank_behind = matches!(lexer.peek(1), b' ' | b'=');
    match before.last() {
        None | Some(b'\n') => true,
        Some(byte) if is_word(*byte) || matches!(byte, b'?' | b'!') => {
            let after_word = BEFORE_EXPRESSION.iter().any(|word| {
                let rest = before.strip_suffix(*word);
                rest.is_some_and(|rest| !rest.last().is_some_and(|byte| is_word(*byte)))
            });
            after_word && blanks > 0
        }
        Some(byte) => !matches!(byte, b')' | b']' | b'}' | b'"' | b'\'' | b'`') && !blank_behind,
    }
}

/// `/…/` on one line. Without an end it is a division, and so is every other slash before the place that is returned.
fn regex(lexer: &mut Lexer<'_>) -> usize {
    const REGEX_BYTES_MAX: usize = 4096;
    let rest = lexer.text.get(lexer.at + 1..).unwrap_or_default();
    let rest = rest.get(..REGEX_BYTES_MAX).unwrap_or(rest);
    let mut escaped = false;
    for (place, byte) in rest.iter().enumerate() {
        match byte {
            b'\n' => break,
            b'/' if !escaped => {
                lexer.mark(lexer.at, lexer.at + place + 2, Context::String);
                return lexer.at;
            }
            _ => escaped = *byte == b'\\' && !escaped,
        }
    }
    lexer.at += 1;
    lexer.at + memchr::memchr(b'\n', rest).unwrap_or(rest.len())
}

/// `%q(…)`, `%w[…]`, `%(…)`; brackets nest.
fn percent(lexer: &mut Lexer<'_>) {
    let kind = lexer.peek(1);
    let lettered = matches!(
        kind,
        b'q' | b'Q' | b'w' | b'W' | b'i' | b'I' | b'r' | b'x' | b's'
    );
    let ahead = 1 + usize::from(lettered);
    let open = lexer.peek(ahead);
    let close = match open {
        b'(' => b')',
        b'[' => b']',
        b'{' => b'}',
        b'<' => b'>',
        b'|' | b'!' | b'/' | b'^' | b'~' if lettered => open,
        _ => {
            lexer.at += 1;
            return;
        }
    };
    let (mut at, mut depth) = (lexer.at + ahead + 1, 1_u32);
    while let Some(byte) = lexer.text.get(at) {
        at += 1;
        if *byte == b'\\' {
            at += 1;
        } else if *byte == close {
            depth -= 1;
            if depth == 0 {
                break;
            }
        } else if *byte == open {
            depth = depth.saturating_add(1);
        }
    }
    lexer.mark(lexer.at, at, Context::String);
}

/// `<<~NAME`, `<<-NAME`, and `<<NAME` where the name is in capitals or quotes.
fn heredoc(lexer: &mut Lexer<'_>) {
    let announced = match lexer.peek(2) {
        b'~' | b'-' => lexer.announce(3, true),
        b'A'..=b'Z' | b'"' | b'\'' if !is_word(lexer.back(1)) => lexer.announce(2, false),
        _ => false,
    };
    if !announced {
        lexer.at += 2;
    }
}
