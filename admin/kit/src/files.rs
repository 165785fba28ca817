//! The files that a project is made of, as they lie in the repository that this program was built from.
//!
//! Invariant: a new file of an SDK or a template needs no entry anywhere; the build gathers them.

/// Path in the repository, and text.
static FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/files.rs"));

/// The files below a folder of the repository: path below it, and text.
pub(crate) fn below(folder: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    FILES.iter().filter_map(move |(path, text)| {
        let below = path.strip_prefix(folder)?.strip_prefix('/')?;
        Some((below, *text))
    })
}

/// One file.
pub(crate) fn text(path: &str) -> Option<&'static str> {
    let found = FILES.iter().find(|(known, _)| *known == path);
    found.map(|(_, text)| *text)
}
