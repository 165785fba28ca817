//! Texts that begin on the line after their announcement and end with a line of their own.

use aphoria_core::Context;

use super::lexer::{Lexer, is_word};

/// Most texts announced on one line.
const PENDING_MAX: usize = 8;
/// Searches for an end that may fail in a file; each may read the rest of it.
const FAILURES_MAX: u32 = 16;

/// Texts that were announced on the current line.
#[derive(Default)]
pub(super) struct Heredocs {
    pending: Vec<Pending>,
    failures: u32,
}

struct Pending {
    /// Where the name of the end stands.
    name: (usize, usize),
    /// Whether blanks may stand before it.
    indented: bool,
}

impl Lexer<'_> {
    /// An announcement whose name (perhaps in quotes) begins so many bytes ahead; says whether there was one.
    pub(super) fn announce(&mut self, ahead: usize, indented: bool) -> bool {
        let mut start = self.at + ahead;
        let quote = self
            .text
            .get(start)
            .copied()
            .filter(|byte| matches!(byte, b'"' | b'\'' | b'`'));
        start += usize::from(quote.is_some());
        let rest = self.text.get(start..).unwrap_or_default();
        let length = rest.iter().take_while(|byte| is_word(**byte)).count();
        let is_name = rest
            .first()
            .is_some_and(|byte| is_word(*byte) && !byte.is_ascii_digit());
        let closed = quote.is_none_or(|quote| rest.get(length) == Some(&quote));
        if !is_name || !closed || length > 64 || self.heredocs.pending.len() >= PENDING_MAX {
            return false;
        }
        self.heredocs.pending.push(Pending {
            name: (start, start + length),
            indented,
        });
        self.at = start + length + usize::from(quote.is_some());
        true
    }

    /// At a line feed: goes over the texts that were announced on the line that ends here.
    pub(super) fn line_feed(&mut self) {
        self.at += 1;
        for pending in std::mem::take(&mut self.heredocs.pending) {
            if self.heredocs.failures >= FAILURES_MAX {
                return;
            }
            match self.find_end(&pending) {
                Some(end) => self.mark(self.at, end, Context::String),
                None => self.heredocs.failures += 1,
            }
        }
    }

    /// Where the name stands that ends the text beginning here, behind it.
    fn find_end(&self, pending: &Pending) -> Option<usize> {
        let name = self.text.get(pending.name.0..pending.name.1)?;
        let mut line = self.at;
        while line < self.text.len() {
            let end = self.line_end(line);
            let text = self.text.get(line..end)?;
            let blanks = if pending.indented {
                text.iter()
                    .take_while(|byte| matches!(byte, b' ' | b'\t'))
                    .count()
            } else {
                0
            };
            let rest = text.get(blanks..)?;
            if rest.starts_with(name) && !rest.get(name.len()).is_some_and(|byte| is_word(*byte)) {
                return Some(line + blanks + name.len());
            }
            line = end + 1;
        }
        None
    }
}
