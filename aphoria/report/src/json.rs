//! The report as JSON, described by `docs/aphoria/report.schema.json`.

use std::fmt::Write as _;

use serde::Serialize;

use crate::{Report, visible::is_hidden};

/// The report, indented, with a line feed at the end.
///
/// # Errors
///
/// A number that JSON does not have; there is none in a report of finite confidences.
pub fn write(report: &Report) -> Result<String, serde_json::Error> {
    text(report)
}

/// A document whose text does nothing to a terminal: characters that act or hide are written as escapes, also those that
/// JSON would let through.
pub(crate) fn text(document: &impl Serialize) -> Result<String, serde_json::Error> {
    let text = serde_json::to_string_pretty(document)?;
    let mut made = String::with_capacity(text.len() + 1);
    for c in text.chars() {
        // Outside of strings there are no such characters but the line feeds of the indentation.
        if c != '\n' && is_hidden(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                // Writing to a string cannot fail.
                let _ = write!(made, "\\u{unit:04x}");
            }
        } else {
            made.push(c);
        }
    }
    made.push('\n');
    Ok(made)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn nothing_acts_and_nothing_is_lost(given in any::<String>()) {
            let text = text(&given).unwrap_or_default();
            prop_assert!(!text.chars().any(|c| is_hidden(c) && c != '\n'));
            let read: String = serde_json::from_str(&text).unwrap_or_default();
            prop_assert_eq!(read, given);
        }
    }

    #[test]
    fn escapes_are_those_of_json() {
        let made = text(&"\u{9b}\u{e0001}\u{7f}\u{1b}").unwrap_or_default();
        assert_eq!(made, "\"\\u009b\\udb40\\udc01\\u007f\\u001b\"\n");
    }
}
