//! What is staged, and what changed.

use std::{collections::BTreeSet, path::PathBuf};

use super::{Git, GitError, command, text};

/// A file that is staged.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Staged {
    /// Where it is in the working tree; what lies there may be something else.
    pub path: PathBuf,
    /// The id of its staged contents.
    pub blob: String,
}

/// What is different from another state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changes<F> {
    /// Regular files that are new or different, by path.
    pub changed: Vec<F>,
    /// Files that are gone, by path.
    pub deleted: Vec<PathBuf>,
}

impl Git {
    /// What the next commit changes. A renamed file is one that is new and one that is gone.
    ///
    /// # Errors
    ///
    /// Git failed.
    pub fn staged(&self) -> Result<Changes<Staged>, GitError> {
        let base = match self.head()? {
            Some(commit) => commit.hash,
            // The empty tree, which has another id in each hash format.
            None => text(&self.run(&["hash-object", "-t", "tree", "--stdin"])?),
        };
        let answer = self.run(&[
            "diff-index",
            "--cached",
            "--raw",
            "--no-abbrev",
            "--no-renames",
            "-z",
            "--ignore-submodules=all",
            &base,
            "--",
        ])?;
        let mut changes = Changes {
            changed: Vec::new(),
            deleted: Vec::new(),
        };
        let mut fields = answer.split(|byte| *byte == 0);
        // ":<mode> <mode> <id> <id> <status>", then the name.
        while let (Some(head), Some(name)) = (fields.next(), fields.next()) {
            let head = String::from_utf8_lossy(head);
            let words: Vec<&str> = head.split(' ').collect();
            let [_, mode, _, blob, status] = words.as_slice() else {
                continue;
            };
            let path = self.top.join(command::path_of(name));
            if *status == "D" {
                changes.deleted.push(path);
            } else if mode.starts_with("100") {
                let blob = (*blob).to_owned();
                changes.changed.push(Staged { path, blob });
            }
        }
        changes.changed.sort();
        changes.deleted.sort();
        Ok(changes)
    }

    /// How the working tree differs from a revision, files included that git does not track and does not ignore.
    ///
    /// # Errors
    ///
    /// The revision is not known, or git failed.
    pub fn since(&self, revision: &str) -> Result<Changes<PathBuf>, GitError> {
        let base = self.commit(revision)?.hash;
        let answer = self.run(&[
            "diff",
            "--name-status",
            "-z",
            "--no-renames",
            "--no-ext-diff",
            "--no-textconv",
            "--ignore-submodules=all",
            "--no-color",
            "--no-relative",
            &base,
            "--",
        ])?;
        let mut changed = BTreeSet::new();
        let mut deleted = BTreeSet::new();
        let mut fields = answer.split(|byte| *byte == 0);
        while let (Some(status), Some(name)) = (fields.next(), fields.next()) {
            let path = self.top.join(command::path_of(name));
            if status == b"D" {
                deleted.insert(path);
            } else {
                changed.insert(path);
            }
        }
        let untracked = self.run(&["ls-files", "--others", "--exclude-standard", "-z"])?;
        for name in untracked
            .split(|byte| *byte == 0)
            .filter(|name| !name.is_empty())
        {
            let path = self.top.join(command::path_of(name));
            // Taken out of the index but still there: it was changed if anything, not deleted.
            deleted.remove(&path);
            changed.insert(path);
        }
        Ok(Changes {
            changed: changed
                .into_iter()
                .filter(|path| is_regular(path))
                .collect(),
            deleted: deleted.into_iter().collect(),
        })
    }
}

fn is_regular(path: &std::path::Path) -> bool {
    path.symlink_metadata().is_ok_and(|meta| meta.is_file())
}
