//! Structured files, in which only comments differ from code: keys and values are code, in quotes or not.

use aphoria_core::Context;

use super::lexer::{Lexer, table};
use super::strings::Str;

/// TOML.
pub(super) fn toml(lexer: &mut Lexer<'_>) {
    const MARKS: [bool; 256] = table(b"#\"'");
    while let Some(byte) = lexer.next(&MARKS) {
        match byte {
            b'#' => lexer.line_comment(),
            b'"' if lexer.starts(b"\"\"\"") => quoted(lexer, 3, Str::block(b'"', 3)),
            b'\'' if lexer.starts(b"'''") => quoted(lexer, 3, Str::block(b'\'', 3).raw()),
            b'"' => quoted(lexer, 1, Str::line(b'"')),
            _ => quoted(lexer, 1, Str::line(b'\'').raw()),
        }
    }
}

/// JSON, with the comments of JSON5 and of editors' files.
pub(super) fn json(lexer: &mut Lexer<'_>) {
    const MARKS: [bool; 256] = table(b"/\"'");
    while let Some(byte) = lexer.next(&MARKS) {
        match byte {
            b'/' if lexer.peek(1) == b'/' => lexer.line_comment(),
            b'/' if lexer.peek(1) == b'*' => lexer.block_comment(2, b"*/"),
            b'/' => lexer.at += 1,
            quote => quoted(lexer, 1, Str::line(quote)),
        }
    }
}

/// INI: `;` or `#` at the start of a line, or with blanks on both sides.
pub(super) fn ini(lexer: &mut Lexer<'_>) {
    const MARKS: [bool; 256] = table(b"#;");
    while lexer.next(&MARKS).is_some() {
        let blank = |byte| matches!(byte, b' ' | b'\t');
        let alone = blank(lexer.back(1)) && blank(lexer.peek(1));
        if alone || lexer.at_line_start() {
            lexer.line_comment();
        } else {
            lexer.at += 1;
        }
    }
}

/// Java properties: `#` or `!` at the start of a line.
pub(super) fn properties(lexer: &mut Lexer<'_>) {
    const MARKS: [bool; 256] = table(b"#!");
    while lexer.next(&MARKS).is_some() {
        if lexer.at_line_start() {
            lexer.line_comment();
        } else {
            lexer.at += 1;
        }
    }
}

/// Environment files: `#` at the start of a line, or behind a blank outside of quotes that follow an equals sign.
pub(super) fn dotenv(lexer: &mut Lexer<'_>) {
    const MARKS: [bool; 256] = table(b"#\"'");
    while let Some(byte) = lexer.next(&MARKS) {
        match byte {
            b'#' if matches!(lexer.back(1), b' ' | b'\t' | b'\n') => lexer.line_comment(),
            b'"' if lexer.back(1) == b'=' => quoted(lexer, 1, Str::block(b'"', 1)),
            b'\'' if lexer.back(1) == b'=' => quoted(lexer, 1, Str::block(b'\'', 1).raw()),
            _ => lexer.at += 1,
        }
    }
}

/// XML and HTML: `<!-- … -->`.
pub(super) fn xml(lexer: &mut Lexer<'_>) {
    loop {
        let rest = lexer.text.get(lexer.at..).unwrap_or_default();
        let Some(ahead) = memchr::memmem::find(rest, b"<!--") else {
            return;
        };
        lexer.at += ahead;
        lexer.block_comment(4, b"-->");
    }
}

/// Goes over a string; its bytes are code like the rest.
pub(super) fn quoted(lexer: &mut Lexer<'_>, opening: usize, string: Str) {
    let start = lexer.at;
    lexer.string(opening, string);
    lexer.mark(start, lexer.at, Context::Code);
}
