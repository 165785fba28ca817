//! What keeps the kit from doing its work. A lens that breaks a law is no error but a finding.

use std::io;
use std::path::{Path, PathBuf};

/// What keeps the kit from doing its work.
#[derive(Debug, thiserror::Error)]
pub enum KitError {
    /// A file or folder can't be read or written.
    #[error("{path} can't be {action}: {source}")]
    File {
        /// Which.
        path: PathBuf,
        /// `read`, `written`, `made`.
        action: &'static str,
        /// Why.
        source: io::Error,
    },
    /// The folder is no project.
    #[error(
        "{0} has no lens.toml: run this in a folder that `steme plugin new` made, or name it with --folder"
    )]
    NoProject(PathBuf),
    /// The project's manifest does not fit.
    #[error("{path} can't be used: {detail}")]
    Manifest {
        /// Which.
        path: PathBuf,
        /// What does not fit.
        detail: String,
    },
    /// A new project can't be made like this.
    #[error("{0}")]
    Plan(String),
    /// A tool that the language needs is missing.
    #[error("{tool} is needed to build a lens in {language} and could not be started: {hint}")]
    MissingTool {
        /// The program.
        tool: String,
        /// The language.
        language: &'static str,
        /// How to get it.
        hint: &'static str,
    },
    /// A tool failed.
    #[error("{what} failed ({status}): {command}\n{output}")]
    Tool {
        /// What was tried.
        what: &'static str,
        /// The exit status.
        status: String,
        /// The command line.
        command: String,
        /// The end of what it printed.
        output: String,
    },
    /// No component came out.
    #[error(transparent)]
    Toolchain(#[from] stemedb_toolchain::ToolchainError),
    /// There is no component yet.
    #[error("{0} does not exist: run `steme plugin build` first")]
    NotBuilt(PathBuf),
    /// The host can't run.
    #[error(transparent)]
    Host(#[from] stemedb_plugins::OpenError),
    /// The host does not take the component.
    #[error(transparent)]
    Refused(#[from] stemedb_plugins::InstallError),
    /// A case can't be read or laid out.
    #[error(transparent)]
    Case(#[from] stemedb_cases::CaseError),
    /// A call can't be made or measured.
    #[error("{0}")]
    Call(String),
}

impl KitError {
    /// A file or folder can't be read or written.
    pub fn file(path: &Path, action: &'static str) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::File {
            path,
            action,
            source,
        }
    }
}
