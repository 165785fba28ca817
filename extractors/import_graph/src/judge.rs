//! Names of what is imported, and the first import of each.

#![expect(
    clippy::needless_pass_by_value,
    reason = "a judge is given what its rule would say"
)]

use std::collections::BTreeSet;

use aphoria_sdk::{Hit, Observation, Source, Span, Value};

/// Keeps the first observation of each name in each file; they come ordered by place. Names that are said not to be
/// imported are modules of the file itself.
pub(crate) fn first(said: Vec<Observation>) -> Vec<Observation> {
    let name = |one: &Observation| (one.file, one.concept.clone());
    let own = |one: &&Observation| one.value == Value::Flag(false);
    let mut known: BTreeSet<(u32, String)> = said.iter().filter(own).map(name).collect();
    said.into_iter()
        .filter(|one| known.insert(name(one)))
        .collect()
}

/// The name as a segment of a path.
fn segment(name: &str) -> String {
    let plain = |letter: char| match letter.to_ascii_lowercase() {
        kept @ ('a'..='z' | '0'..='9' | '_' | '.' | '-') => kept,
        _ => '_',
    };
    name.chars().take(200).map(plain).collect()
}

/// Says that a name is imported, at the place of that name.
fn imported(like: &Observation, name: &str, span: Span) -> Option<Observation> {
    let name = segment(name);
    let useless = name.trim_matches(['.', '_']).is_empty();
    (!useless).then(|| Observation {
        span,
        reason: format!("{name} is imported"),
        concept: format!("imports/{name}"),
        ..like.clone()
    })
}

fn whole(hit: &Hit<'_>, like: &Observation, name: &str) -> Vec<Observation> {
    imported(like, name, hit.span()).into_iter().collect()
}

/// The first capture that took part is the name.
pub(crate) fn name(hit: &Hit<'_>, _: &dyn Source, like: Observation) -> Vec<Observation> {
    let name = (0..2)
        .map(|at| hit.capture(at))
        .find(|text| !text.is_empty());
    whole(hit, &like, name.unwrap_or(""))
}

/// A crate, unless it is this one.
pub(crate) fn krate(hit: &Hit<'_>, _: &dyn Source, like: Observation) -> Vec<Observation> {
    match hit.capture(0) {
        "crate" | "self" | "super" => Vec::new(),
        // A type, whose variants are named.
        name if name.starts_with(|first: char| first.is_ascii_uppercase()) => Vec::new(),
        name => whole(hit, &like, name),
    }
}

/// Python's `from a.b import c` (first capture), or `import a.b as c, d` (second).
pub(crate) fn python(hit: &Hit<'_>, _: &dyn Source, like: Observation) -> Vec<Observation> {
    let top = |path: &str| path.split(['.', ' ']).next().unwrap_or("").to_owned();
    if !hit.capture(0).is_empty() {
        return whole(hit, &like, &top(hit.capture(0)));
    }
    let names = hit.capture(1).split(',').map(str::trim);
    names
        .filter_map(|name| imported(&like, &top(name), hit.span()))
        .collect()
}

/// A package of npm, of which a file may be named; relative paths are from within.
pub(crate) fn package(hit: &Hit<'_>, _: &dyn Source, like: Observation) -> Vec<Observation> {
    let path = hit.capture(0);
    if path.starts_with(['.', '/', '#']) || path.starts_with("@/") || path.starts_with("~/") {
        return Vec::new();
    }
    let path = path.strip_prefix("node:").unwrap_or(path);
    let parts = if path.starts_with('@') { 2 } else { 1 };
    let package: Vec<&str> = path.split('/').take(parts).collect();
    whole(hit, &like, package.join("/").trim_start_matches('@'))
}

/// Go's imports: each string of the hit is a path.
pub(crate) fn go(hit: &Hit<'_>, _: &dyn Source, like: Observation) -> Vec<Observation> {
    let mut said = Vec::new();
    let mut at = hit.span().start;
    for line in hit.text().split_inclusive('\n') {
        let start = at;
        at += u32::try_from(line.len()).unwrap_or(0);
        let code = line.split("//").next().unwrap_or("");
        // A path has slashes of its own, but never two of them.
        let Some(path) = code.split('"').nth(1) else {
            continue;
        };
        let indent = line.len() - line.trim_start().len();
        let start = start + u32::try_from(indent).unwrap_or(0);
        said.extend(imported(
            &like,
            path,
            Span {
                start,
                end: at.saturating_sub(1).max(start),
            },
        ));
    }
    said
}

/// Java's package: the parts before the class, which begins with a capital.
pub(crate) fn java(hit: &Hit<'_>, _: &dyn Source, like: Observation) -> Vec<Observation> {
    let is_package = |part: &&str| part.starts_with(|first: char| first.is_ascii_lowercase());
    let parts: Vec<&str> = hit.capture(0).split('.').take_while(is_package).collect();
    whole(hit, &like, &parts.join("."))
}

/// PHP's namespace: the parts before the last one.
pub(crate) fn php(hit: &Hit<'_>, _: &dyn Source, like: Observation) -> Vec<Observation> {
    let path = hit.capture(0).trim_matches('\\');
    let namespace = path
        .rsplit_once('\\')
        .map_or(path, |(namespace, _)| namespace);
    whole(hit, &like, &namespace.replace('\\', "."))
}

/// A script's name, where it isn't a variable.
pub(crate) fn script(hit: &Hit<'_>, _: &dyn Source, like: Observation) -> Vec<Observation> {
    let name = hit.capture(0).rsplit('/').next().unwrap_or("");
    if name.contains(['$', '*', '`']) {
        return Vec::new();
    }
    whole(hit, &like, name)
}
