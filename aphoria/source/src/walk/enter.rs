//! Listing folders, many at a time. Each folder is a task, so that depth costs no stack.

use std::{
    fs::{self, FileType},
    io,
    path::{Path, PathBuf},
    sync::{
        atomic::{AtomicUsize, Ordering},
        mpsc::Sender,
    },
};

use ignore::gitignore::Gitignore;
use rayon::Scope;

use crate::{
    File, Problem, SkipReason, name_of,
    patterns::{Chain, Present, is_never},
    traits,
};

/// What was found.
pub(super) enum Found {
    File(File),
    Skip(SkipReason),
    Problem(Problem),
}

/// What holds for every folder of a PATH.
#[derive(Clone, Copy)]
pub(super) struct Entering<'w> {
    pub(super) root: &'w Path,
    /// The PATH.
    pub(super) given: &'w Path,
    pub(super) exclude: &'w Gitignore,
    pub(super) gitignore: bool,
    /// How many more files there may be.
    pub(super) room: &'w AtomicUsize,
}

impl<'w> Entering<'w> {
    /// Lists a folder, and has those below listed.
    pub(super) fn folder(
        self,
        scope: &Scope<'w>,
        folder: &Path,
        above: &Chain,
        sender: &Sender<Found>,
    ) {
        let send = |found| {
            // Who no longer listens has had enough.
            let _ = sender.send(found);
        };
        let (entries, errors) = list(folder);
        for error in errors {
            send(self.problem(folder, &error.to_string(), true));
        }
        let mut present = Present::default();
        for (path, _) in &entries {
            present.see(path.file_name().unwrap_or_default());
        }
        if !self.gitignore {
            (present.git, present.is_repository) = (false, false);
        }
        let (chain, unreadable) = above.below(folder, present);
        for path in unreadable {
            send(self.problem(&path, "it cannot be read, and leaves nothing out", false));
        }
        for (path, kind) in entries {
            if self.is_left_out(&chain, &path, kind.is_dir()) {
                continue;
            }
            if kind.is_dir() {
                let (chain, sender) = (chain.clone(), sender.clone());
                scope.spawn(move |scope| self.folder(scope, &path, &chain, &sender));
            } else if self.takes(kind) {
                send(self.found(path, kind));
            }
        }
    }

    fn is_left_out(&self, chain: &Chain, path: &Path, is_folder: bool) -> bool {
        is_never(path.file_name().unwrap_or_default())
            || self.exclude.matched(path, is_folder).is_ignore()
            || chain.ignores(path, is_folder)
    }

    /// Whether there is room for one more; only files take any.
    fn takes(&self, kind: FileType) -> bool {
        let less = |room: usize| room.checked_sub(1);
        !kind.is_file()
            || self
                .room
                .fetch_update(Ordering::Relaxed, Ordering::Relaxed, less)
                .is_ok()
    }

    fn found(&self, path: PathBuf, kind: FileType) -> Found {
        if kind.is_symlink() {
            return Found::Skip(SkipReason::Link);
        }
        if !kind.is_file() {
            return Found::Skip(SkipReason::NotRegular);
        }
        Found::File(File {
            name: name_of(self.root, &path),
            vendored: traits::is_vendored(&name_of(self.given, &path)),
            path,
        })
    }

    fn problem(&self, path: &Path, detail: &str, is_missing: bool) -> Found {
        Found::Problem(Problem {
            name: name_of(self.root, path),
            detail: detail.to_owned(),
            is_missing,
        })
    }
}

/// The entries of a folder with their kinds, links not followed, and what went wrong.
fn list(folder: &Path) -> (Vec<(PathBuf, FileType)>, Vec<io::Error>) {
    let mut errors = Vec::new();
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => return (Vec::new(), vec![error]),
    };
    let kinds = entries.map(|entry| {
        let entry = entry?;
        Ok((entry.path(), entry.file_type()?))
    });
    let listed = kinds
        .filter_map(|entry| entry.map_err(|error| errors.push(error)).ok())
        .collect();
    (listed, errors)
}
