//! # dep_versions
//!
//! **What it sees.** Each dependency that a manifest names with a version: the lowest version that its requirement allows
//! (`dependency/<name>` `version`), and whether the requirement has an upper end (`dependency/version_requirement`
//! `bounded`). Read are `Cargo.toml`, `pyproject.toml`, `requirements*.txt`, `package.json`, `composer.json`, `go.mod`,
//! `pom.xml`, `build.gradle`, `*.csproj`, `Directory.Packages.props` and `Gemfile`.
//!
//! **Why it matters.** Known faults come in with old versions, unknown ones with versions that nobody chose.
//!
//! **Example.** `"lodash": "^4.17.20"` in a `package.json`: `dependency/lodash version = 4.17.20`, 0.9 sure.
//!
//! **When it stays silent.** The project's own version; dependencies by path, by address or of the workspace; versions that
//! a property of the build decides. It is off unless it is asked for by name.
//!
//! **Limits.** What is really installed is in lock files, which are not read: a requirement that starts below a fault may
//! have been resolved above it, so a version is 0.9 sure where it is exact and 0.6 where it may be higher. Names are told in
//! small letters with `_` for every other sign; Go modules by their last part. C, C++ and Bash have no manifest that most
//! projects share.
//!
//! **References.** CWE-1104; CWE-1395; OWASP Top 10 2021, A06; OWASP Vulnerable Dependency Management Cheat Sheet; the
//! manifests' own documentation.

mod manifests;
mod requirement;

use aphoria_sdk::{Batch, Error, Observation, Source, Told};
use aphoria_sdk::{Description, Emits, Extractor, Says, Table};

/// Versions of dependencies, by the manifests.
pub const TABLE: Table = Table {
    id: "dep_versions",
    version: env!("CARGO_PKG_VERSION"),
    title: "Versions of dependencies, by the manifests",
    globs: &[
        "**/Cargo.toml",
        "**/pyproject.toml",
        "**/requirements*.txt",
        "**/package.json",
        "**/composer.json",
        "**/go.mod",
        "**/pom.xml",
        "**/build.gradle",
        "**/build.gradle.kts",
        "**/*.csproj",
        "**/Directory.Packages.props",
        "**/Gemfile",
    ],
    rules: &[manifests::RULES],
};

/// A dependency with a version; its name is filled in.
const VERSION: Says = Says::told(
    "dependency/*",
    "version",
    Told::Capture(1),
    0.9,
    "the lowest version that is allowed",
);

/// The extractor of the table.
#[derive(Debug)]
pub struct DepVersions;

impl Extractor for DepVersions {
    fn describe() -> Description {
        let mut description = TABLE.describe();
        description.emits.push(Emits {
            concept: "dependency/version_requirement".to_owned(),
            predicate: "bounded".to_owned(),
            rule: "whether a requirement has an upper end (0.90)".to_owned(),
        });
        description
    }

    fn extract(batch: &Batch<'_>, source: &dyn Source) -> Result<Vec<Observation>, Error> {
        Ok(TABLE.extract(batch, source))
    }
}

aphoria_sdk::export_extractor!(DepVersions);
