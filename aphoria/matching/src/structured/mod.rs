//! Reads the keys and values of structured files, with their places.
//!
//! A name is what the file says, without quotes. A table's element in a list has the name `*`. An XML element is named by
//! its local name, an attribute by its local name behind `@`. INI sections come before their keys; a key written with
//! dots is as deep as it has parts. A value's span is its text without quotes.
//!
//! Not here: what values mean; aliases and merges of YAML, which are not followed.
//!
//! Invariant: a broken file gives what could be read before the break, never an error. Depth and count are bounded
//! ([`DEPTH_MAX`], [`KEYS_MAX`]); reading is linear in the text.

mod json;
mod lines;
#[cfg(test)]
mod tests;
mod toml;
mod xml;
mod yaml;

use aphoria_core::{Language, Span};

/// Deepest key.
pub(crate) const DEPTH_MAX: u8 = 128;
/// Most keys of a file.
pub(crate) const KEYS_MAX: usize = 200_000;
/// Most bytes of a name; longer ones are cut.
const NAME_BYTES_MAX: usize = 512;

/// The keys of a file, in the order of the file.
#[derive(Debug, Default)]
pub(crate) struct Entries {
    pub(crate) list: Vec<Entry>,
    /// The scalar values, in the order of their places.
    pub(crate) values: Vec<Span>,
    names: String,
}

/// A key.
#[derive(Debug)]
pub(crate) struct Entry {
    parent: Option<u32>,
    depth: u8,
    name: (u32, u32),
    pub(crate) key: Span,
    /// Its value if that is a scalar.
    pub(crate) value: Option<Span>,
    /// Its value, whatever it is, as far as its end is known.
    pub(crate) whole: Span,
}

impl Entries {
    /// Names from the key back to the root.
    pub(crate) fn names_back<'a>(&'a self, entry: &'a Entry) -> impl Iterator<Item = &'a str> {
        let mut next = Some(entry);
        std::iter::from_fn(move || {
            let entry = next?;
            next = entry
                .parent
                .and_then(|parent| self.list.get(parent as usize));
            self.names.get(entry.name.0 as usize..entry.name.1 as usize)
        })
    }

    /// The names from the root, joined by dots.
    pub(crate) fn path(&self, entry: &Entry) -> String {
        let mut names: Vec<_> = self.names_back(entry).collect();
        names.reverse();
        names.join(".")
    }

    /// Adds a key without a value; `None` when the bounds are reached.
    fn add(&mut self, parent: Option<u32>, name: &str, key: Span) -> Option<u32> {
        let above = parent.and_then(|parent| self.list.get(parent as usize));
        let depth = above.map_or(0, |above| above.depth + 1);
        if depth >= DEPTH_MAX || self.list.len() >= KEYS_MAX {
            return None;
        }
        let name = &name[..name.floor_char_boundary(NAME_BYTES_MAX)];
        let start = to_u32(self.names.len());
        self.names.push_str(name);
        let number = to_u32(self.list.len());
        self.list.push(Entry {
            parent,
            depth,
            name: (start, to_u32(self.names.len())),
            key,
            value: None,
            whole: key,
        });
        Some(number)
    }

    /// The key has this scalar as its value.
    fn set_value(&mut self, number: u32, value: Span) {
        if let Some(entry) = self.list.get_mut(number as usize) {
            entry.value = Some(value);
            entry.whole = value;
            self.values.push(value);
        }
    }

    /// The key has a value of this extent, which is not a scalar.
    fn set_whole(&mut self, number: u32, whole: Span) {
        if let Some(entry) = self.list.get_mut(number as usize) {
            entry.whole = whole;
        }
    }
}

/// The keys of the text; none if the language is not a structured one.
pub(crate) fn entries(text: &str, language: Language) -> Entries {
    let mut entries = Entries::default();
    match language {
        Language::Yaml => yaml::read(text, &mut entries),
        Language::Toml => toml::read(text, &mut entries),
        Language::Json => json::read(text, &mut entries),
        Language::Xml => xml::read(text, &mut entries),
        Language::Ini => lines::ini(text, &mut entries),
        Language::Properties => lines::properties(text, &mut entries),
        Language::DotEnv => lines::dotenv(text, &mut entries),
        _ => {}
    }
    entries.values.sort_unstable();
    entries
}

use crate::source::to_u32;

/// The span of a part of `text`.
fn span_of(text: &str, part: &str) -> Span {
    let start = (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
    Span {
        start: to_u32(start),
        end: to_u32(start + part.len()),
    }
}

/// The text without the quotes around it.
fn unquoted(text: &str) -> &str {
    let inner = |quote: char| text.strip_prefix(quote)?.strip_suffix(quote);
    inner('"').or_else(|| inner('\'')).unwrap_or(text)
}
