//! Which guest crates there are.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::workspace;

/// What a guest is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A lens of the library.
    Lens,
    /// An extractor of Aphoria.
    Extractor,
    /// A guest that misbehaves, for the host's tests.
    Test,
}

/// A guest crate.
#[derive(Debug, Clone)]
pub(crate) struct Guest {
    /// Name of its folder.
    pub(crate) id: String,
    /// Name of its package.
    pub(crate) package: String,
    /// Version of its package.
    pub(crate) version: String,
    /// What it is for.
    pub(crate) kind: Kind,
}

#[derive(Deserialize)]
struct Manifest {
    package: Package,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    version: toml::Value,
}

/// The guests of these ids, or all.
pub(crate) fn selected(ids: &[String]) -> Result<Vec<Guest>> {
    let all = all()?;
    if let Some(id) = ids
        .iter()
        .find(|id| all.iter().all(|guest| guest.id != **id))
    {
        bail!("There is no guest `{id}` in lenses/, extractors/ or plugins/test-guests/");
    }
    let wanted = |guest: &Guest| ids.is_empty() || ids.contains(&guest.id);
    Ok(all.into_iter().filter(wanted).collect())
}

fn all() -> Result<Vec<Guest>> {
    let root = workspace::root();
    let mut guests = in_folder(&root.join("lenses"), Kind::Lens)?;
    guests.extend(in_folder(&root.join("extractors"), Kind::Extractor)?);
    guests.extend(in_folder(&root.join("plugins/test-guests"), Kind::Test)?);
    Ok(guests)
}

fn in_folder(folder: &Path, kind: Kind) -> Result<Vec<Guest>> {
    let mut guests = Vec::new();
    for entry in
        fs::read_dir(folder).with_context(|| format!("Could not list {}", folder.display()))?
    {
        let path = entry?.path();
        if path.join("Cargo.toml").is_file() {
            guests.push(read(&path, kind)?);
        }
    }
    guests.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(guests)
}

fn read(folder: &Path, kind: Kind) -> Result<Guest> {
    let path = folder.join("Cargo.toml");
    let text = fs::read_to_string(&path)?;
    let manifest: Manifest =
        toml::from_str(&text).with_context(|| format!("Could not read {}", path.display()))?;
    Ok(Guest {
        id: folder
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned(),
        package: manifest.package.name,
        // `version.workspace = true` is a table.
        version: manifest.package.version.as_str().unwrap_or("-").to_owned(),
        kind,
    })
}
