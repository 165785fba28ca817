//! Small texts: values made harmless for a terminal, short ids, shares as bars.

use stemedb_wire::{ClaimView, ObjectView, PluginName};

/// Digits of a short id.
const SHORT_DIGITS: usize = 12;
/// Most characters of a value in one line.
const VALUE_CHARACTERS_MAX: usize = 200;

/// Text from somebody else: control characters and changes of direction are written out, so that nothing can play with the
/// terminal.
pub(crate) fn clean(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    for letter in text.chars() {
        let turns = matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        if letter.is_control() || turns {
            clean.extend(letter.escape_default());
        } else {
            clean.push(letter);
        }
    }
    clean
}

/// A value in one line.
pub(super) fn value(object: &ObjectView) -> String {
    let text = clean(&object.to_string());
    if text.chars().count() <= VALUE_CHARACTERS_MAX {
        return text;
    }
    text.chars()
        .take(VALUE_CHARACTERS_MAX)
        .chain(['…'])
        .collect()
}

/// The kind of a value, as a word.
pub(super) fn kind(object: &ObjectView) -> &'static str {
    match object {
        ObjectView::Text(_) => "text",
        ObjectView::Number(_) => "number",
        ObjectView::Boolean(_) => "boolean",
        ObjectView::Reference(_) => "reference",
        ObjectView::Sealed(_) => "sealed",
    }
}

/// The beginning of an id or digest.
pub(super) fn short(id: &str) -> String {
    match id.get(..SHORT_DIGITS) {
        Some(beginning) if id.len() > SHORT_DIGITS => format!("{beginning}…"),
        _ => clean(id),
    }
}

/// A number from 0 to 1 with as many digits as help.
pub(super) fn unit(number: f64) -> String {
    let text = format!("{number:.3}");
    let trimmed = text.trim_end_matches('0').trim_end_matches('.');
    if trimmed.is_empty() { "0" } else { trimmed }.to_owned()
}

/// A share as a bar of so many cells and a percentage.
pub(super) fn bar(share: f64, cells: usize) -> String {
    const EIGHTHS: [char; 8] = [' ', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];
    let share = if share.is_finite() {
        share.clamp(0.0, 1.0)
    } else {
        0.0
    };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a bar has a few dozen cells"
    )]
    let eighths = (share * (cells * 8) as f64).round() as usize;
    let mut bar = "█".repeat(eighths / 8);
    if !eighths.is_multiple_of(8) {
        bar.push(EIGHTHS[eighths % 8]);
    }
    let fill = cells.saturating_sub(bar.chars().count());
    format!("{bar}{} {:>5.1} %", " ".repeat(fill), share * 100.0)
}

/// A tier with its name.
pub(super) fn tier(number: u32) -> String {
    let class = stemedb_core::SourceClass::from_number(u64::from(number));
    class.map_or_else(|_| number.to_string(), |class| format!("{number} {class}"))
}

/// A judge: id, version, beginning of its digest.
pub(super) fn judge(plugin: &PluginName) -> String {
    let digest = plugin.digest.get(..SHORT_DIGITS).unwrap_or(&plugin.digest);
    format!("{} {} ({digest})", plugin.id, plugin.version)
}

/// A claim in a few words: what, from whom.
pub(super) fn claim(claim: &ClaimView) -> String {
    format!(
        "{} · {} = {}",
        clean(&claim.subject),
        clean(&claim.predicate),
        value(&claim.object)
    )
}

/// `1 claim`, `2 claims`.
pub(super) fn count(number: u64, one: &str) -> String {
    if number == 1 {
        format!("1 {one}")
    } else {
        format!("{number} {one}s")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_from_a_claim_reaches_the_terminal_as_a_command() {
        assert_eq!(clean("a\u{1b}[2Jb\nc"), "a\\u{1b}[2Jb\\nc");
        assert_eq!(clean("ab\u{202e}cd"), "ab\\u{202e}cd");
        assert_eq!(clean("Größe ≤ 5 µm"), "Größe ≤ 5 µm");
    }

    #[test]
    fn bars_keep_their_width() {
        for (share, text) in [
            (0.0, "          0.0 %"),
            (0.5, "████      50.0 %"),
            (1.0, "████████ 100.0 %"),
            (0.07, "▌          7.0 %"),
            (f64::NAN, "           0.0 %"),
        ] {
            let bar = bar(share, 8);
            assert_eq!(bar.chars().count(), 16, "{share}: `{bar}`");
            assert_eq!(bar.trim_start(), text.trim_start(), "{share}");
        }
    }

    #[test]
    fn numbers_and_ids_are_short() {
        for (number, text) in [(0.0, "0"), (1.0, "1"), (0.25, "0.25"), (0.123_49, "0.123")] {
            assert_eq!(unit(number), text);
        }
        assert_eq!(short(&"ab".repeat(32)), "abababababab…");
        assert_eq!(short("abc"), "abc");
        assert_eq!(tier(1), "1 clinical");
        assert_eq!(tier(9), "9");
    }
}
