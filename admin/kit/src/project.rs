//! A plugin project: a folder with `lens.toml`, sources, cases, and what was built from it.
//!
//! Not the component's own description, which alone says what it reads: the manifest says how it is built and tested.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Deserialize;
use stemedb_plugins::World;

use crate::KitError;

/// Name of the manifest.
pub(crate) const MANIFEST: &str = "lens.toml";

/// What a lens is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Compiled by cargo.
    Rust,
    /// CPython inside the component.
    Python,
    /// QuickJS inside the component.
    Javascript,
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Rust, Self::Python, Self::Javascript];

    /// The name on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rust => "rust",
            Self::Python => "python",
            Self::Javascript => "javascript",
        }
    }

    /// The language of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.name() == name)
    }
}

/// What the lens promises to stay within, for a call of any size that is tested.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Longest run of one call.
    pub time_ms: u64,
    /// All memory of one instance.
    pub memory_mib: usize,
}

impl Default for Limits {
    /// What a server allows that sets nothing else.
    fn default() -> Self {
        Self {
            time_ms: 250,
            memory_mib: 128,
        }
    }
}

impl Limits {
    /// Longest run of one call.
    #[must_use]
    pub fn time(&self) -> Duration {
        Duration::from_millis(self.time_ms)
    }

    /// All memory of one instance, in bytes.
    #[must_use]
    pub fn memory_bytes(&self) -> usize {
        self.memory_mib.saturating_mul(1 << 20)
    }
}

/// How the laws are tried.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TestSettings {
    /// Generated batches for each law.
    pub batches: u64,
    /// Seed of the first batch; each takes the next one.
    pub seed: u64,
    /// The lens is meant to depend on when claims arrived, which the column `hlc` tells.
    pub reads_arrival: bool,
    /// Parameters of every call, for a lens whose defaults do not suffice.
    pub params: toml::Table,
}

impl Default for TestSettings {
    fn default() -> Self {
        Self {
            batches: 100,
            seed: 1,
            reads_arrival: false,
            params: toml::Table::new(),
        }
    }
}

/// A project.
#[derive(Debug, Clone)]
pub struct Project {
    /// Its folder.
    pub folder: PathBuf,
    /// Id of the lens.
    pub id: String,
    /// What it is written in.
    pub language: Language,
    /// What it is in a pipeline.
    pub world: World,
    /// What it promises.
    pub limits: Limits,
    /// How it is tested.
    pub test: TestSettings,
}

/// `lens.toml`. Keys for people, such as `title`, are left alone.
#[derive(Deserialize)]
struct Manifest {
    id: String,
    #[serde(default = "rust")]
    lang: Language,
    world: String,
    #[serde(default)]
    limits: Limits,
    #[serde(default)]
    test: TestSettings,
}

fn rust() -> Language {
    Language::Rust
}

impl Project {
    /// Reads the manifest in a folder.
    ///
    /// # Errors
    /// [`KitError::NoProject`], [`KitError::Manifest`], [`KitError::File`].
    pub fn open(folder: &Path) -> Result<Self, KitError> {
        let path = folder.join(MANIFEST);
        if !path.is_file() {
            return Err(KitError::NoProject(folder.to_owned()));
        }
        let text = fs::read_to_string(&path).map_err(KitError::file(&path, "read"))?;
        let unusable = |detail: String| KitError::Manifest {
            path: path.clone(),
            detail,
        };
        let manifest: Manifest =
            toml::from_str(&text).map_err(|error| unusable(error.to_string()))?;
        let world = world_named(&manifest.world).ok_or_else(|| {
            unusable(format!(
                "the world `{}` is none of {}",
                manifest.world,
                World::ALL.map(World::name).join(", ")
            ))
        })?;
        Ok(Self {
            folder: folder.to_owned(),
            id: manifest.id,
            language: manifest.lang,
            world,
            limits: manifest.limits,
            test: manifest.test,
        })
    }

    /// Where the component is built.
    #[must_use]
    pub fn component(&self) -> PathBuf {
        self.folder.join("target").join(format!("{}.wasm", self.id))
    }

    /// Where counterexamples are written.
    #[must_use]
    pub fn counterexamples(&self) -> PathBuf {
        self.folder.join("counterexamples")
    }

    /// Where captured inputs lie.
    #[must_use]
    pub fn captured(&self) -> PathBuf {
        self.folder.join("captured")
    }

    /// The component that was built last.
    ///
    /// # Errors
    /// [`KitError::NotBuilt`] and [`KitError::File`].
    pub fn built(&self) -> Result<Vec<u8>, KitError> {
        let path = self.component();
        if !path.is_file() {
            return Err(KitError::NotBuilt(path));
        }
        fs::read(&path).map_err(KitError::file(&path, "read"))
    }
}

/// The world of this name.
pub(crate) fn world_named(name: &str) -> Option<World> {
    World::ALL.into_iter().find(|world| world.name() == name)
}
