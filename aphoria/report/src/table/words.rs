//! Lines of text for a terminal: colours, widths, wrapping.

use std::fmt::Write as _;

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use super::Style;

/// How a piece of text looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Paint {
    Plain,
    Bold,
    Dim,
    Red,
    Yellow,
    Green,
}

impl Paint {
    const fn code(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Bold => "1",
            Self::Dim => "2",
            Self::Red => "1;31",
            Self::Yellow => "1;33",
            Self::Green => "32",
        }
    }
}

/// Text that grows. What is handed in has been made visible before.
pub(super) struct Writer {
    pub(super) style: Style,
    pub(super) text: String,
}

impl Writer {
    pub(super) fn new(style: Style) -> Self {
        Self {
            style,
            text: String::new(),
        }
    }

    /// The text in its colour, if there are colours.
    pub(super) fn painted(&self, paint: Paint, text: &str) -> String {
        if self.style.color && paint != Paint::Plain && !text.is_empty() {
            format!("\u{1b}[{}m{text}\u{1b}[0m", paint.code())
        } else {
            text.to_owned()
        }
    }

    /// A line that may be too long, cut at the terminal's width.
    pub(super) fn line(&mut self, paint: Paint, text: &str) {
        let text = self.painted(paint, &cut(text, self.style.width, self.style.unicode));
        self.raw(&text);
    }

    /// A line as it is.
    pub(super) fn raw(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// An empty line.
    pub(super) fn gap(&mut self) {
        self.text.push('\n');
    }

    /// As many lines as it takes, each behind the indent.
    pub(super) fn wrapped(&mut self, paint: Paint, indent: &str, text: &str) {
        let room = self.style.width.saturating_sub(indent.width()).max(20);
        for line in wrap(text, room) {
            let line = self.painted(paint, &line);
            let _ = writeln!(self.text, "{indent}{line}");
        }
    }

    /// One of two signs, as the terminal can show.
    pub(super) fn sign<'s>(&self, unicode: &'s str, ascii: &'s str) -> &'s str {
        if self.style.unicode { unicode } else { ascii }
    }
}

/// Breaks at spaces, and within words that are longer than a line.
fn wrap(text: &str, room: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0;
    for word in text.split(' ') {
        let width = word.width();
        if used > 0 && used + 1 + width > room {
            lines.push(String::new());
            used = 0;
        }
        let Some(line) = lines.last_mut() else { break };
        if used > 0 {
            line.push(' ');
            used += 1;
        }
        if width <= room {
            line.push_str(word);
            used += width;
            continue;
        }
        for c in word.chars() {
            let width = c.width().unwrap_or(0);
            if used + width > room {
                lines.push(String::new());
                used = 0;
            }
            if let Some(line) = lines.last_mut() {
                line.push(c);
            }
            used += width;
        }
    }
    lines
}

fn cut(text: &str, room: usize, unicode: bool) -> String {
    if text.width() <= room {
        return text.to_owned();
    }
    let end = if unicode { "…" } else { "..." };
    let mut made = String::new();
    let mut used = end.width();
    for c in text.chars() {
        used += c.width().unwrap_or(0);
        if used > room {
            break;
        }
        made.push(c);
    }
    made + end
}

/// `1 file`, `2 files`
pub(crate) fn amount(count: u64, what: &str) -> String {
    let end = if count == 1 { "" } else { "s" };
    format!("{count} {what}{end}")
}

/// A length in bytes, for people: tenths of the unit, rounded down, as whole numbers alone.
pub(crate) fn bytes(count: u64) -> String {
    let units = ["KB", "MB", "GB", "TB"];
    let mut unit = None;
    let mut tenths = u128::from(count) * 10;
    for next in units {
        if tenths < 10_000 {
            break;
        }
        tenths /= 1000;
        unit = Some(next);
    }
    match unit {
        None => amount(count, "byte"),
        Some(unit) => format!("{}.{} {unit}", tenths / 10, tenths % 10),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_broken_at_spaces_and_in_long_words() {
        assert_eq!(wrap("aa bb cccccc d", 5), ["aa bb", "ccccc", "c d"]);
        assert_eq!(wrap("", 5), [""]);
        assert_eq!(cut("abcdef", 4, true), "abc…");
        assert_eq!(cut("abcdef", 5, false), "ab...");
    }

    #[test]
    fn lengths_are_for_people() {
        assert_eq!(bytes(1), "1 byte");
        assert_eq!(bytes(999), "999 bytes");
        assert_eq!(bytes(1000), "1.0 KB");
        assert_eq!(bytes(3_141_592), "3.1 MB");
        assert_eq!(bytes(u64::MAX), "18446744.0 TB");
    }
}
