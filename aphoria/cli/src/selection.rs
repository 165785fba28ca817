//! Which extractors a scan uses, loaded so that nothing is asked or compiled twice.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, bail, ensure};
use aphoria_core::Description;
use aphoria_scan::{Component, Extracting};
use serde::Deserialize;
use stemedb_plugins::extractors::ExtractorHost;

use crate::{load, places};

/// What stands beside a component: to which group it belongs, and whether it is used unless asked for.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Manifest {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) version: String,
    pub(crate) category: String,
    pub(crate) default: bool,
}

/// An extractor on disk.
#[derive(Debug, Clone)]
pub(crate) struct Installed {
    pub(crate) manifest: Manifest,
    pub(crate) component: PathBuf,
}

/// Everything in the folder of extractors, by id.
pub(crate) fn installed() -> Result<Vec<Installed>> {
    let folder = places::extractors().context(
        "There are no extractors beside the program. Set APHORIA_EXTRACTORS_DIR to their folder.",
    )?;
    let mut found = Vec::new();
    let listed = std::fs::read_dir(&folder).with_context(|| {
        format!(
            "The folder of extractors {} can't be read",
            folder.display()
        )
    })?;
    for entry in listed {
        let component = entry?.path();
        if component
            .extension()
            .is_some_and(|extension| extension == "wasm")
        {
            let path = component.with_extension("toml");
            let text = std::fs::read_to_string(&path)
                .with_context(|| format!("{} has no manifest beside it", component.display()))?;
            let manifest: Manifest = toml::from_str(&text)
                .with_context(|| format!("{} is no manifest", path.display()))?;
            found.push(Installed {
                manifest,
                component,
            });
        }
    }
    ensure!(
        !found.is_empty(),
        "{} holds no extractors",
        folder.display()
    );
    found.sort_by(|one, two| one.manifest.id.cmp(&two.manifest.id));
    Ok(found)
}

/// Those of the list that are wanted: named by id or category, or the usual ones; without those that are not wanted.
pub(crate) fn wanted(
    all: Vec<Installed>,
    named: &[String],
    unwanted: &[String],
) -> Result<Vec<Installed>> {
    for name in named.iter().chain(unwanted) {
        let known = |one: &Installed| one.manifest.id == *name || one.manifest.category == *name;
        if name != "all" && !all.iter().any(known) {
            bail!(
                "There is no extractor and no category `{name}`; `aphoria extractors list` shows them"
            );
        }
    }
    let is_named = |list: &[String], one: &Installed| {
        list.iter()
            .any(|name| name == "all" || *name == one.manifest.id || *name == one.manifest.category)
    };
    let chosen: Vec<Installed> = all
        .into_iter()
        .filter(|one| {
            let yes = if named.is_empty() {
                one.manifest.default
            } else {
                is_named(named, one)
            };
            yes && !is_named(unwanted, one)
        })
        .collect();
    ensure!(!chosen.is_empty(), "No extractor is selected");
    Ok(chosen)
}

/// Loads a selection. What the components say of themselves is kept in the cache, by the digest of their bytes.
pub(crate) fn load(
    host: &Arc<ExtractorHost>,
    selection: &[Installed],
) -> Result<Vec<Arc<dyn Extracting>>> {
    let mut components = Vec::new();
    let mut hasher = blake3::Hasher::new();
    hasher.update(env!("CARGO_PKG_VERSION").as_bytes());
    for one in selection {
        let bytes = std::fs::read(&one.component)
            .with_context(|| format!("{} can't be read", one.component.display()))?;
        hasher.update(blake3::hash(&bytes).as_bytes());
        components.push(bytes);
    }
    let kept = places::cache().map(|folder| {
        let name = format!("{}.json", hasher.finalize().to_hex());
        folder.join("descriptions").join(name)
    });
    if let Some(described) = kept.as_deref().and_then(read) {
        let loaded = components
            .into_iter()
            .zip(&described)
            .map(|(bytes, described)| {
                let component = Component::new(Arc::clone(host), bytes.into(), described.clone());
                Arc::new(component) as Arc<dyn Extracting>
            });
        if described.len() == selection.len() {
            return Ok(loaded.collect());
        }
    }
    let mut loaded = Vec::new();
    for one in selection {
        loaded.push(load::component(host, &one.component)?);
    }
    check(selection, &loaded)?;
    if let Some(path) = kept {
        let described: Vec<&Description> = loaded.iter().map(|one| one.description()).collect();
        keep(&path, &described);
    }
    Ok(loaded)
}

/// The manifest beside a component speaks of that component.
fn check(selection: &[Installed], loaded: &[Arc<dyn Extracting>]) -> Result<()> {
    let mut ids = BTreeMap::new();
    for (one, loaded) in selection.iter().zip(loaded) {
        let described = loaded.description();
        ensure!(
            described.id == one.manifest.id && described.version == one.manifest.version,
            "{} is {} {}, its manifest says {} {}",
            one.component.display(),
            described.id,
            described.version,
            one.manifest.id,
            one.manifest.version
        );
        ensure!(
            ids.insert(&one.manifest.id, ()).is_none(),
            "There are two extractors `{}`",
            one.manifest.id
        );
    }
    Ok(())
}

fn read(path: &Path) -> Option<Vec<Description>> {
    let text = std::fs::read(path).ok()?;
    let described: Vec<Description> = serde_json::from_slice(&text).ok()?;
    let sound = described.iter().all(|one| one.check().is_ok());
    sound.then_some(described)
}

/// A failure costs time at the next scan, no more.
fn keep(path: &Path, described: &[&Description]) {
    let fresh = path.with_extension(format!("{}.new", std::process::id()));
    let written = serde_json::to_vec(described)
        .map_err(std::io::Error::from)
        .and_then(|text| {
            std::fs::create_dir_all(path.parent().unwrap_or(path))?;
            std::fs::write(&fresh, text)?;
            std::fs::rename(&fresh, path)
        });
    if written.is_err() {
        // It may never have been made.
        let _ = std::fs::remove_file(&fresh);
    }
}
