//! Rust files that no `mod` reaches from a library, a program or a test: nobody compiles them, so they rot.
//!
//! Modules are found line by line, as rustfmt lays them out. A module inside an inline module is not followed.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;

use super::Tree;
use crate::{paths, workspace};

/// Names the files that are not reached.
pub(super) fn check(tree: &Tree) -> Result<Vec<String>> {
    let mut reached = BTreeSet::new();
    for root in tree.crates.iter().flat_map(|member| &member.roots) {
        reach(root, root.parent().unwrap_or(Path::new("")), &mut reached);
    }
    let mut faults = Vec::new();
    for path in paths::files_ending("rs")? {
        // Fixtures are read, not compiled.
        if path.starts_with("extractors") && path.iter().any(|part| part == "fixtures") {
            continue;
        }
        if !reached.contains(&path) {
            faults.push(format!(
                "{} is compiled by no crate: no `mod` leads to it",
                path.display()
            ));
        }
    }
    Ok(faults)
}

/// `folder` is where the modules of `file` lie.
fn reach(file: &Path, folder: &Path, reached: &mut BTreeSet<PathBuf>) {
    let Ok(source) = fs::read_to_string(workspace::root().join(file)) else {
        return;
    };
    if !reached.insert(file.to_owned()) {
        return;
    }
    for module in modules(&source) {
        if let Some(path) = module.path {
            let file = file.with_file_name(path);
            let folder = file.parent().unwrap_or(Path::new("")).to_owned();
            reach(&file, &folder, reached);
            continue;
        }
        let own = folder.join(module.name);
        reach(&own.with_extension("rs"), &own, reached);
        reach(&own.join("mod.rs"), &own, reached);
    }
}

/// `mod name;`
#[derive(Debug, PartialEq, Eq)]
struct Module<'a> {
    name: &'a str,
    /// What `#[path]` on the line before says.
    path: Option<&'a str>,
}

fn modules(source: &str) -> Vec<Module<'_>> {
    let mut found = Vec::new();
    let mut path = None;
    for line in source.lines().map(str::trim) {
        if let Some(name) = module_name(line) {
            found.push(Module {
                name,
                path: path.take(),
            });
        } else if let Some(rest) = line.strip_prefix("#[path = \"") {
            path = rest.strip_suffix("\"]");
        }
    }
    found
}

fn module_name(line: &str) -> Option<&str> {
    let declared = line.strip_suffix(';')?;
    let (visibility, name) = declared.rsplit_once("mod ")?;
    let visibility = visibility.trim_end();
    let plain = |letter: char| letter.is_alphanumeric() || letter == '_';
    let is_visibility =
        visibility.is_empty() || visibility == "pub" || visibility.starts_with("pub(");
    (is_visibility && name.chars().all(plain)).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::{Module, modules};

    #[test]
    fn declarations_are_found_and_nothing_else() {
        let source = "\
//! mod prose;
mod a;
pub mod b;
    pub(super) mod c;
#[path = \"elsewhere.rs\"]
mod d;
mod tests {
let modest = 1;
// mod gone;
";
        let module = |name, path| Module { name, path };
        assert_eq!(
            modules(source),
            [
                module("a", None),
                module("b", None),
                module("c", None),
                module("d", Some("elsewhere.rs")),
            ]
        );
    }
}
