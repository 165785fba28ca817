//! What ignore files leave out: `.aphoriaignore` first, then `.gitignore`; of each kind the nearest file with a matching line
//! decides, as with git.
//!
//! The globs are the crate `ignore`'s; its walker is not used, since it opens whatever is called `.gitignore`, also a FIFO
//! on which it would wait, or a link to a device without an end. Here an ignore file is a regular file of bounded length.

use std::{
    ffi::OsStr,
    path::{Path, PathBuf},
    sync::Arc,
};

use ignore::{
    Match,
    gitignore::{Gitignore, GitignoreBuilder},
};

use crate::{WalkError, read::read_bounded};

/// Ours, in the syntax of `.gitignore`.
pub(crate) const OURS: &str = ".aphoriaignore";
pub(crate) const GIT: &str = ".gitignore";
pub(crate) const REPOSITORY: &str = ".git";
/// Longest ignore file that is read, in bytes; a longer one counts as unreadable.
const IGNORE_BYTES_MAX: u64 = 1 << 20;
/// Folders that a scan never enters, as names of any part of a path.
const NEVER: &[&str] = &[REPOSITORY, ".hg", ".svn", ".jj", ".aphoria"];

/// Whether this is the name of a folder (or, for worktrees, a file) that belongs to a tool and is never scanned.
pub(crate) fn is_never(name: &OsStr) -> bool {
    NEVER.iter().any(|never| name == *never)
}

/// The ignore files of one folder.
#[derive(Debug)]
pub(crate) struct Level {
    ours: Gitignore,
    git: Gitignore,
    /// Whether a repository begins here, which the ignore files of git above do not reach into.
    is_repository: bool,
}

/// Which ignore files are there.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Present {
    pub(crate) ours: bool,
    pub(crate) git: bool,
    pub(crate) is_repository: bool,
}

impl Present {
    /// Takes note of an entry of a folder.
    pub(crate) fn see(&mut self, name: &OsStr) {
        self.ours |= name == OURS;
        self.git |= name == GIT;
        self.is_repository |= name == REPOSITORY;
    }

    fn any(self) -> bool {
        self.ours || self.git || self.is_repository
    }
}

/// The ignore files of a folder and those above it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Chain(Option<Arc<(Level, Chain)>>);

impl Chain {
    /// The chain of a folder below this one's, and the ignore files that are there but cannot be read.
    pub(crate) fn below(&self, folder: &Path, present: Present) -> (Self, Vec<PathBuf>) {
        let mut unreadable = Vec::new();
        if !present.any() {
            return (self.clone(), unreadable);
        }
        let mut read = |wanted: bool, names: &[&str]| {
            let mut builder = GitignoreBuilder::new(folder);
            for name in names.iter().filter(|_| wanted) {
                let path = folder.join(name);
                match read_bounded(&path, IGNORE_BYTES_MAX) {
                    Ok(bytes) => add(&mut builder, &bytes),
                    Err(_) if path.symlink_metadata().is_ok() => unreadable.push(path),
                    Err(_) => {}
                }
            }
            builder.build().unwrap_or_else(|_| Gitignore::empty())
        };
        let level = Level {
            ours: read(present.ours, &[OURS]),
            // What the repository's own file says goes before what is excluded for one clone alone.
            git: read(
                present.git || present.is_repository,
                &[".git/info/exclude", GIT],
            ),
            is_repository: present.is_repository,
        };
        (Self(Some(Arc::new((level, self.clone())))), unreadable)
    }

    /// The chain of the folders from `root` down to `folder`, if it lies there.
    pub(crate) fn down_to(root: &Path, folder: &Path, gitignore: bool) -> Self {
        let mut folders: Vec<&Path> = folder
            .ancestors()
            .take_while(|folder| folder.starts_with(root))
            .collect();
        folders.reverse();
        let present = Present {
            ours: true,
            git: gitignore,
            is_repository: false,
        };
        folders.into_iter().fold(Self::default(), |chain, folder| {
            let is_repository = gitignore && folder.join(REPOSITORY).symlink_metadata().is_ok();
            let present = Present {
                is_repository,
                ..present
            };
            chain.below(folder, present).0
        })
    }

    /// Whether an entry of the chain's folder is left out.
    pub(crate) fn ignores(&self, path: &Path, is_folder: bool) -> bool {
        let ours = |level: &Level| level.ours.matched(path, is_folder).map(|_| ());
        match self.ours(ours) {
            Match::Ignore(()) => return true,
            Match::Whitelist(()) => return false,
            Match::None => {}
        }
        for level in self.levels() {
            match level.git.matched(path, is_folder) {
                Match::Ignore(_) => return true,
                Match::Whitelist(_) => return false,
                Match::None if level.is_repository => return false,
                Match::None => {}
            }
        }
        false
    }

    /// Whether our files leave out a file or any folder that it lies in.
    pub(crate) fn ours_ignore(&self, path: &Path, is_folder: bool) -> bool {
        self.ours(|level| any_parent(&level.ours, path, is_folder))
            .is_ignore()
    }

    fn ours(&self, matched: impl Fn(&Level) -> Match<()>) -> Match<()> {
        self.levels()
            .map(matched)
            .find(|found| !found.is_none())
            .unwrap_or(Match::None)
    }

    /// The levels, the nearest first.
    fn levels(&self) -> impl Iterator<Item = &Level> {
        std::iter::successors(self.0.as_deref(), |(_, above)| above.0.as_deref())
            .map(|(level, _)| level)
    }
}

/// A long chain would else be dropped by as many nested calls.
impl Drop for Chain {
    fn drop(&mut self) {
        let mut next = self.0.take();
        while let Some(mut node) = next.and_then(Arc::into_inner) {
            next = node.1.0.take();
        }
    }
}

/// Whether a path or one of its folders is named by the patterns.
pub(crate) fn any_parent(patterns: &Gitignore, path: &Path, is_folder: bool) -> Match<()> {
    // The crate asserts that the path lies below the patterns' folder.
    if path.starts_with(patterns.path()) {
        patterns
            .matched_path_or_any_parents(path, is_folder)
            .map(|_| ())
    } else {
        patterns.matched(path, is_folder).map(|_| ())
    }
}

fn add(builder: &mut GitignoreBuilder, bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for line in text.trim_start_matches('\u{feff}').lines() {
        // A line that is no glob names nothing, as with git.
        let _ = builder.add_line(None, line);
    }
}

/// Globs that the user gave, as lines of a `.gitignore` in `root`.
pub(crate) fn globs(root: &Path, exclude: &[String]) -> Result<Gitignore, WalkError> {
    let refused = |glob: &str, error: &ignore::Error| WalkError::Glob {
        glob: glob.to_owned(),
        detail: error.to_string(),
    };
    let mut builder = GitignoreBuilder::new(root);
    for glob in exclude {
        builder
            .add_line(None, glob)
            .map_err(|error| refused(glob, &error))?;
    }
    builder
        .build()
        .map_err(|error| refused(&exclude.join(" "), &error))
}
