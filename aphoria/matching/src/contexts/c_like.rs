//! C, C++, C#, Java, Kotlin, Go.

use aphoria_core::Context;

use super::lexer::{Lexer, is_word, table};
use super::strings::{Hole, Str};

/// C and C++: raw strings, digits parted by single quotes.
pub(super) fn c(lexer: &mut Lexer<'_>) {
    const MARKS: [bool; 256] = table(b"/\"'");
    while let Some(byte) = lexer.next(&MARKS) {
        match byte {
            b'/' => slash(lexer, false),
            b'"' if is_raw(lexer) => raw(lexer),
            b'"' => lexer.string(1, Str::line(b'"')),
            _ if parts_digits(lexer) => lexer.at += 1,
            _ => lexer.string(1, Str::line(b'\'')),
        }
    }
}

/// C#: verbatim, raw and interpolated strings.
pub(super) fn csharp(lexer: &mut Lexer<'_>) {
    const MARKS: [bool; 256] = table(b"/\"'{}");
    while let Some(byte) = lexer.next(&MARKS) {
        match byte {
            b'/' => slash(lexer, false),
            b'"' => csharp_string(lexer),
            b'{' => lexer.open(),
            b'}' => lexer.close(),
            _ => lexer.string(1, Str::line(b'\'')),
        }
    }
}

fn csharp_string(lexer: &mut Lexer<'_>) {
    let rest = lexer.text.get(lexer.at..).unwrap_or_default();
    let quotes = rest.iter().take_while(|byte| **byte == b'"').count();
    if quotes >= 3 {
        return lexer.string(quotes, Str::block(b'"', quotes).raw());
    }
    let prefix = [lexer.back(1), lexer.back(2)];
    let (verbatim, filled) = match prefix {
        [b'@', b'$'] | [b'$', b'@'] => (true, true),
        [b'@', _] => (true, false),
        [b'$', _] => (false, true),
        _ => (false, false),
    };
    let string = if verbatim {
        Str::block(b'"', 1).raw().doubled()
    } else {
        Str::line(b'"')
    };
    lexer.string(
        1,
        string.hole(if filled { Hole::Brace } else { Hole::None }),
    );
}

/// Java: text blocks.
pub(super) fn java(lexer: &mut Lexer<'_>) {
    const MARKS: [bool; 256] = table(b"/\"'");
    while let Some(byte) = lexer.next(&MARKS) {
        match byte {
            b'/' => slash(lexer, false),
            b'"' if lexer.starts(b"\"\"\"") => lexer.string(3, Str::block(b'"', 3)),
            quote => lexer.string(1, Str::line(quote)),
        }
    }
}

/// Kotlin: raw strings, templates, nested comments.
pub(super) fn kotlin(lexer: &mut Lexer<'_>) {
    const MARKS: [bool; 256] = table(b"/\"'{}");
    const RAW: Str = Str::block(b'"', 3).raw().hole(Hole::DollarBrace);
    while let Some(byte) = lexer.next(&MARKS) {
        match byte {
            b'/' => slash(lexer, true),
            b'"' if lexer.starts(b"\"\"\"") => lexer.string(3, RAW),
            b'"' => lexer.string(1, Str::line(b'"').hole(Hole::DollarBrace)),
            b'{' => lexer.open(),
            b'}' => lexer.close(),
            _ => lexer.string(1, Str::line(b'\'')),
        }
    }
}

/// Go: raw strings in back quotes.
pub(super) fn go(lexer: &mut Lexer<'_>) {
    const MARKS: [bool; 256] = table(b"/\"'`");
    while let Some(byte) = lexer.next(&MARKS) {
        match byte {
            b'/' => slash(lexer, false),
            b'`' => lexer.string(1, Str::block(b'`', 1).raw()),
            quote => lexer.string(1, Str::line(quote)),
        }
    }
}

/// At a slash: a comment, or nothing.
pub(super) fn slash(lexer: &mut Lexer<'_>, nested: bool) {
    match lexer.peek(1) {
        b'/' => lexer.line_comment(),
        b'*' if nested => lexer.nested_comment(),
        b'*' => lexer.block_comment(2, b"*/"),
        _ => lexer.at += 1,
    }
}

/// `1'000'000`: a digit or letter on either side, and the word begins with a digit.
fn parts_digits(lexer: &Lexer<'_>) -> bool {
    const WORD_BYTES_MAX: usize = 40;
    let mut word = (1..WORD_BYTES_MAX)
        .map(|places| lexer.back(places))
        .take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'\'');
    lexer.peek(1).is_ascii_alphanumeric()
        && word
            .by_ref()
            .last()
            .is_some_and(|first| first.is_ascii_digit())
}

/// `R"`, also behind `u8`, `u`, `U`, `L`.
fn is_raw(lexer: &Lexer<'_>) -> bool {
    lexer.back(1) == b'R'
        && (!is_word(lexer.back(2))
            || matches!(lexer.back(2), b'u' | b'U' | b'L') && !is_word(lexer.back(3))
            || lexer.back(2) == b'8' && lexer.back(3) == b'u' && !is_word(lexer.back(4)))
}

/// `R"name(…)name"`
fn raw(lexer: &mut Lexer<'_>) {
    const NAME_BYTES_MAX: usize = 16;
    let from = lexer.at + 1;
    let rest = lexer.text.get(from..).unwrap_or_default();
    let head = rest.get(..=NAME_BYTES_MAX).unwrap_or(rest);
    let Some(length) = memchr::memchr(b'(', head) else {
        return lexer.string(1, Str::line(b'"'));
    };
    let closing = [b")", &rest[..length], b"\""].concat();
    let end = memchr::memmem::find(rest, &closing)
        .map_or(lexer.text.len(), |ahead| from + ahead + closing.len());
    lexer.mark(lexer.at, end, Context::String);
}
