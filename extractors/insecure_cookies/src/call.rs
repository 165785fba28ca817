//! The text of a call's arguments, and what stands in it; for hits that end behind the opening bracket.

use aphoria_sdk::{Hit, Language, Source, Span};

/// Lines behind the hit's that arguments may reach.
const LINES_MAX: u32 = 16;

/// What stands between a call's brackets, and what follows it.
pub(crate) struct Call {
    /// The arguments; comments are blanked, so offsets stay right.
    pub(crate) inside: String,
    /// The lines behind the call, comments blanked.
    pub(crate) behind: String,
    /// Which byte of the file stands first in `inside`.
    start: u32,
}

impl Call {
    /// The call whose opening bracket is the hit's last byte; none if its end isn't near.
    pub(crate) fn of(hit: &Hit<'_>, source: &dyn Source) -> Option<Self> {
        let text = source.lines(hit.file(), hit.line(), hit.line() + LINES_MAX);
        let at = hit.span().end.checked_sub(hit.excerpt_start())? as usize;
        let text = blanked(text.get(at..)?, hit.language());
        let end = close(&text)?;
        Some(Self {
            inside: text.get(..end)?.to_owned(),
            behind: text.get(end..)?.to_owned(),
            start: hit.span().end,
        })
    }

    /// What follows the hit up to the end of its statement: the first line that doesn't end with a comma.
    pub(crate) fn of_statement(hit: &Hit<'_>, source: &dyn Source) -> Option<Self> {
        let text = source.lines(hit.file(), hit.line(), hit.line() + LINES_MAX);
        let at = hit.span().end.checked_sub(hit.excerpt_start())? as usize;
        let text = blanked(text.get(at..)?, hit.language());
        let lines = text.split_inclusive('\n');
        let mut end = 0;
        for line in lines {
            end += line.len();
            if !line.trim_end().ends_with(',') {
                break;
            }
        }
        Some(Self {
            inside: text.get(..end)?.to_owned(),
            behind: String::new(),
            start: hit.span().end,
        })
    }

    /// The place of a stretch of `inside` in the file.
    pub(crate) fn place(&self, from: usize, length: usize) -> Span {
        let start = self.start + u32::try_from(from).unwrap_or(0);
        Span {
            start,
            end: start + u32::try_from(length).unwrap_or(0),
        }
    }

    /// The arguments, split at the commas outside of brackets and strings, with the offset of each.
    pub(crate) fn arguments(&self) -> Vec<(usize, &str)> {
        let (mut list, mut from) = (Vec::new(), 0);
        let mut state = State::default();
        for (at, byte) in self.inside.bytes().enumerate() {
            if state.step(byte) == 0 && byte == b',' && state.quote.is_none() {
                list.push((from, self.inside.get(from..at).unwrap_or("")));
                from = at + 1;
            }
        }
        list.push((from, self.inside.get(from..).unwrap_or("")));
        let trimmed = |(from, text): (usize, &'_ str)| {
            let blanks = text.len() - text.trim_start().len();
            (from + blanks, text.len() - blanks)
        };
        list.into_iter()
            .map(trimmed)
            .map(|(from, length)| {
                let text = self.inside.get(from..from + length).unwrap_or("");
                (from, text.trim_end())
            })
            .filter(|(_, text)| !text.is_empty())
            .collect()
    }

    /// The value given to a name of this spelling (lower case, without `_` and `-`), with its offset.
    pub(crate) fn value(&self, name: &str) -> Option<(usize, &str)> {
        given(&self.inside, name)
    }
}

/// The value given to a name in a text by `=`, `:` or `=>`.
pub(crate) fn given<'t>(text: &'t str, name: &str) -> Option<(usize, &'t str)> {
    let mut from = 0;
    for word in text.split(|letter: char| !is_word(letter)) {
        let at = from;
        from += word.len() + 1;
        if word.len() < name.len() || plain(word) != name {
            continue;
        }
        let behind = at + word.len();
        let rest = text
            .get(behind..)?
            .trim_start_matches(['"', '\'', ']', ' ']);
        let rest = rest.strip_prefix("=>").or_else(|| {
            rest.strip_prefix([':', '='])
                .filter(|rest| !rest.starts_with(['=', ':']))
        });
        let Some(rest) = rest.map(str::trim_start) else {
            continue;
        };
        let ends = |letter: char| matches!(letter, ',' | '}' | ']' | ';' | '\n') || letter == ')';
        let value = rest.get(..rest.find(ends).unwrap_or(rest.len()))?;
        return Some((at, value.trim_end()));
    }
    None
}

/// A name in the one spelling that names are compared in.
pub(crate) fn plain(name: &str) -> String {
    name.chars()
        .filter(|letter| !matches!(letter, '_' | '-'))
        .map(|letter| letter.to_ascii_lowercase())
        .collect()
}

fn is_word(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-')
}

/// Depth of brackets, and the string that is open.
#[derive(Default)]
struct State {
    depth: i32,
    quote: Option<u8>,
    escaped: bool,
}

impl State {
    fn step(&mut self, byte: u8) -> i32 {
        if let Some(quote) = self.quote {
            if byte == quote && !self.escaped {
                self.quote = None;
            }
            self.escaped = byte == b'\\' && !self.escaped;
            return self.depth;
        }
        match byte {
            b'"' | b'\'' | b'`' => self.quote = Some(byte),
            b'(' | b'[' | b'{' => self.depth += 1,
            b')' | b']' | b'}' => self.depth -= 1,
            _ => {}
        }
        self.depth
    }
}

/// Where the bracket is closed that stands before the text.
fn close(text: &str) -> Option<usize> {
    let mut state = State::default();
    text.bytes().position(|byte| state.step(byte) < 0)
}

/// The text with blanks where its comments are.
fn blanked(text: &str, language: Language) -> String {
    let hash = matches!(language, Language::Python | Language::Ruby | Language::Php);
    let slashes = !matches!(language, Language::Python | Language::Ruby);
    let mut kept = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let mut state = State::default();
        let cut = line.bytes().enumerate().position(|(at, byte)| {
            let was_open = state.quote.is_some();
            state.step(byte);
            let doubled = line.as_bytes().get(at + 1) == Some(&b'/');
            !was_open && (hash && byte == b'#' || slashes && byte == b'/' && doubled)
        });
        let (code, comment) = line.split_at(cut.unwrap_or(line.len()));
        kept.push_str(code);
        kept.extend(
            comment
                .bytes()
                .map(|byte| if byte == b'\n' { '\n' } else { ' ' }),
        );
    }
    kept
}
