//! JavaScript: componentize-qjs snapshots QuickJS with the lens loaded. WASI is stubbed: a call of it traps.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::{Need, Tools, run};
use crate::{KitError, Project};

/// What builds the component, from npm.
const PACKAGE: &str = "componentize-qjs@0.4.5";

const NEED: Need = Need {
    language: "JavaScript",
    hint: "install Node 20 or later with npm, or name npm with the variable STEME_NPM",
};

/// The answer is where the component lies.
pub(super) fn build(
    project: &Project,
    tools: &Tools<'_>,
    target: &Path,
) -> Result<PathBuf, KitError> {
    let target = std::path::absolute(target).map_err(KitError::file(target, "found"))?;
    let componentize = componentize(tools, &target)?;
    let made = target.join("componentized.wasm");
    let mut command = Command::new(componentize);
    command
        .current_dir(&project.folder)
        .args(["--wit", "wit", "--js", "sdk/app.js", "--module-root", "."])
        .args([
            "--world",
            project.world.name(),
            "--sync",
            "--stub-wasi",
            "-o",
        ])
        .arg(&made);
    (tools.say)("componentize-qjs");
    run(&mut command, "Making a component of the lens", &NEED)?;
    Ok(made)
}

/// componentize-qjs in a folder of the project's own.
fn componentize(tools: &Tools<'_>, target: &Path) -> Result<PathBuf, KitError> {
    let folder = target.join("node");
    let tool = folder.join("node_modules/.bin/componentize-qjs");
    if tool.is_file() {
        return Ok(tool);
    }
    (tools.say)("npm install componentize-qjs");
    let mut install = Command::new(&tools.npm);
    install
        .args(["install", "--no-audit", "--no-fund", "--silent", "--prefix"])
        .arg(&folder)
        .arg(PACKAGE);
    run(&mut install, "Installing componentize-qjs", &NEED)?;
    Ok(tool)
}
