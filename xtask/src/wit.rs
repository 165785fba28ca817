//! `wit`: contracts that were released and never change again.
//!
//! Invariant: a version's folder that stands in `wit/frozen.toml` has the digest that stands there; `tidy` holds it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use clap::{Args, Subcommand};

use crate::workspace;

/// The digests of frozen folders, by `<package>/<version>`.
const FROZEN: &str = "wit/frozen.toml";

/// What stands above the digests.
const HEAD: &str = "# Contracts that never change again: BLAKE3 over the names and texts of a version's files.\n\
     # Written by `cargo xtask wit freeze`, held by `cargo xtask tidy`.\n";

/// Options of `wit`.
#[derive(Args)]
pub(crate) struct Options {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Freeze a version for good: a newer one stands beside it from then on.
    Freeze {
        /// The package, such as stemedb-lens.
        package: String,
        /// The version's folder, such as 0.1.
        version: String,
    },
}

/// Runs the command.
pub(crate) fn run(options: &Options) -> Result<()> {
    let Command::Freeze { package, version } = &options.command;
    let key = format!("{package}/{version}");
    let mut frozen = frozen()?;
    ensure!(
        !frozen.contains_key(&key),
        "{key} is frozen already; a change needs a new version beside it"
    );
    let digest = digest(&workspace::root().join("wit").join(&key))?;
    frozen.insert(key.clone(), digest);
    let lines = frozen
        .iter()
        .map(|(key, digest)| format!("\"{key}\" = \"{digest}\"\n"));
    let text: String = [HEAD.to_owned()].into_iter().chain(lines).collect();
    fs::write(workspace::root().join(FROZEN), text)?;
    println!("wit/{key} is frozen.");
    Ok(())
}

/// Names frozen folders that are no longer what they were.
pub(crate) fn changed() -> Result<Vec<String>> {
    let mut faults = Vec::new();
    for (key, kept) in frozen()? {
        let now = digest(&workspace::root().join("wit").join(&key))?;
        if now != kept {
            faults.push(format!(
                "wit/{key} is frozen and was changed; undo that, and put the change into a new version beside it"
            ));
        }
    }
    Ok(faults)
}

fn frozen() -> Result<BTreeMap<String, String>> {
    let path = workspace::root().join(FROZEN);
    match fs::read_to_string(&path) {
        Ok(text) => {
            toml::from_str(&text).with_context(|| format!("{FROZEN} is no table of digests"))
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(BTreeMap::new()),
        Err(error) => bail!("{FROZEN}: {error}"),
    }
}

fn digest(folder: &Path) -> Result<String> {
    let mut files = BTreeMap::new();
    let entries =
        fs::read_dir(folder).with_context(|| format!("There is no {}", folder.display()))?;
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        files.insert(name, fs::read(entry.path())?);
    }
    ensure!(!files.is_empty(), "{} is empty", folder.display());
    let mut hasher = blake3::Hasher::new();
    for (name, text) in &files {
        for part in [name.as_bytes(), text] {
            hasher
                .update(&(part.len() as u64).to_le_bytes())
                .update(part);
        }
    }
    Ok(hasher.finalize().to_hex().to_string())
}
