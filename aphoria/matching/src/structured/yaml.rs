//! YAML, through the events of a parser that keeps places; several documents share one root.

use aphoria_core::Span;
use saphyr_parser::{Event, Parser, ScalarStyle};

use super::Entries;
use crate::source::to_u32;

/// Texts above this are not read: the parser is slow next to everything else here.
const BYTES_MAX: usize = 8 << 20;

/// What is open around the current place.
enum Open {
    /// A list, and the key whose value it is.
    List(Option<u32>),
    /// A mapping, the key whose value it is, and the key that awaits its value.
    Mapping(Option<u32>, Pending),
}

enum Pending {
    /// A key comes next.
    Key,
    /// A value comes next, for this key (none if it could not be kept).
    Value(Option<u32>),
}

pub(super) fn read(text: &str, entries: &mut Entries) {
    if text.len() > BYTES_MAX {
        return;
    }
    let places = Places::new(text);
    let mut open: Vec<Open> = Vec::new();
    for event in Parser::new_from_str(text) {
        let Ok((event, span)) = event else {
            return;
        };
        if entries.list.len() >= super::KEYS_MAX || open.len() > usize::from(super::DEPTH_MAX) {
            return;
        }
        let span = places.span(span);
        match event {
            Event::MappingStart(..) => {
                let owner = owner(&mut open, entries, span);
                open.push(Open::Mapping(owner, Pending::Key));
            }
            Event::SequenceStart(..) => {
                let owner = owner(&mut open, entries, span);
                open.push(Open::List(owner));
            }
            Event::MappingEnd | Event::SequenceEnd => {
                if let Some(Open::List(Some(owner)) | Open::Mapping(Some(owner), _)) = open.pop() {
                    close(entries, owner, span, text);
                }
            }
            Event::Scalar(value, style, ..) => {
                let span = trimmed(text, span, style, &value);
                scalar(&mut open, entries, &value, span);
            }
            Event::Alias(_) => {
                let owner = owner(&mut open, entries, span);
                if let Some(owner) = owner {
                    entries.set_whole(owner, span);
                }
            }
            _ => {}
        }
    }
}

/// The key whose value begins here. A value that is a key itself (`? [a, b]`) has no name.
fn owner(open: &mut [Open], entries: &mut Entries, at: Span) -> Option<u32> {
    let start = Span {
        start: at.start,
        end: at.start,
    };
    match open.last_mut()? {
        Open::List(parent) => {
            let parent = *parent;
            entries.add(parent, "*", start)
        }
        Open::Mapping(_, pending) => match std::mem::replace(pending, Pending::Key) {
            Pending::Key => {
                *pending = Pending::Value(None);
                None
            }
            Pending::Value(key) => key,
        },
    }
}

fn scalar(open: &mut [Open], entries: &mut Entries, value: &str, span: Span) {
    if let Some(Open::Mapping(parent, pending @ Pending::Key)) = open.last_mut() {
        *pending = Pending::Value(entries.add(*parent, value, span));
        return;
    }
    if let Some(owner) = owner(open, entries, span) {
        entries.set_value(owner, span);
    }
}

/// The collection that is the value of `owner` ends here.
fn close(entries: &mut Entries, owner: u32, end: Span, text: &str) {
    let Some(key) = entries.list.get(owner as usize).map(|entry| entry.key) else {
        return;
    };
    let behind = text
        .get(key.end as usize..end.end as usize)
        .unwrap_or_default();
    let from = behind.find(|letter: char| letter != ':' && !letter.is_whitespace());
    let start = key.end + to_u32(from.unwrap_or(0));
    let end = key.end + to_u32(behind.trim_end().len());
    if start < end {
        entries.set_whole(owner, Span { start, end });
    }
}

/// The span of a scalar's text: without anchor, tag, quotes, blanks and comment at its end, and the mark of a block.
fn trimmed(text: &str, span: Span, style: ScalarStyle, value: &str) -> Span {
    let part = text
        .get(span.start as usize..span.end as usize)
        .unwrap_or_default();
    let part = without_properties(part);
    let part = match style {
        ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => within_quotes(part),
        ScalarStyle::Literal | ScalarStyle::Folded if part.starts_with(['|', '>']) => part
            .find('\n')
            .and_then(|feed| part.get(feed + 1..))
            .unwrap_or_default(),
        _ if part.starts_with(value) => &part[..value.len()],
        _ => part,
    };
    super::span_of(text, part.trim())
}

/// The text behind anchors and tags.
fn without_properties(mut part: &str) -> &str {
    while part.starts_with(['&', '!']) {
        let end = part.find(char::is_whitespace).unwrap_or(part.len());
        part = part[end..].trim_start();
    }
    part
}

fn within_quotes(part: &str) -> &str {
    let Some(quote) = part
        .chars()
        .next()
        .filter(|first| matches!(first, '"' | '\''))
    else {
        return part;
    };
    let close = if quote == '"' {
        let mut escaped = false;
        part[1..].find(|letter| {
            let closes = letter == '"' && !escaped;
            escaped = letter == '\\' && !escaped;
            closes
        })
    } else {
        let inner = &part[1..];
        let mut quotes = inner.match_indices('\'').map(|(at, _)| at).peekable();
        let mut close = None;
        while let Some(at) = quotes.next() {
            if quotes.next_if_eq(&(at + 1)).is_none() {
                close = Some(at);
                break;
            }
        }
        close
    };
    &part[1..close.map_or(part.len(), |close| close + 1)]
}

/// Turns numbers of characters into numbers of bytes.
struct Places<'t> {
    text: &'t str,
    /// Byte of every [`STEP`]-th character; empty when all are single bytes.
    steps: Vec<u32>,
}

const STEP: usize = 64;

impl<'t> Places<'t> {
    fn new(text: &'t str) -> Self {
        let steps = if text.is_ascii() {
            Vec::new()
        } else {
            text.char_indices()
                .step_by(STEP)
                .map(|(at, _)| to_u32(at))
                .collect()
        };
        Self { text, steps }
    }

    fn byte(&self, character: usize) -> u32 {
        if self.steps.is_empty() {
            return to_u32(character.min(self.text.len()));
        }
        let Some(start) = self.steps.get(character / STEP) else {
            return to_u32(self.text.len());
        };
        let rest = self.text.get(*start as usize..).unwrap_or_default();
        let ahead = rest.char_indices().nth(character % STEP);
        ahead.map_or(to_u32(self.text.len()), |(ahead, _)| start + to_u32(ahead))
    }

    fn span(&self, span: saphyr_parser::Span) -> Span {
        let start = self.byte(span.start.index());
        Span {
            start,
            end: self.byte(span.end.index()).max(start),
        }
    }
}
