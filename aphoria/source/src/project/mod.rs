//! What the projects of a tree are called, where they begin, and what they depend on.
//!
//! A folder with a manifest that states a name or dependencies is a project; a file belongs to the nearest one upwards, at
//! the latest to the scan's root, whose name is its folder's if no manifest gives one. Manifests in folders of other
//! people's code begin no project.
//!
//! Not here: resolving versions. A requirement is what the manifest says, as text.
//!
//! Invariant: the result depends on the manifests' contents and names alone, not on the order in which they were found.

mod cargo;
mod go;
mod gradle;
mod json;
mod lines;
mod manifest;
mod maven;
mod module;
mod python;
mod ruby;
mod xml;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use aphoria_core::Language;

use crate::{File, name_of, read::read_bounded, traits};
pub use manifest::{Dependency, Ecosystem};
use manifest::{Kind, Manifest};
pub use module::segment;

/// Longest manifest that is read, in bytes.
const MANIFEST_BYTES_MAX: u64 = 2 << 20;
/// Most manifests of a scan.
const MANIFESTS_MAX: usize = 20_000;

/// A project of a tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Project {
    /// Its folder, from the scan's root; empty for the root itself.
    pub folder: String,
    /// What its manifest calls it (`@scope/name`, `laravel/laravel`; of a Go module the last part), else its folder's name.
    pub name: String,
    /// The language that its manifest is for.
    pub language: Option<Language>,
    /// Names of its manifests.
    pub manifests: Vec<String>,
    /// What it depends on, by manifest and line.
    pub dependencies: Vec<Dependency>,
}

impl Project {
    /// The name as a segment of a concept path.
    #[must_use]
    pub fn segment(&self) -> String {
        segment(self.name.trim_start_matches('@'))
    }

    /// The segments between project and concept for one of its files: see [`Projects::module`].
    #[must_use]
    pub fn module(&self, file: &str) -> Vec<String> {
        module::module(&self.folder, file)
    }
}

/// The projects of a tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Projects {
    by_folder: BTreeMap<String, Project>,
    root: Project,
}

impl Projects {
    /// The projects of a tree whose files are known.
    #[must_use]
    pub fn among(root: &Path, files: &[File]) -> Self {
        let manifests = files
            .iter()
            .filter(|file| !file.vendored)
            .map(|file| file.name.clone())
            .collect();
        Self::load(root, manifests)
    }

