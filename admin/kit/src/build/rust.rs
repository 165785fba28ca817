//! Rust: cargo compiles for WebAssembly without a system, and the module is wrapped here, without another tool.

use std::path::PathBuf;

use stemedb_toolchain::{Setting, TARGET, Toolchain, remapped};

use super::{Need, Tools, run};
use crate::{KitError, Project};

const NEED: Need = Need {
    language: "Rust",
    hint: "https://rustup.rs brings it",
};

/// The answer is where the module lies.
pub(super) fn build(project: &Project, tools: &Tools<'_>) -> Result<PathBuf, KitError> {
    let setting = Setting {
        folder: &project.folder,
        cargo: &tools.cargo,
        say: tools.say,
    };
    let mut cargo = Toolchain::prepare(&setting)?.cargo_build(&setting);
    let target = project.folder.join("target");
    cargo.arg("--release").arg("--target-dir").arg(&target);
    // cargo tells rustc whole paths, and panics would name them.
    let folder =
        std::path::absolute(&project.folder).map_err(KitError::file(&project.folder, "found"))?;
    cargo.arg("--config").arg(remapped(&[
        (&tools.cargo_home, "/cargo"),
        (&folder, "/lens"),
    ]));
    (tools.say)("cargo build");
    run(&mut cargo, "Compiling the lens", &NEED)?;
    let name = format!("{}.wasm", project.id.replace('-', "_"));
    Ok(target.join(TARGET).join("release").join(name))
}
