//! TOML, through the events of a parser that goes on behind mistakes.

use std::collections::BTreeMap;

use aphoria_core::Span;
use toml_parser::parser::{Event, EventKind, RecursionGuard, parse_document};
use toml_parser::{ErrorSink, ParseError, Source};

use super::{Entries, span_of, unquoted};

/// Deepest nesting of values.
const VALUES_DEEP_MAX: u32 = 64;

pub(super) fn read(text: &str, entries: &mut Entries) {
    let tokens = Source::new(text).lex().into_vec();
    let mut events: Vec<Event> = Vec::new();
    let mut guard = RecursionGuard::new(&mut events, VALUES_DEEP_MAX);
    parse_document(&tokens, &mut guard, &mut Ignored);
    let mut reader = Reader {
        text,
        entries,
        table: None,
        header: Vec::new(),
        in_header: false,
        names: Vec::new(),
        open: Vec::new(),
        known: BTreeMap::new(),
    };
    for event in events {
        reader.event(&event);
    }
}

/// Mistakes are not told: what could be read counts.
struct Ignored;

impl ErrorSink for Ignored {
    fn report_error(&mut self, _error: ParseError) {}
}

/// What is open around the current place.
enum Open {
    /// A list and the key whose value it is.
    List(Option<u32>, u32),
    /// An inline table and the key whose value it is.
    Table(Option<u32>, u32),
}

struct Reader<'t, 'e> {
    text: &'t str,
    entries: &'e mut Entries,
    /// The table that keys belong to.
    table: Option<u32>,
    header: Vec<Span>,
    in_header: bool,
    /// Parts of the key that was read last.
    names: Vec<Span>,
    open: Vec<Open>,
    /// Tables by parent and name, so that a second header of a table finds the first.
    known: BTreeMap<(Option<u32>, String), u32>,
}

impl Reader<'_, '_> {
    fn event(&mut self, event: &Event) {
        let span = span(event);
        match event.kind() {
            EventKind::StdTableOpen | EventKind::ArrayTableOpen => {
                self.in_header = true;
                self.header.clear();
                self.open.clear();
            }
            EventKind::SimpleKey if self.in_header => self.header.push(span),
            EventKind::SimpleKey => self.names.push(span),
            EventKind::StdTableClose => self.table(false),
            EventKind::ArrayTableClose => self.table(true),
            EventKind::ArrayOpen => {
                let owner = self.owner(span);
                self.open.push(Open::List(owner, span.start));
            }
            EventKind::InlineTableOpen => {
                let owner = self.owner(span);
                self.open.push(Open::Table(owner, span.start));
            }
            EventKind::ArrayClose | EventKind::InlineTableClose => {
                if let Some(Open::List(Some(owner), start) | Open::Table(Some(owner), start)) =
                    self.open.pop()
                {
                    let end = span.end;
                    self.entries.set_whole(owner, Span { start, end });
                }
            }
            EventKind::Scalar => {
                if let Some(owner) = self.owner(span) {
                    let value = self.inner(span);
                    self.entries.set_value(owner, value);
                }
            }
            EventKind::Newline if self.open.is_empty() => self.names.clear(),
            _ => {}
        }
    }

    /// A header ends: keys belong to its table from here on.
    fn table(&mut self, is_list: bool) {
        self.in_header = false;
        let header = std::mem::take(&mut self.header);
        let last = header.last().copied();
        let mut table = None;
        for name in header {
            table = self.named(table, name);
        }
        if let (true, Some(last)) = (is_list, last) {
            let start = Span {
                start: last.start,
                end: last.start,
            };
            table = self.entries.add(table, "*", start);
        }
        self.table = table;
    }

    /// The key whose value begins here.
    fn owner(&mut self, at: Span) -> Option<u32> {
        if let Some(Open::List(parent, _)) = self.open.last() {
            let start = Span {
                start: at.start,
                end: at.start,
            };
            return self.entries.add(*parent, "*", start);
        }
        let mut owner = match self.open.last() {
            Some(Open::Table(parent, _)) => *parent,
            _ => self.table,
        };
        let names = std::mem::take(&mut self.names);
        let last = names.len().checked_sub(1)?;
        for (place, name) in names.into_iter().enumerate() {
            owner = if place < last {
                self.named(owner, name)
            } else {
                let inner = self.inner(name);
                self.entries.add(owner, slice(self.text, inner), inner)
            };
        }
        owner
    }

    /// The table of this name, known or new.
    fn named(&mut self, parent: Option<u32>, name: Span) -> Option<u32> {
        let inner = self.inner(name);
        let name = slice(self.text, inner);
        let key = (parent, name.to_owned());
        if let Some(known) = self.known.get(&key) {
            return Some(*known);
        }
        let number = self.entries.add(parent, name, inner)?;
        self.known.insert(key, number);
        Some(number)
    }

    /// The span without quotes, single or triple.
    fn inner(&self, span: Span) -> Span {
        let part = slice(self.text, span);
        for quotes in ["\"\"\"", "'''"] {
            let inner = part
                .strip_prefix(quotes)
                .and_then(|rest| rest.strip_suffix(quotes));
            if let Some(inner) = inner {
                return span_of(self.text, inner);
            }
        }
        span_of(self.text, unquoted(part))
    }
}

fn slice(text: &str, span: Span) -> &str {
    text.get(span.start as usize..span.end as usize)
        .unwrap_or_default()
}

fn span(event: &Event) -> Span {
    Span {
        start: crate::source::to_u32(event.span().start()),
        end: crate::source::to_u32(event.span().end()),
    }
}