    /// The projects that these files belong to: looks into their folders and those above, up to the root.
    #[must_use]
    pub fn above<'n>(root: &Path, files: impl IntoIterator<Item = &'n str>) -> Self {
        let mut folders = BTreeSet::from([""]);
        for file in files {
            let mut folder = parent(file);
            while !folder.is_empty() && folders.insert(folder) {
                folder = parent(folder);
            }
        }
        let mut manifests = Vec::new();
        for folder in folders {
            let Ok(entries) = fs::read_dir(root.join(folder)) else {
                continue;
            };
            let paths = entries.filter_map(Result::ok).map(|entry| entry.path());
            manifests.extend(
                paths
                    .filter(|path| Kind::of(&name_of(root, path)).is_some())
                    .map(|path| name_of(root, &path)),
            );
        }
        Self::load(root, manifests)
    }

    fn load(root: &Path, mut names: Vec<String>) -> Self {
        names.retain(|name| {
            Kind::of(name).is_some() && !name.starts_with('/') && !traits::is_vendored(name)
        });
        names.sort();
        names.truncate(MANIFESTS_MAX);
        let read = |name: &String| {
            let bytes = read_bounded(&root.join(name), MANIFEST_BYTES_MAX).ok()?;
            let manifest = Kind::of(name)?.read(&String::from_utf8_lossy(&bytes), name);
            Some((name.clone(), manifest))
        };
        Self::of_manifests(root, names.iter().filter_map(read).collect())
    }

    fn of_manifests(root: &Path, manifests: Vec<(String, Manifest)>) -> Self {
        let root_name = root.file_name().map_or_else(
            || "project".to_owned(),
            |name| name_of(Path::new(""), Path::new(name)),
        );
        let mut folders: BTreeMap<String, Vec<(String, Manifest)>> = BTreeMap::new();
        for (name, manifest) in inherit(manifests) {
            if manifest.name.is_some() || !manifest.dependencies.is_empty() {
                let folder = parent(&name).to_owned();
                folders.entry(folder).or_default().push((name, manifest));
            }
        }
        let mut by_folder: BTreeMap<String, Project> = folders
            .into_iter()
            .map(|(folder, manifests)| {
                let project = project(&folder, &root_name, manifests);
                (folder, project)
            })
            .collect();
        let root = by_folder
            .remove("")
            .unwrap_or_else(|| project("", &root_name, Vec::new()));
        Self { by_folder, root }
    }

    /// The project that a file belongs to.
    #[must_use]
    pub fn of(&self, file: &str) -> &Project {
        let mut folder = parent(file);
        while !folder.is_empty() {
            if let Some(project) = self.by_folder.get(folder) {
                return project;
            }
            folder = parent(folder);
        }
        &self.root
    }

    /// The segments that stand between project and concept in `code://<language>/<project>/<module…>/<concept>`.
    ///
    /// They are the file's path below the project's folder without a leading `src` (with Maven's `main/java` or
    /// `test/java` behind it, of which `test` stays) and without extension; a last part `mod`, `lib`, `main`, `index` or
    /// `__init__` is left out. Characters other than ASCII letters, digits, `_`, `.` and `-` become `_`.
    #[must_use]
    pub fn module(&self, file: &str) -> Vec<String> {
        self.of(file).module(file)
    }

    /// The project of the scan's root.
    #[must_use]
    pub fn root(&self) -> &Project {
        &self.root
    }

    /// All of them, the root's first, then by folder.
    pub fn iter(&self) -> impl Iterator<Item = &Project> {
        std::iter::once(&self.root).chain(self.by_folder.values())
    }
}

/// One folder's manifests make one project: the first in the order of [`Kind`] that gives a name or a language wins.
fn project(folder: &str, root_name: &str, mut manifests: Vec<(String, Manifest)>) -> Project {
    manifests.sort_by(|a, b| (Kind::of(&a.0), &a.0).cmp(&(Kind::of(&b.0), &b.0)));
    let name = manifests
        .iter()
        .find_map(|(_, manifest)| manifest.name.clone());
    let folder_name = folder.rsplit('/').next().filter(|name| !name.is_empty());
    let language = manifests.iter().find_map(|(_, manifest)| manifest.language);
    let mut project = Project {
        folder: folder.to_owned(),
        name: name.unwrap_or_else(|| folder_name.unwrap_or(root_name).to_owned()),
        language,
        manifests: Vec::new(),
        dependencies: Vec::new(),
    };
    for (name, manifest) in manifests {
        project.manifests.push(name);
        project.dependencies.extend(manifest.dependencies);
    }
    project.manifests.sort();
    project.dependencies.sort();
    project
}

/// Gives dependencies that refer to their workspace the workspace's requirement.
fn inherit(mut manifests: Vec<(String, Manifest)>) -> Vec<(String, Manifest)> {
    let shared: BTreeMap<String, BTreeMap<String, String>> = manifests
        .iter()
        .filter(|(_, manifest)| !manifest.shared.is_empty())
        .map(|(name, manifest)| (parent(name).to_owned(), manifest.shared.clone()))
        .collect();
    for (name, manifest) in &mut manifests {
        for dependency in &mut manifest.dependencies {
            if dependency.requirement == cargo::INHERITED {
                let found = upwards(name).find_map(|folder| shared.get(folder));
                dependency.requirement = found
                    .and_then(|shared| shared.get(&dependency.name))
                    .cloned()
                    .unwrap_or_default();
            }
        }
    }
    manifests
}

/// The folders of a file, the nearest first, the root (empty) last.
fn upwards(file: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(parent(file)), |folder| {
        (!folder.is_empty()).then(|| parent(folder))
    })
}

fn parent(name: &str) -> &str {
    name.rsplit_once('/').map_or("", |(folder, _)| folder)
}
