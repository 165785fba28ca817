//! What the user leaves out: `--exclude` globs, `.aphoriaignore` files, and folders that are never anybody's source.
//!
//! This filter answers for single files whose folders were not walked: files that git lists, and PATHs that the user names.
//! Files that git tracks are not held against `.gitignore`.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

use ignore::gitignore::Gitignore;

use crate::{
    WalkError,
    patterns::{Chain, any_parent, globs, is_never},
};

/// Decides for single files.
pub struct Filter {
    root: PathBuf,
    exclude: Gitignore,
    folders: HashMap<PathBuf, Chain>,
}

impl Filter {
    /// A filter for files below `root`, a path without links as a walk gives it. Globs of `exclude` have the syntax of
    /// `.gitignore` lines.
    ///
    /// # Errors
    ///
    /// A glob that is none.
    pub fn new(root: &Path, exclude: &[String]) -> Result<Self, WalkError> {
        Ok(Self {
            root: root.to_owned(),
            exclude: globs(root, exclude)?,
            folders: HashMap::new(),
        })
    }

    /// Whether the file is to be looked at.
    pub fn admits(&mut self, path: &Path) -> bool {
        self.admits_kind(path, false)
    }

    pub(crate) fn admits_kind(&mut self, path: &Path, is_folder: bool) -> bool {
        let below = path.strip_prefix(&self.root).unwrap_or(path);
        if below.components().any(|part| is_never(part.as_os_str())) {
            return false;
        }
        if any_parent(&self.exclude, path, is_folder).is_ignore() {
            return false;
        }
        let folder = path.parent().unwrap_or(path);
        let chain = self
            .folders
            .entry(folder.to_owned())
            .or_insert_with(|| Chain::down_to(&self.root, folder, false));
        !chain.ours_ignore(path, is_folder)
    }
}
