//! What git knows of a tree: what is staged, what changed since a revision, which commit it is at.
//!
//! The command `git` is asked rather than a library: it is there wherever there is a hook, it knows every format of
//! repository, index and configuration that it wrote itself, and a library such as `gix` would be more code than the rest
//! of Aphoria. It is run without a shell, without the variables that point it at a repository, with names separated by NUL,
//! and with every revision turned into a hash first, so that nothing a user types can become an option.
//!
//! Inside a hook git says by `GIT_INDEX_FILE` which index is being committed; that one is read (`git commit -a` and
//! `git commit <file>` make one of their own).
//!
//! Invariant: nothing is written, neither to the repository nor to its index.

mod blobs;
mod changes;
mod command;

use std::path::{Path, PathBuf};

pub use changes::{Changes, Staged};

/// A working tree.
#[derive(Debug, Clone)]
pub struct Git {
    top: PathBuf,
    index: Option<PathBuf>,
}

/// What git tells a hook by environment variables; the caller reads them.
#[derive(Debug, Clone, Default)]
pub struct Hook {
    /// `GIT_DIR`
    pub git_dir: Option<PathBuf>,
    /// `GIT_INDEX_FILE`
    pub index_file: Option<PathBuf>,
}

/// A commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commit {
    /// Its hash, in hexadecimal.
    pub hash: String,
    /// When it was committed, in seconds since 1970.
    pub time_s: i64,
}

/// Why git did not answer.
#[derive(Debug, thiserror::Error)]
pub enum GitError {
    /// The command is not there.
    #[error(
        "The command `git` cannot be run: {0}. Install git, or scan without --staged and --since."
    )]
    Missing(std::io::Error),
    /// Not a working tree.
    #[error("`{}` is not in a git working tree: {detail}", folder.display())]
    Repository {
        /// The folder that was asked about.
        folder: PathBuf,
        /// What git said.
        detail: String,
    },
    /// No such revision.
    #[error(
        "`{0}` is not a commit of this repository. Name a branch, a tag or a hash; a shallow clone may not have it."
    )]
    Revision(String),
    /// Anything else.
    #[error("`git {command}` failed: {detail}")]
    Failed {
        /// The subcommand.
        command: String,
        /// What git said.
        detail: String,
    },
}

impl Git {
    /// The working tree that a folder lies in.
    ///
    /// # Errors
    ///
    /// No git, or no working tree.
    pub fn open(folder: &Path, hook: &Hook) -> Result<Self, GitError> {
        let answer = command::run(
            folder,
            None,
            &["rev-parse", "--show-toplevel", "--absolute-git-dir"],
        );
        let answer = answer.map_err(|error| match error {
            GitError::Failed { detail, .. } => GitError::Repository {
                folder: folder.to_owned(),
                detail,
            },
            other => other,
        })?;
        let mut lines = answer.split(|byte| *byte == b'\n').map(command::path_of);
        let top = lines.next().unwrap_or_default();
        let git_dir = lines.next().unwrap_or_default();
        let index = index_of(&top, &git_dir, hook);
        Ok(Self { top, index })
    }

    /// The top folder of the working tree.
    #[must_use]
    pub fn top(&self) -> &Path {
        &self.top
    }

    /// The folder of the hooks, wherever the settings of git put it.
    ///
    /// # Errors
    ///
    /// Git failed.
    pub fn hooks(&self) -> Result<PathBuf, GitError> {
        let answer = self.run(&["rev-parse", "--git-path", "hooks"])?;
        Ok(self.top.join(text(&answer)))
    }

    /// The commit that the tree is at; `None` before the first one.
    ///
    /// # Errors
    ///
    /// Git failed.
    pub fn head(&self) -> Result<Option<Commit>, GitError> {
        match self.commit("HEAD") {
            Ok(commit) => Ok(Some(commit)),
            Err(GitError::Revision(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The commit that a revision stands for.
    ///
    /// # Errors
    ///
    /// There is none, or git failed.
    pub fn commit(&self, revision: &str) -> Result<Commit, GitError> {
        let unknown = || GitError::Revision(revision.to_owned());
        if revision.is_empty() || revision.starts_with('-') || revision.contains(['\0', '\n']) {
            return Err(unknown());
        }
        let peeled = format!("{revision}^{{commit}}");
        let arguments = [
            "rev-parse",
            "--verify",
            "--quiet",
            "--end-of-options",
            &peeled,
        ];
        let hash = match self.run(&arguments) {
            Ok(hash) => text(&hash),
            Err(GitError::Failed { .. }) => return Err(unknown()),
            Err(error) => return Err(error),
        };
        let shown = self.run(&[
            "show",
            "-s",
            "--no-show-signature",
            "--format=%ct",
            &hash,
            "--",
        ])?;
        let time_s = text(&shown).parse().map_err(|_| GitError::Failed {
            command: "show".to_owned(),
            detail: format!("it gave no time for {hash}"),
        })?;
        Ok(Commit { hash, time_s })
    }

    fn run(&self, arguments: &[&str]) -> Result<Vec<u8>, GitError> {
        command::run(&self.top, self.index.as_deref(), arguments)
    }
}

/// The index that a hook is to look at, unless it belongs to another repository than the one that is scanned.
fn index_of(top: &Path, git_dir: &Path, hook: &Hook) -> Option<PathBuf> {
    // Git resolves a relative name from the top of the working tree.
    let index = top.join(hook.index_file.as_ref()?);
    let is_ours = |folder: &Path| same(folder, git_dir);
    if let Some(dir) = &hook.git_dir
        && !is_ours(&top.join(dir))
    {
        return None;
    }
    let folder = index.parent()?;
    let is_repository = folder.join("HEAD").exists();
    (!is_repository || is_ours(folder)).then_some(index)
}

fn same(a: &Path, b: &Path) -> bool {
    match (a.canonicalize(), b.canonicalize()) {
        (Ok(a), Ok(b)) => a == b,
        _ => a == b,
    }
}

fn text(answer: &[u8]) -> String {
    String::from_utf8_lossy(answer).trim().to_owned()
}
