//! What every text file keeps to: source files are short, and nothing names the machine that it was written on.

use std::fs;

use anyhow::Result;

use super::Tree;
use crate::{paths, workspace};

/// Longer source files hold more than one idea.
const LINES_MAX: usize = 600;

/// Endings of files that people write and read.
const TEXTS: [&str; 8] = ["rs", "toml", "md", "wit", "txt", "sh", "yml", "py"];

/// Folders of single machines. In pieces, so that this file does not name them.
const MACHINE_PATHS: [&str; 3] = [
    concat!("/", "root/"),
    concat!("/", "tmp/h/"),
    concat!("/", "work/"),
];

/// Names files that are too long and lines with a machine's path.
pub(super) fn check(_: &Tree) -> Result<Vec<String>> {
    let mut faults = Vec::new();
    for ending in TEXTS {
        for path in paths::files_ending(ending)? {
            let Ok(text) = fs::read_to_string(workspace::root().join(&path)) else {
                continue;
            };
            let name = path.to_string_lossy();
            if ending == "rs" {
                faults.extend(too_long(&name, &text));
            }
            faults.extend(machine_paths(&name, &text));
        }
    }
    Ok(faults)
}

fn too_long(name: &str, text: &str) -> Option<String> {
    let lines = text.lines().count();
    (lines > LINES_MAX).then(|| format!("{name} has {lines} lines, more than {LINES_MAX}"))
}

fn machine_paths(name: &str, text: &str) -> Vec<String> {
    let mut faults = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        if let Some(path) = MACHINE_PATHS.iter().find(|path| names(line, path)) {
            faults.push(format!(
                "{name}:{number} names {path}, a folder of one machine"
            ));
        }
    }
    faults
}

/// Whether a line has the path at its beginning or after something that is no part of a longer path.
fn names(line: &str, path: &str) -> bool {
    let longer = |letter: char| letter.is_alphanumeric() || "._-}$".contains(letter);
    line.match_indices(path)
        .any(|(at, _)| !line[..at].ends_with(longer))
}

#[cfg(test)]
mod tests {
    use super::{LINES_MAX, MACHINE_PATHS, names, too_long};

    #[test]
    fn a_path_counts_from_its_root() {
        let path = MACHINE_PATHS[0];
        assert!(names(&format!("see {path}x"), path));
        assert!(names(path, path));
        assert!(!names(&format!("home{path}x"), path));
    }

    #[test]
    fn long_files_are_named() {
        assert!(too_long("a", &"x\n".repeat(LINES_MAX)).is_none());
        assert!(too_long("a", &"x\n".repeat(LINES_MAX + 1)).is_some());
    }
}
