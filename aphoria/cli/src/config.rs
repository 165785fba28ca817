//! `.aphoria/config.toml`: what a project wants.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use aphoria_authority::Thresholds;
use serde::Deserialize;

/// The folder of a project's settings, below its root.
pub(crate) const FOLDER: &str = ".aphoria";

/// What a project wants; everything has a default.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Config {
    pub(crate) project: Project,
    pub(crate) scan: Scan,
    pub(crate) extractors: Extractors,
    pub(crate) verdict: Verdicts,
}

/// `[project]`
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Project {
    /// Its name in concept paths; that of the manifest if left out.
    pub(crate) name: Option<String>,
}

/// `[scan]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Scan {
    /// Globs of what is left out, as lines of a `.gitignore`.
    pub(crate) exclude: Vec<String>,
    /// Whether tests are scanned.
    pub(crate) include_tests: bool,
    /// Whether other people's code in the tree is scanned.
    pub(crate) include_vendored: bool,
    /// Longest file, in bytes.
    pub(crate) max_file_size: u64,
    /// Whether a suppressing comment must give a reason.
    pub(crate) require_reason: bool,
}

impl Default for Scan {
    fn default() -> Self {
        Self {
            exclude: Vec::new(),
            include_tests: true,
            include_vendored: false,
            max_file_size: 1 << 20,
            require_reason: false,
        }
    }
}

/// `[extractors]`
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Extractors {
    /// Ids or categories that are switched on; the usual ones if empty.
    pub(crate) enabled: Vec<String>,
    /// Ids or categories that are switched off.
    pub(crate) disabled: Vec<String>,
}

/// `[verdict]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Verdicts {
    /// Score from which on a conflict blocks.
    pub(crate) block: f64,
    /// Score from which on it is flagged.
    pub(crate) flag: f64,
    /// Observations below this confidence are left out.
    pub(crate) min_confidence: f64,
}

impl Default for Verdicts {
    fn default() -> Self {
        let usual = Thresholds::default();
        Self {
            block: usual.block,
            flag: usual.flag,
            min_confidence: 0.0,
        }
    }
}

impl Config {
    /// Reads the settings of a root; the defaults if it has none.
    pub(crate) fn of(root: &Path) -> Result<Self> {
        let path = path(root);
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Ok(Self::default());
            }
            Err(error) => {
                return Err(error).with_context(|| format!("{} can't be read", path.display()));
            }
        };
        let config: Self = toml::from_str(&text)
            .with_context(|| format!("{} is not acceptable", path.display()))?;
        let unit = 0.0..=1.0;
        let verdict = &config.verdict;
        ensure!(
            unit.contains(&verdict.block)
                && unit.contains(&verdict.flag)
                && unit.contains(&verdict.min_confidence)
                && verdict.flag <= verdict.block,
            "{}: the numbers of [verdict] lie in 0 to 1, and `flag` is not above `block`",
            path.display()
        );
        Ok(config)
    }

    pub(crate) fn thresholds(&self) -> Thresholds {
        Thresholds {
            block: self.verdict.block,
            flag: self.verdict.flag,
        }
    }
}

pub(crate) fn path(root: &Path) -> PathBuf {
    root.join(FOLDER).join("config.toml")
}
