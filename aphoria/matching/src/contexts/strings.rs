//! Strings: how they end, and the code that may stand in their holes.

use aphoria_core::Context;

use super::lexer::Lexer;

/// Deepest nesting of code within strings within code; deeper holes count as text of the string.
const FRAMES_MAX: usize = 64;

/// How a string ends and what may stand in it.
#[derive(Clone, Copy)]
pub(super) struct Str {
    /// The byte that closes it.
    pub(super) close: u8,
    /// How many of them.
    pub(super) count: usize,
    /// Whether a backslash takes the next byte's meaning away.
    pub(super) escape: bool,
    /// Whether two closing bytes stand for one.
    pub(super) doubled: bool,
    /// Whether it may span lines.
    pub(super) multiline: bool,
    /// How code is put into it.
    pub(super) hole: Hole,
}

impl Str {
    /// On one line, closed by this byte, with backslash escapes.
    pub(super) const fn line(close: u8) -> Self {
        Self {
            close,
            count: 1,
            escape: true,
            doubled: false,
            multiline: false,
            hole: Hole::None,
        }
    }

    /// Over lines, closed by this many of this byte, with backslash escapes.
    pub(super) const fn block(close: u8, count: usize) -> Self {
        Self {
            count,
            multiline: true,
            ..Self::line(close)
        }
    }

    /// A backslash means itself.
    pub(super) const fn raw(self) -> Self {
        Self {
            escape: false,
            ..self
        }
    }

    /// Two closing bytes stand for one.
    pub(super) const fn doubled(self) -> Self {
        Self {
            doubled: true,
            ..self
        }
    }

    /// Code may stand in such holes.
    pub(super) const fn hole(self, hole: Hole) -> Self {
        Self { hole, ..self }
    }
}

/// How code is put into a string.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Hole {
    /// Not at all.
    None,
    /// `${…}`
    DollarBrace,
    /// `#{…}`
    HashBrace,
    /// `{…}`, where `{{` is a brace
    Brace,
    /// `$(…)`
    DollarParen,
}

/// A string that is continued where the code in its hole ends.
pub(super) struct Frame {
    string: Str,
    /// Open brackets within the hole.
    depth: u32,
}

enum Closing {
    End(usize),
    Inside(usize),
}

struct Skip {
    bytes: usize,
    opens: bool,
}

impl Lexer<'_> {
    /// A string that begins here, with an opening of so many bytes.
    pub(super) fn string(&mut self, opening: usize, string: Str) {
        self.string_from(self.at, self.at + opening, string);
    }

    /// A bracket opens within code.
    pub(super) fn open(&mut self) {
        if let Some(frame) = self.frames.last_mut() {
            frame.depth = frame.depth.saturating_add(1);
        }
        self.at += 1;
    }

    /// A bracket closes within code, and perhaps the hole of a string with it.
    pub(super) fn close(&mut self) {
        match self.frames.last_mut() {
            Some(frame) if frame.depth > 0 => frame.depth -= 1,
            Some(_) => {
                if let Some(frame) = self.frames.pop() {
                    return self.string_from(self.at, self.at + 1, frame.string);
                }
            }
            None => {}
        }
        self.at += 1;
    }

    /// Whether the place is within the hole of such a string.
    pub(super) fn in_hole(&self, hole: Hole) -> bool {
        let frame = self.frames.last();
        frame.is_some_and(|frame| frame.string.hole == hole)
    }

    fn string_from(&mut self, start: usize, mut at: usize, string: Str) {
        while let Some(byte) = self.text.get(at).copied() {
            if byte == b'\\' && string.escape {
                at += 2;
            } else if byte == string.close {
                match self.closing(at, string) {
                    Closing::End(end) => return self.mark(start, end, Context::String),
                    Closing::Inside(next) => at = next,
                }
            } else if byte == b'\n' && !string.multiline {
                return self.mark(start, at, Context::String);
            } else if let Some(skip) = self.hole_at(at, byte, string.hole) {
                if skip.opens && self.frames.len() < FRAMES_MAX {
                    self.frames.push(Frame { string, depth: 0 });
                    return self.mark(start, at + skip.bytes, Context::String);
                }
                at += skip.bytes;
            } else {
                at += 1;
            }
        }
        self.mark(start, self.text.len(), Context::String);
    }

    fn closing(&self, at: usize, string: Str) -> Closing {
        if string.count == 1 && !string.doubled {
            return Closing::End(at + 1);
        }
        let rest = self.text.get(at..).unwrap_or_default();
        let run = rest
            .iter()
            .take_while(|byte| **byte == string.close)
            .count();
        let ends = if string.count == 1 {
            run % 2 == 1
        } else {
            run >= string.count
        };
        if ends {
            Closing::End(at + run)
        } else {
            Closing::Inside(at + run)
        }
    }

    fn hole_at(&self, at: usize, byte: u8, hole: Hole) -> Option<Skip> {
        let next = self.text.get(at + 1).copied();
        let opens = match hole {
            Hole::DollarBrace => byte == b'$' && next == Some(b'{'),
            Hole::HashBrace => byte == b'#' && next == Some(b'{'),
            Hole::DollarParen => byte == b'$' && next == Some(b'('),
            Hole::Brace if byte == b'{' => {
                let doubled = next == Some(b'{');
                return Some(Skip {
                    bytes: 1 + usize::from(doubled),
                    opens: !doubled,
                });
            }
            Hole::None | Hole::Brace => false,
        };
        opens.then_some(Skip { bytes: 2, opens })
    }
}
