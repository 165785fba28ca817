//! JSON, with comments, commas too many, single quotes and bare names, as editors' files and JSON5 have them.

use aphoria_core::Span;

use super::Entries;
use crate::source::to_u32;

/// What is open around the current place.
struct Open {
    is_list: bool,
    owner: Option<u32>,
    start: u32,
    /// The key that awaits its value.
    key: Option<u32>,
    /// Whether a colon was seen behind that key.
    awaits_value: bool,
}

pub(super) fn read(text: &str, entries: &mut Entries) {
    let mut reader = Reader {
        text,
        entries,
        at: 0,
        open: Vec::new(),
    };
    while reader.step() {}
}

struct Reader<'t, 'e> {
    text: &'t str,
    entries: &'e mut Entries,
    at: usize,
    open: Vec<Open>,
}

impl Reader<'_, '_> {
    /// Reads one token; says whether there was one.
    fn step(&mut self) -> bool {
        let bytes = self.text.as_bytes();
        let Some(byte) = bytes.get(self.at).copied() else {
            return false;
        };
        match byte {
            b'{' | b'[' => return self.begin(byte == b'['),
            b'}' | b']' => self.end(),
            b':' => {
                self.at += 1;
                if let Some(open) = self.open.last_mut() {
                    open.awaits_value = !open.is_list;
                }
            }
            b',' => {
                self.at += 1;
                if let Some(open) = self.open.last_mut() {
                    (open.key, open.awaits_value) = (None, false);
                }
            }
            b'/' if bytes.get(self.at + 1) == Some(&b'/') => self.skip(b"\n"),
            b'/' if bytes.get(self.at + 1) == Some(&b'*') => self.skip(b"*/"),
            b'"' | b'\'' => return self.quoted(byte),
            _ if byte.is_ascii_whitespace() => self.at += 1,
            _ => return self.bare(),
        }
        true
    }

    fn skip(&mut self, to: &[u8]) {
        let from = self.at + 2;
        let rest = self.text.as_bytes().get(from..).unwrap_or_default();
        self.at =
            memchr::memmem::find(rest, to).map_or(self.text.len(), |ahead| from + ahead + to.len());
    }

    fn begin(&mut self, is_list: bool) -> bool {
        if self.open.len() >= usize::from(super::DEPTH_MAX) {
            return false;
        }
        let start = to_u32(self.at);
        let owner = self.owner();
        self.open.push(Open {
            is_list,
            owner,
            start,
            key: None,
            awaits_value: false,
        });
        self.at += 1;
        true
    }

    fn end(&mut self) {
        self.at += 1;
        if let Some(open) = self.open.pop()
            && let Some(owner) = open.owner
        {
            let end = to_u32(self.at);
            self.entries.set_whole(
                owner,
                Span {
                    start: open.start,
                    end,
                },
            );
        }
    }

    /// The key whose value begins here.
    fn owner(&mut self) -> Option<u32> {
        let at = to_u32(self.at);
        let open = self.open.last_mut()?;
        if open.is_list {
            return self
                .entries
                .add(open.owner, "*", Span { start: at, end: at });
        }
        open.awaits_value = false;
        open.key.take()
    }

    fn quoted(&mut self, quote: u8) -> bool {
        let bytes = self.text.as_bytes();
        let start = self.at + 1;
        let mut end = start;
        loop {
            match bytes.get(end) {
                None | Some(b'\n') => return false,
                Some(b'\\') => end += 2,
                Some(byte) if *byte == quote => break,
                Some(_) => end += 1,
            }
        }
        self.scalar(start, end);
        self.at = end + 1;
        true
    }

    fn bare(&mut self) -> bool {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let ends = |byte: &u8| b",:{}[]\"'".contains(byte) || byte.is_ascii_whitespace();
        let length = rest.iter().position(ends).unwrap_or(rest.len()).max(1);
        self.scalar(self.at, self.at + length);
        self.at += length;
        true
    }

    fn scalar(&mut self, start: usize, end: usize) {
        let span = Span {
            start: to_u32(start),
            end: to_u32(end),
        };
        if let Some(open) = self.open.last_mut()
            && !open.is_list
            && !open.awaits_value
        {
            let name = self.text.get(start..end).unwrap_or_default();
            open.key = self.entries.add(open.owner, name, span);
        } else if let Some(owner) = self.owner() {
            self.entries.set_value(owner, span);
        }
    }
}
