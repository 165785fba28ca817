//! What is looked for in files of one language.

use std::collections::BTreeMap;

use aphoria_core::{Language, Matcher as Declared, Pattern};

use crate::compiled::{Compiled, Kind};
use crate::filter::Filter;
use crate::keys::Screen;
use crate::source::to_u32;

/// What is looked for in files of one language.
pub(crate) struct Plan {
    pub(crate) filter: Filter,
    /// The patterns that want to know of each text of the filter, by its number.
    readers: Vec<Vec<Reader>>,
    pub(crate) entropies: Vec<u32>,
    pub(crate) keys: Vec<u32>,
    pub(crate) screen: Screen,
}

/// A pattern that wants to know where a text stands.
pub(crate) struct Reader {
    /// Its number in the selection.
    pub(crate) pattern: u32,
    /// Bytes of the text.
    pub(crate) length: u32,
    /// The text itself where its case matters.
    exact: Option<Box<[u8]>>,
}

impl Reader {
    /// Whether the text stands there in the case that the pattern asks for.
    pub(crate) fn accepts(&self, text: &[u8], start: u32) -> bool {
        self.exact.as_ref().is_none_or(|exact| {
            let start = start as usize;
            text.get(start..start + exact.len()) == Some(&**exact)
        })
    }
}

impl Plan {
    /// `declared` gives the declaration of each compiled pattern.
    pub(crate) fn new(compiled: &[Compiled], declared: &[Pattern], language: Language) -> Self {
        let mut texts: BTreeMap<String, Vec<Reader>> = BTreeMap::new();
        let (mut entropies, mut keys) = (Vec::new(), Vec::new());
        let mut paths = Vec::new();
        for (number, (pattern, declared)) in compiled.iter().zip(declared).enumerate() {
            if !pattern.languages.contains(language) {
                continue;
            }
            let number = to_u32(number);
            match &pattern.kind {
                Kind::Entropy(_) => entropies.push(number),
                Kind::Key(wanted) if language.is_structured() => {
                    keys.push(number);
                    paths.push(wanted);
                }
                _ => {}
            }
            let exact = is_exact(&declared.matcher);
            for anchor in declared.matcher.anchors() {
                let reader = Reader {
                    pattern: number,
                    length: to_u32(anchor.len()),
                    exact: exact.then(|| anchor.as_bytes().into()),
                };
                texts
                    .entry(anchor.to_ascii_lowercase())
                    .or_default()
                    .push(reader);
            }
        }
        Self {
            filter: Filter::new(texts.keys().map(String::as_str)),
            readers: texts.into_values().collect(),
            entropies,
            keys,
            screen: Screen::new(&paths),
        }
    }

    pub(crate) fn readers(&self, text: u32) -> &[Reader] {
        self.readers.get(text as usize).map_or(&[], Vec::as_slice)
    }
}

fn is_exact(matcher: &Declared) -> bool {
    match matcher {
        Declared::Literal { ignore_case, .. } | Declared::Regex { ignore_case, .. } => !ignore_case,
        Declared::Query { .. } => true,
        Declared::Entropy { .. } | Declared::Key { .. } => false,
    }
}
