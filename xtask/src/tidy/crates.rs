//! The crates of the workspace, as cargo sees them.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

use crate::workspace;

/// When a dependency is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum When {
    /// In the build script.
    Build,
    /// In tests, examples and benchmarks alone.
    Dev,
}

/// A dependency.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Dependency {
    /// Name of the package.
    pub(super) name: String,
    /// `None`: always.
    pub(super) kind: Option<When>,
    /// Folder of a crate of the workspace, absolute as cargo gives it.
    path: Option<PathBuf>,
}

/// A crate of the workspace.
#[derive(Debug, Clone)]
pub(super) struct Crate {
    /// Name of the package.
    pub(super) name: String,
    /// Its folder, from the root of the workspace.
    pub(super) folder: PathBuf,
    /// What its manifest names.
    pub(super) dependencies: Vec<Dependency>,
    /// Where compilation begins: library, programs, tests; from the root of the workspace.
    pub(super) roots: Vec<PathBuf>,
}

impl Dependency {
    /// The folder of a crate of the workspace, from its root; `None` for what comes from outside.
    pub(super) fn folder(&self) -> Option<PathBuf> {
        self.path.as_deref().map(from_root)
    }
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    manifest_path: PathBuf,
    dependencies: Vec<Dependency>,
    targets: Vec<Target>,
}

#[derive(Deserialize)]
struct Target {
    src_path: PathBuf,
}

/// All crates of the workspace.
pub(super) fn all() -> Result<Vec<Crate>> {
    let mut cargo = workspace::cargo();
    cargo
        .current_dir(workspace::root())
        .args(["metadata", "--format-version=1", "--no-deps"]);
    let output = cargo.output().context("Could not start cargo")?;
    ensure!(
        output.status.success(),
        "`cargo metadata` failed: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    let metadata: Metadata = serde_json::from_slice(&output.stdout)?;
    Ok(metadata.packages.into_iter().map(in_workspace).collect())
}

fn in_workspace(package: Package) -> Crate {
    let folder = package.manifest_path.parent().map(from_root);
    Crate {
        name: package.name,
        folder: folder.unwrap_or_default(),
        dependencies: package.dependencies,
        roots: package
            .targets
            .iter()
            .map(|target| from_root(&target.src_path))
            .collect(),
    }
}

fn from_root(path: &Path) -> PathBuf {
    path.strip_prefix(workspace::root())
        .unwrap_or(path)
        .to_owned()
}
