//! Where things lie in the workspace.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

/// The root of the workspace.
pub(crate) fn root() -> PathBuf {
    let own = env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
    own.parent().map_or_else(|| own.clone(), Path::to_path_buf)
}

/// Cargo's target folder.
pub(crate) fn target() -> PathBuf {
    match env::var_os("CARGO_TARGET_DIR") {
        Some(folder) => root().join(folder),
        None => root().join("target"),
    }
}

/// A call of the cargo that runs this program, without what that one told us of ourselves: build scripts that watch
/// `CARGO_PKG_NAME` and the like would take each call from here for another than the same call from a shell, and build
/// again.
pub(crate) fn cargo() -> Command {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    for (name, _) in env::vars_os() {
        let own =
            |name: &str| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_");
        if name.to_str().is_some_and(own) {
            cargo.env_remove(name);
        }
    }
    cargo
}

/// Builds every program, optimised. Always the whole workspace: with one choice of programs or another, dependencies
/// would get other features and be built again, the compiler of WebAssembly among them.
pub(crate) fn build_programs() -> Result<()> {
    let mut build = cargo();
    build.current_dir(root());
    build.args(["build", "--release", "--locked", "--workspace", "--bins"]);
    run(&mut build)
}

/// Runs a command to its end, its output going where ours goes.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = command
        .status()
        .with_context(|| format!("Could not start {}", command.get_program().display()))?;
    if !status.success() {
        bail!(
            "{} failed ({status}): {}",
            command.get_program().display(),
            shown(command)
        );
    }
    Ok(())
}

fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words
        .map(|word| word.to_string_lossy())
        .collect::<Vec<_>>()
        .join(" ")
}
