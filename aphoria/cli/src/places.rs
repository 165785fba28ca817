//! Where things lie: extractors beside the program, caches in the user's folder.

use std::path::PathBuf;

/// The hidden command by which the program compiles plugins in a process of its own.
pub(crate) const COMPILE: &str = "compile-plugin";

/// Folders in which extractors are looked for: the one that is named, else beside the program and one folder above it.
pub(crate) fn extractors() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("APHORIA_EXTRACTORS_DIR") {
        return Some(PathBuf::from(named));
    }
    let program = std::env::current_exe().ok()?;
    let beside = program.parent()?;
    [Some(beside), beside.parent()]
        .into_iter()
        .flatten()
        .map(|folder| folder.join("guests/extractors"))
        .find(|folder| folder.is_dir())
}

/// The user's folder for what can be made again.
pub(crate) fn cache() -> Option<PathBuf> {
    let absolute = |name| {
        std::env::var_os(name)
            .map(PathBuf::from)
            .filter(|path| path.is_absolute())
    };
    let caches = absolute("XDG_CACHE_HOME").or_else(|| Some(absolute("HOME")?.join(".cache")));
    Some(caches?.join("aphoria"))
}

/// The lens that says which demand holds.
pub(crate) fn lens() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("APHORIA_LENS") {
        return Some(PathBuf::from(named));
    }
    let extractors = extractors()?;
    let lens = extractors.parent()?.join("aphoria-authority.wasm");
    lens.is_file().then_some(lens)
}
