//! Which files are manifests, and what every kind of them says.

use std::collections::BTreeMap;

use aphoria_core::Language;

use super::{cargo, go, gradle, json, maven, python, ruby};

/// Where a dependency comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ecosystem {
    /// crates.io
    Cargo,
    /// PyPI
    Pypi,
    /// npm
    Npm,
    /// Go modules
    Go,
    /// Maven Central and its like
    Maven,
    /// rubygems.org
    Rubygems,
    /// Packagist
    Composer,
    /// nuget.org
    Nuget,
}

impl Ecosystem {
    /// The name in facts and reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Cargo => "cargo",
            Self::Pypi => "pypi",
            Self::Npm => "npm",
            Self::Go => "go",
            Self::Maven => "maven",
            Self::Rubygems => "rubygems",
            Self::Composer => "composer",
            Self::Nuget => "nuget",
        }
    }
}

/// A package that a project asks for. Ordered by manifest and line.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Dependency {
    /// Name of the manifest file.
    pub manifest: String,
    /// Line in it, counted from 1.
    pub line: u32,
    /// The package, as its ecosystem calls it (`group:artifact` for Maven).
    pub name: String,
    /// The versions that will do, as written; empty if any.
    pub requirement: String,
    /// Where it comes from.
    pub ecosystem: Ecosystem,
    /// The part of the manifest: `dependencies`, `dev-dependencies`, `require`, `test` …, as its ecosystem calls it.
    pub section: String,
}

/// What a manifest says.
#[derive(Debug, Default)]
pub(crate) struct Manifest {
    /// The project's name.
    pub(crate) name: Option<String>,
    /// The language it is for.
    pub(crate) language: Option<Language>,
    /// What it asks for.
    pub(crate) dependencies: Vec<Dependency>,
    /// Requirements that manifests below may refer to.
    pub(crate) shared: BTreeMap<String, String>,
}

/// Most dependencies of one manifest.
const DEPENDENCIES_MAX: usize = 10_000;

/// Kinds of manifests, in the order in which they may name a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Cargo,
    Pyproject,
    SetupCfg,
    SetupPy,
    Go,
    Npm,
    Maven,
    GradleSettings,
    Gradle,
    Gemspec,
    Gemfile,
    Composer,
    Csproj,
    Requirements,
}

impl Kind {
    /// The kind of the file of this name.
    pub(crate) fn of(name: &str) -> Option<Self> {
        let file = name.rsplit('/').next().unwrap_or(name);
        Some(match file {
            "Cargo.toml" => Self::Cargo,
            "pyproject.toml" => Self::Pyproject,
            "setup.cfg" => Self::SetupCfg,
            "setup.py" => Self::SetupPy,
            "package.json" => Self::Npm,
            "go.mod" => Self::Go,
            "pom.xml" => Self::Maven,
            "settings.gradle" | "settings.gradle.kts" => Self::GradleSettings,
            "build.gradle" | "build.gradle.kts" => Self::Gradle,
            "Gemfile" => Self::Gemfile,
            "composer.json" => Self::Composer,
            _ if has_extension(file, "gemspec") => Self::Gemspec,
            _ if has_extension(file, "csproj") => Self::Csproj,
            _ if file.starts_with("requirements") && has_extension(file, "txt") => {
                Self::Requirements
            }
            _ => return None,
        })
    }

    /// Reads a manifest of this kind. What it cannot read it leaves out.
    pub(crate) fn read(self, text: &str, name: &str) -> Manifest {
        let mut manifest = match self {
            Self::Cargo => cargo::read(text, name),
            Self::Pyproject => python::pyproject(text, name),
            Self::SetupCfg => python::setup_cfg(text, name),
            Self::SetupPy => python::setup_py(text),
            Self::Requirements => python::requirements(text, name),
            Self::Npm => json::npm(text, name),
            Self::Composer => json::composer(text, name),
            Self::Go => go::read(text, name),
            Self::Maven => maven::pom(text, name),
            Self::Csproj => maven::csproj(text, name),
            Self::GradleSettings => gradle::settings(text),
            Self::Gradle => gradle::build(text, name),
            Self::Gemspec => ruby::gemspec(text, name),
            Self::Gemfile => ruby::gemfile(text, name),
        };
        manifest.dependencies.truncate(DEPENDENCIES_MAX);
        manifest.name = manifest.name.filter(|name| !name.is_empty());
        manifest
    }
}

fn has_extension(file: &str, wanted: &str) -> bool {
    file.rsplit_once('.')
        .is_some_and(|(stem, extension)| !stem.is_empty() && extension == wanted)
}
