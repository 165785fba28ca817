//! `build`: from a project's sources to a component, with the tools of its language.
//!
//! Everything that a tool brings lies in the project's `target`, nothing is installed for the whole machine.

mod javascript;
mod python;
mod rust;

use std::ffi::OsStr;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::Command;

use stemedb_toolchain::component;

use crate::{KitError, Language, Project};

/// How much of a failed tool's words is shown, in bytes.
const OUTPUT_BYTES_MAX: usize = 6_000;

/// Where the tools are, and who hears what is done.
pub struct Tools<'a> {
    /// Cargo.
    pub cargo: PathBuf,
    /// Cargo's folder of sources, whose name is kept out of components.
    pub cargo_home: PathBuf,
    /// Python 3.10 or later.
    pub python: PathBuf,
    /// npm of Node 20 or later.
    pub npm: PathBuf,
    /// Told what is done.
    pub say: &'a dyn Fn(&str),
}

/// A component.
#[derive(Debug)]
pub struct Built {
    /// Where it lies.
    pub path: PathBuf,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Builds the project's component.
///
/// # Errors
/// A missing or failing tool, or a component that is no lens.
pub fn build(project: &Project, tools: &Tools<'_>) -> Result<Built, KitError> {
    build_to(project, tools, &project.component())
}

/// Builds it once more, beside the first, if a build of its language draws numbers of its own: Python's order of hashes
/// is drawn once for each component.
///
/// # Errors
/// As [`build`].
pub fn build_again(project: &Project, tools: &Tools<'_>) -> Result<Option<Built>, KitError> {
    if project.language != Language::Python {
        return Ok(None);
    }
    let path = project.component().with_extension("again.wasm");
    build_to(project, tools, &path).map(Some)
}

fn build_to(project: &Project, tools: &Tools<'_>, path: &Path) -> Result<Built, KitError> {
    let target = project.folder.join("target");
    fs::create_dir_all(&target).map_err(KitError::file(&target, "made"))?;
    let raw = match project.language {
        Language::Rust => rust::build(project, tools)?,
        Language::Python => python::build(project, tools, &target)?,
        Language::Javascript => javascript::build(project, tools, &target)?,
    };
    let bytes = fs::read(&raw).map_err(KitError::file(&raw, "read"))?;
    let made = component::encode(&bytes)?;
    made.check_lens()?;
    if made.world != Some(project.world.name()) {
        return Err(KitError::Manifest {
            path: project.folder.join("lens.toml"),
            detail: format!(
                "it says the world is {}, but the sources export {}",
                project.world,
                made.world.unwrap_or("none")
            ),
        });
    }
    fs::write(path, &made.bytes).map_err(KitError::file(path, "written"))?;
    Ok(Built {
        path: path.to_owned(),
        bytes: made.bytes,
    })
}

/// How to get a tool.
struct Need {
    language: &'static str,
    hint: &'static str,
}

/// Runs a tool to its end. What it prints is shown only if it fails.
fn run(command: &mut Command, what: &'static str, need: &Need) -> Result<(), KitError> {
    let output = command.output().map_err(|error| match error.kind() {
        ErrorKind::NotFound => KitError::MissingTool {
            tool: shown(command.get_program()),
            language: need.language,
            hint: need.hint,
        },
        _ => KitError::File {
            path: command.get_program().into(),
            action: "started",
            source: error,
        },
    })?;
    if output.status.success() {
        return Ok(());
    }
    let mut printed = String::from_utf8_lossy(&output.stdout).into_owned();
    printed.push_str(&String::from_utf8_lossy(&output.stderr));
    Err(KitError::Tool {
        what,
        status: output.status.to_string(),
        command: words(command),
        output: tail(printed.trim()),
    })
}

/// The end of a text: the last words of a tool say most.
fn tail(text: &str) -> String {
    let mut start = text.len().saturating_sub(OUTPUT_BYTES_MAX);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    text[start..].to_owned()
}

fn words(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(shown).collect::<Vec<_>>().join(" ")
}

fn shown(word: &OsStr) -> String {
    word.to_string_lossy().into_owned()
}
