//! Lenses and test guests: each folder has all that its kind consists of, under names that agree.

use std::path::Path;

use anyhow::Result;
use serde::Deserialize;

use super::Tree;
use crate::lenses::{HEADINGS, folder, sections};
use crate::{paths, workspace};

const TEST_GUESTS: &str = "plugins/test-guests";

/// What a test guest plays, in the names of their folders.
const KINDS: [&str; 4] = ["resolver_", "row_stage_", "answer_stage_", "estimator_"];

#[derive(Deserialize)]
struct Manifest {
    id: String,
    world: String,
}

/// Names what is missing or called otherwise than its folder.
pub(super) fn check(tree: &Tree) -> Result<Vec<String>> {
    let mut faults = Vec::new();
    for id in paths::folders_in(Path::new("lenses"))? {
        faults.extend(lens(tree, &id)?);
    }
    for name in paths::folders_in(Path::new(TEST_GUESTS))? {
        faults.extend(test_guest(tree, &name));
    }
    Ok(faults)
}

fn lens(tree: &Tree, id: &str) -> Result<Vec<String>> {
    let folder = folder(id);
    let mut faults = Vec::new();
    faults.extend(packaged(tree, &folder, &format!("lens-{id}")));
    faults.extend(missing(&folder.join("src/lib.rs")));
    faults.extend(missing(&folder.join("lens.toml")));
    if !faults.is_empty() {
        return Ok(faults);
    }
    let manifest: Manifest = toml::from_str(&paths::text(&folder.join("lens.toml"))?)?;
    if manifest.id != id {
        faults.push(format!(
            "{}/lens.toml has the id `{}`",
            folder.display(),
            manifest.id
        ));
    }
    match pure_part(&manifest.world) {
        Some(file) => faults.extend(missing(&folder.join("src").join(file))),
        None => faults.push(format!(
            "{}/lens.toml names the world `{}`, which is none",
            folder.display(),
            manifest.world
        )),
    }
    let cases = paths::files_below(&folder.join("cases"))?;
    if !cases
        .iter()
        .any(|path| path.extension().is_some_and(|found| found == "toml"))
    {
        faults.push(format!("{}/cases has no TOML file", folder.display()));
    }
    faults.extend(headings(&folder.join("src/lib.rs"))?);
    Ok(faults)
}

/// Where the judgement stands, apart from what exports it.
fn pure_part(world: &str) -> Option<&'static str> {
    match world {
        "resolver" => Some("resolve.rs"),
        "row-stage" => Some("weigh.rs"),
        "answer-stage" => Some("adjust.rs"),
        "estimator" => Some("estimate.rs"),
        _ => None,
    }
}

fn headings(path: &Path) -> Result<Option<String>> {
    let found = sections(&paths::text(path)?);
    let found: Vec<&str> = found
        .iter()
        .map(|section| section.heading.as_str())
        .collect();
    Ok((found != HEADINGS).then(|| {
        format!(
            "{} has the headings {found:?}; every lens has {HEADINGS:?}",
            path.display()
        )
    }))
}

fn test_guest(tree: &Tree, name: &str) -> Vec<String> {
    let folder = Path::new(TEST_GUESTS).join(name);
    let mut faults = Vec::new();
    if !KINDS.iter().any(|kind| name.starts_with(kind)) {
        faults.push(format!(
            "{} begins with none of {KINDS:?}",
            folder.display()
        ));
    }
    let package = format!("test-guest-{}", name.replace('_', "-"));
    faults.extend(packaged(tree, &folder, &package));
    faults.extend(missing(&folder.join("src/lib.rs")));
    faults
}

fn packaged(tree: &Tree, folder: &Path, name: &str) -> Option<String> {
    let member = tree.crates.iter().find(|member| member.folder == folder);
    match member {
        Some(member) if member.name == name => None,
        Some(member) => Some(format!(
            "{} is the package {}; it should be {name}",
            folder.display(),
            member.name
        )),
        None => Some(format!("{} is no crate of the workspace", folder.display())),
    }
}

fn missing(path: &Path) -> Option<String> {
    let there = workspace::root().join(path).is_file();
    (!there).then(|| format!("{} is missing", path.display()))
}
