//! Paths of keys in patterns, compared with the keys of a file.
//!
//! Names are compared without regard to case, `-` and `_`. A name with dots counts as several.

use std::collections::BTreeSet;

use crate::filter::Filter;
use crate::structured::{Entries, Entry};

/// A part of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    /// Exactly this name.
    Name(String),
    /// Any one name.
    One,
    /// Any number of names.
    Many,
}

/// Paths of which one must fit.
#[derive(Debug)]
pub(crate) struct KeyPaths {
    paths: Vec<Vec<Part>>,
}

impl KeyPaths {
    pub(crate) fn new(paths: &[String]) -> Self {
        let part = |part: &str| match part {
            "*" => Part::One,
            "**" => Part::Many,
            name => Part::Name(normal(name)),
        };
        Self {
            paths: paths
                .iter()
                .map(|path| path.split('.').map(part).collect())
                .collect(),
        }
    }

    /// The keys that fit, with their paths as the file has them.
    pub(crate) fn matches<'a>(
        &'a self,
        entries: &'a Entries,
    ) -> impl Iterator<Item = (&'a Entry, String)> {
        // Most keys fail at their last name; only the others have their whole path worked out.
        let lasts: Option<BTreeSet<&str>> = self.paths.iter().map(|path| last(path)).collect();
        entries.list.iter().filter_map(move |entry| {
            if let Some(lasts) = &lasts {
                let name = entries.names_back(entry).next()?;
                let name = normal(name.rsplit('.').next().unwrap_or(name));
                lasts.contains(name.as_str()).then_some(())?;
            }
            let path = entries.path(entry);
            let names: Vec<String> = path.split('.').map(normal).collect();
            let fits = self.paths.iter().any(|wanted| fits(wanted, &names));
            fits.then_some((entry, path))
        })
    }
}

/// The last part if it is a name.
fn last(path: &[Part]) -> Option<&str> {
    match path.last()? {
        Part::Name(name) => Some(name),
        Part::One | Part::Many => None,
    }
}

fn normal(name: &str) -> String {
    let kept = name.chars().filter(|letter| !matches!(letter, '-' | '_'));
    kept.map(|letter| letter.to_ascii_lowercase()).collect()
}

/// Whether the names fit the parts: on a mismatch, the last part that takes any number takes one more.
fn fits(parts: &[Part], names: &[String]) -> bool {
    let (mut part, mut name) = (0, 0);
    let mut retry: Option<(usize, usize)> = None;
    while name < names.len() {
        match parts.get(part) {
            Some(Part::Many) => {
                retry = Some((part, name));
                part += 1;
            }
            Some(Part::One) => (part, name) = (part + 1, name + 1),
            Some(Part::Name(wanted)) if names.get(name) == Some(wanted) => {
                (part, name) = (part + 1, name + 1);
            }
            _ => match &mut retry {
                Some((many, taken)) => {
                    *taken += 1;
                    (part, name) = (*many + 1, *taken);
                }
                None => return false,
            },
        }
    }
    parts.iter().skip(part).all(|part| *part == Part::Many)
}

/// Tells files that cannot have any of the keys, without reading them.
pub(crate) struct Screen {
    /// The last names of the paths; `None` when some path has none that could be looked for.
    names: Option<Filter>,
}

impl Screen {
    pub(crate) fn new(paths: &[&KeyPaths]) -> Self {
        let paths = paths.iter().flat_map(|paths| &paths.paths);
        let names: Option<BTreeSet<&str>> = paths
            .map(|path| {
                let mut names = path.iter().rev().filter_map(|part| match part {
                    // An attribute stands in the text without its sign.
                    Part::Name(name) if name.len() >= 3 => Some(name.trim_start_matches('@')),
                    _ => None,
                });
                names.next()
            })
            .collect();
        Self {
            names: names.map(|names| Filter::new(names.into_iter())),
        }
    }

    /// Whether one of the names stands in the text, whatever it is there.
    pub(crate) fn lets_pass(&self, text: &str) -> bool {
        let Some(names) = &self.names else {
            return true;
        };
        let bytes = text.bytes().filter(|byte| !matches!(byte, b'-' | b'_'));
        let bytes: Vec<u8> = bytes.collect();
        let mut seen = false;
        names.scan(&bytes, |_, _| seen = true);
        seen
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fit(path: &str, names: &str) -> bool {
        let paths = KeyPaths::new(&[path.to_owned()]);
        let names: Vec<_> = names.split('.').map(normal).collect();
        fits(&paths.paths[0], &names)
    }

    #[test]
    fn paths_fit_names() {
        assert!(fit("a.b-c", "A.b_C"));
        assert!(!fit("a.b", "a"));
        assert!(!fit("a", "a.b"));
        assert!(fit("a.*.c", "a.b.c"));
        assert!(!fit("a.*.c", "a.b.b.c"));
        assert!(fit("**.c", "c"));
        assert!(fit("**.b.c", "a.b.b.c"));
        assert!(fit("a.**.b.**.c", "a.x.b.y.b.c"));
        assert!(!fit("a.**.b.**.c", "a.x.y.c"));
        assert!(fit("a.**", "a"));
    }

    #[test]
    fn a_screen_ignores_case_and_joints() {
        let paths = KeyPaths::new(&["**.max_connections".to_owned()]);
        let screen = Screen::new(&[&paths]);
        assert!(screen.lets_pass("x: {Max-Connections: 3}"));
        assert!(!screen.lets_pass("x: {max: 3, connections: 4}"));
        let attribute = KeyPaths::new(&["**.csrf.@disabled".to_owned()]);
        assert!(Screen::new(&[&attribute]).lets_pass("<csrf disabled=\"true\"/>"));
        let short = KeyPaths::new(&["a.b.*".to_owned()]);
        assert!(Screen::new(&[&short]).lets_pass(""));
    }
}
