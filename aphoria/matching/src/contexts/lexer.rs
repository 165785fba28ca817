//! What all lexers share: a place in the text, the runs so far, comments.

use aphoria_core::Context;

use super::Runs;
use super::heredoc::Heredocs;
use super::strings::Frame;

/// A walk over a text.
pub(super) struct Lexer<'t> {
    pub(super) text: &'t [u8],
    pub(super) at: usize,
    pub(super) heredocs: Heredocs,
    runs: Runs,
    pub(super) frames: Vec<Frame>,
}

impl<'t> Lexer<'t> {
    pub(super) fn new(text: &'t [u8]) -> Self {
        Self {
            text,
            at: 0,
            heredocs: Heredocs::default(),
            runs: Runs::new(),
            frames: Vec::new(),
        }
    }

    pub(super) fn finish(self) -> Runs {
        self.runs
    }

    /// Goes to the next byte that the table marks and gives it; `None` at the end.
    #[inline]
    pub(super) fn next(&mut self, table: &[bool; 256]) -> Option<u8> {
        let rest = self.text.get(self.at..)?;
        let ahead = rest.iter().position(|byte| table[usize::from(*byte)]);
        self.at += ahead.unwrap_or(rest.len());
        self.text.get(self.at).copied()
    }

    /// The byte so many places ahead; 0 behind the end.
    pub(super) fn peek(&self, ahead: usize) -> u8 {
        self.text.get(self.at + ahead).copied().unwrap_or(0)
    }

    /// The byte so many places back; a line feed before the start.
    pub(super) fn back(&self, places: usize) -> u8 {
        let at = self.at.checked_sub(places);
        at.and_then(|at| self.text.get(at))
            .copied()
            .unwrap_or(b'\n')
    }

    pub(super) fn starts(&self, with: &[u8]) -> bool {
        self.text
            .get(self.at..)
            .unwrap_or_default()
            .starts_with(with)
    }

    /// End of the line on which `from` stands, the line feed not included.
    pub(super) fn line_end(&self, from: usize) -> usize {
        let rest = self.text.get(from..).unwrap_or_default();
        memchr::memchr(b'\n', rest).map_or(self.text.len(), |ahead| from + ahead)
    }

    /// Whether only blanks stand before the place on its line.
    pub(super) fn at_line_start(&self) -> bool {
        let before = self.text.get(..self.at).unwrap_or_default();
        let last = before
            .iter()
            .rev()
            .find(|byte| !matches!(byte, b' ' | b'\t'));
        last.is_none_or(|byte| *byte == b'\n')
    }

    /// The bytes from `start` to `end` have this context; goes on behind them in code.
    pub(super) fn mark(&mut self, start: usize, end: usize, context: Context) {
        let end = end.min(self.text.len());
        self.runs.push(start, context);
        self.runs.push(end, Context::Code);
        self.at = end;
    }

    /// A comment from here to the line's end.
    pub(super) fn line_comment(&mut self) {
        self.mark(self.at, self.line_end(self.at), Context::Comment);
    }

    /// A comment from here to behind the closing text, or to the end of the file.
    pub(super) fn block_comment(&mut self, opening: usize, closing: &[u8]) {
        let from = (self.at + opening).min(self.text.len());
        let rest = self.text.get(from..).unwrap_or_default();
        let end = memchr::memmem::find(rest, closing)
            .map_or(self.text.len(), |ahead| from + ahead + closing.len());
        self.mark(self.at, end, Context::Comment);
    }

    /// A comment from here to its end, where comments of the kind `/* */` nest.
    pub(super) fn nested_comment(&mut self) {
        let (mut at, mut depth) = (self.at, 0_u32);
        while at < self.text.len() {
            let rest = self.text.get(at..).unwrap_or_default();
            let Some(ahead) = memchr::memchr2(b'/', b'*', rest) else {
                at = self.text.len();
                break;
            };
            at += ahead;
            match self.text.get(at..at + 2) {
                Some(b"/*") => (depth, at) = (depth.saturating_add(1), at + 2),
                Some(b"*/") => {
                    (depth, at) = (depth - 1, at + 2);
                    if depth == 0 {
                        break;
                    }
                }
                _ => at += 1,
            }
        }
        self.mark(self.at, at, Context::Comment);
    }
}

/// A table that marks these bytes.
pub(super) const fn table(bytes: &[u8]) -> [bool; 256] {
    let mut table = [false; 256];
    let mut place = 0;
    while place < bytes.len() {
        table[bytes[place] as usize] = true;
        place += 1;
    }
    table
}

/// Whether the byte may be part of a name.
pub(super) fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}
