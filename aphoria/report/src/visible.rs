//! Making every character of foreign text visible.
//!
//! A file may hold the codes by which terminals change colours, titles and what is typed, and characters that reorder or
//! hide others. None of them gets through.

use std::fmt::Write as _;

/// The text with every character written out (`\u{1b}`) that is not simply shown: control characters, line ends and tabs
/// included, marks of direction, invisible ones.
#[must_use]
pub fn visible(text: &str) -> String {
    let mut made = String::with_capacity(text.len());
    for c in text.chars() {
        push(&mut made, c);
    }
    made
}

/// Appends one character, visibly.
pub(crate) fn push(made: &mut String, c: char) {
    match c {
        '\n' => made.push_str("\\n"),
        '\r' => made.push_str("\\r"),
        '\t' => made.push_str("\\t"),
        _ if is_hidden(c) => {
            // Writing to a string cannot fail.
            let _ = write!(made, "\\u{{{:x}}}", u32::from(c));
        }
        _ => made.push(c),
    }
}

/// Whether a character does something else than being shown.
pub(crate) fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{3164}' | '\u{ffa0}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e0fff}')
}

/// The text in one line, with a single space for each run of white space, and the rest visible. For sentences.
pub(crate) fn sentence(text: &str) -> String {
    let mut made = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !made.is_empty() {
            made.push(' ');
        }
        made.push_str(&visible(word));
    }
    made
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn nothing_acts() {
        assert_eq!(
            visible("a\u{1b}[31mb\u{7}\u{9b}"),
            "a\\u{1b}[31mb\\u{7}\\u{9b}"
        );
        assert_eq!(
            visible("x\u{202e}y\u{200b}\u{2066}"),
            "x\\u{202e}y\\u{200b}\\u{2066}"
        );
        assert_eq!(visible("grün \u{4e2d}\u{1f600}"), "grün \u{4e2d}\u{1f600}");
        assert_eq!(sentence(" a\n\tb\u{1b} "), "a b\\u{1b}");
    }

    proptest! {
        #[test]
        fn whatever_comes_in(text in any::<String>()) {
            prop_assert!(!visible(&text).chars().any(is_hidden));
            prop_assert!(!sentence(&text).chars().any(is_hidden));
        }
    }
}
