//! A body that comes in pieces, cut into lines of bounded length.
//!
//! Invariant: every line gets a number, also one that is too long to keep; no more than one line is held back.

/// One line, without its end.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Line {
    /// From 1.
    pub(crate) number: u64,
    /// None: it was too long.
    pub(crate) text: Option<Vec<u8>>,
}

/// Cuts.
pub(crate) struct Lines {
    limit: usize,
    /// Lines begun so far; the one held back has this number.
    number: u64,
    held: Vec<u8>,
    too_long: bool,
}

impl Lines {
    /// `limit`: longest line, in bytes.
    pub(crate) fn new(limit: usize) -> Self {
        Lines {
            limit,
            number: 1,
            held: Vec::new(),
            too_long: false,
        }
    }

    /// The number of the line that would come next.
    pub(crate) fn next_number(&self) -> u64 {
        self.number
    }

    /// Adds the lines that a piece completes. Empty ones are counted and passed over.
    pub(crate) fn push(&mut self, piece: &[u8], lines: &mut Vec<Line>) {
        let mut rest = piece;
        while let Some(end) = rest.iter().position(|byte| *byte == b'\n') {
            self.hold(&rest[..end]);
            self.complete(lines);
            rest = &rest[end + 1..];
        }
        self.hold(rest);
    }

    /// Adds the last line, which needs no end.
    pub(crate) fn finish(&mut self, lines: &mut Vec<Line>) {
        self.complete(lines);
    }

    fn hold(&mut self, bytes: &[u8]) {
        if self.held.len() + bytes.len() > self.limit {
            self.too_long = true;
            self.held = Vec::new();
        }
        if !self.too_long {
            self.held.extend_from_slice(bytes);
        }
    }

    fn complete(&mut self, lines: &mut Vec<Line>) {
        let held = std::mem::take(&mut self.held);
        let text = (!std::mem::take(&mut self.too_long)).then_some(held);
        let blank = text
            .as_ref()
            .is_some_and(|text| text.trim_ascii().is_empty());
        if !blank {
            let number = self.number;
            lines.push(Line { number, text });
        }
        self.number += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(body: &[u8], piece: usize) -> Vec<(u64, Option<String>)> {
        let mut lines = Lines::new(8);
        let mut found = Vec::new();
        for piece in body.chunks(piece) {
            lines.push(piece, &mut found);
        }
        lines.finish(&mut found);
        let text = |text: Vec<u8>| String::from_utf8_lossy(&text).into_owned();
        found
            .into_iter()
            .map(|line| (line.number, line.text.map(text)))
            .collect()
    }

    #[test]
    fn pieces_of_any_size_give_the_same_lines() {
        let body = b"one\ntwo\r\n\n12345678\n123456789\nlast";
        let expected = [
            (1, Some("one")),
            (2, Some("two\r")),
            (4, Some("12345678")),
            (5, None),
            (6, Some("last")),
        ];
        let expected: Vec<_> = expected
            .into_iter()
            .map(|(n, t)| (n, t.map(str::to_owned)))
            .collect();
        for piece in 1..=body.len() {
            assert_eq!(cut(body, piece), expected, "pieces of {piece} bytes");
        }
    }

    #[test]
    fn an_end_of_line_at_the_end_makes_no_line() {
        assert_eq!(cut(b"one\n", 2).len(), 1);
        assert!(cut(b"", 1).is_empty());
    }
}
