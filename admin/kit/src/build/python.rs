//! Python: componentize-py snapshots CPython with the lens loaded. WASI is stubbed: a call of it traps.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::{Need, Tools, run};
use crate::{KitError, Project};

/// What builds the component, from PyPI.
const PACKAGE: &str = "componentize-py==0.25.1";
/// The module that stands between the host and the lens.
const MODULE: &str = "stemedb_app";

const NEED: Need = Need {
    language: "Python",
    hint: "install Python 3.10 or later with its module venv, or name it with the variable STEME_PYTHON",
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
        .args(["-q", "-d", "wit", "-w", project.world.name()])
        .args(["componentize", "--stub-wasi", "-p", ".", "-p", "sdk"])
        .args([MODULE, "-o"])
        .arg(&made);
    (tools.say)("componentize-py");
    run(&mut command, "Making a component of the lens", &NEED)?;
    Ok(made)
}

/// componentize-py in an environment of the project's own.
fn componentize(tools: &Tools<'_>, target: &Path) -> Result<PathBuf, KitError> {
    let venv = target.join("venv");
    let tool = venv.join("bin/componentize-py");
    if tool.is_file() {
        return Ok(tool);
    }
    (tools.say)("python -m venv, pip install componentize-py");
    let mut make = Command::new(&tools.python);
    make.args(["-m", "venv", "--clear"]).arg(&venv);
    run(&mut make, "Making a Python environment", &NEED)?;
    let mut install = Command::new(venv.join("bin/pip"));
    install.args(["install", "--quiet", "--disable-pip-version-check", PACKAGE]);
    run(&mut install, "Installing componentize-py", &NEED)?;
    Ok(tool)
}
