//! Which files lie below the PATHs of a scan.
//!
//! `.gitignore`, `.git/info/exclude` and `.aphoriaignore` are honoured, inside and outside of repositories, from the scan's
//! root down; what lies above the root and the user's own global excludes are not, so that a tree gives the same files on
//! every machine. Hidden files are looked at. A PATH that the user names is looked at even if a `.gitignore` above it leaves
//! it out, but not if `.aphoriaignore` or `--exclude` does.

mod enter;

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::{atomic::AtomicUsize, mpsc},
};

use ignore::gitignore::Gitignore;

use crate::{
    File, Filter, Problem, Skips, name_of,
    patterns::{self, Chain},
};
use enter::{Entering, Found};

/// Most files of a walk; what is beyond is not scanned, and the scan says so.
const FILES_MAX: usize = 4_000_000;

/// A walk that is asked for.
#[derive(Debug, Clone)]
pub struct Walk {
    /// The folder that names are counted from, and whose tree globs are for.
    pub root: PathBuf,
    /// Files and folders, from `root` if they are not absolute.
    pub paths: Vec<PathBuf>,
    /// Globs of what is left out, as lines of a `.gitignore` in `root`.
    pub exclude: Vec<String>,
    /// Whether `.gitignore` files count.
    pub gitignore: bool,
    /// Threads; 0 for the global pool of the crate `rayon`.
    pub threads: usize,
}

/// What a walk found.
#[derive(Debug, Clone, Default)]
pub struct Walked {
    /// The root without links; names are counted from it.
    pub root: PathBuf,
    /// Regular files, by name.
    pub files: Vec<File>,
    /// What was passed over by its kind.
    pub skips: Skips,
    /// What could not be entered or read, by name.
    pub problems: Vec<Problem>,
}

/// Why there is nothing to walk.
#[derive(Debug, thiserror::Error)]
pub enum WalkError {
    /// A PATH that is not there.
    #[error("Cannot scan `{}`: {error}. Name a file or a folder that exists.", path.display())]
    Path {
        /// Which.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// A PATH that cannot be scanned.
    #[error("Cannot scan `{}`: it is neither a file nor a folder.", path.display())]
    Kind {
        /// Which.
        path: PathBuf,
    },
    /// An exclude that is no glob.
    #[error("The exclude `{glob}` is not a glob: {detail}")]
    Glob {
        /// Which.
        glob: String,
        /// Why.
        detail: String,
    },
    /// The system gives no threads.
    #[error("Cannot start threads: {0}. Ask for fewer with --threads.")]
    Threads(String),
}

impl Walk {
    /// All of `root`, with its `.gitignore` files.
    #[must_use]
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self {
            root: root.into(),
            paths: vec![PathBuf::from(".")],
            exclude: Vec::new(),
            gitignore: true,
            threads: 0,
        }
    }

    /// Walks.
    ///
    /// # Errors
    ///
    /// A PATH that is missing or of the wrong kind, a glob that is none. Trouble below a PATH is in the result.
    pub fn run(&self) -> Result<Walked, WalkError> {
        let root = resolve(&self.root)?;
        let mut filter = Filter::new(&root, &self.exclude)?;
        let exclude = patterns::globs(&root, &self.exclude)?;
        let mut walked = Walked::default();
        for path in &self.paths {
            let path = resolve(&root.join(path))?;
            let is_folder = path.is_dir();
            if path != root && !filter.admits_kind(&path, is_folder) {
                continue;
            }
            if is_folder {
                self.enter(&root, &path, &exclude, &mut walked)?;
            } else if path.is_file() {
                let name = name_of(&root, &path);
                walked.files.push(File {
                    name,
                    path,
                    vendored: false,
                });
            } else {
                return Err(WalkError::Kind { path });
            }
        }
        walked.sort();
        walked.root = root;
        Ok(walked)
    }

    fn enter(
        &self,
        root: &Path,
        folder: &Path,
        exclude: &Gitignore,
        walked: &mut Walked,
    ) -> Result<(), WalkError> {
        let above = match folder.parent() {
            Some(parent) if folder != root => Chain::down_to(root, parent, self.gitignore),
            _ => Chain::default(),
        };
        let (sender, receiver) = mpsc::channel();
        let room = AtomicUsize::new(FILES_MAX.saturating_sub(walked.files.len()));
        let entering = Entering {
            root,
            given: folder,
            exclude,
            gitignore: self.gitignore,
            room: &room,
        };
        let run = || {
            rayon::scope(|scope| entering.folder(scope, folder, &above, &sender));
            drop(sender);
        };
        if self.threads == 0 {
            run();
        } else {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(self.threads);
            let pool = pool
                .build()
                .map_err(|error| WalkError::Threads(error.to_string()))?;
            pool.install(run);
        }
        walked.collect(receiver);
        if room.into_inner() == 0 {
            walked.problems.push(Problem {
                name: name_of(root, folder),
                detail: format!("there are {FILES_MAX} files or more; the rest was not scanned"),
                is_missing: true,
            });
        }
        Ok(())
    }
}

impl Walked {
    fn collect(&mut self, receiver: mpsc::Receiver<Found>) {
        for found in receiver {
            match found {
                Found::File(file) => self.files.push(file),
                Found::Skip(reason) => self.skips.add(reason, 0),
                Found::Problem(problem) => self.problems.push(problem),
            }
        }
    }

    /// One order, whatever the threads did, and each file once, however many PATHs lead to it. A file that one PATH calls
    /// vendored and another does not is not.
    fn sort(&mut self) {
        self.files
            .sort_by(|a, b| (&a.name, &a.path, a.vendored).cmp(&(&b.name, &b.path, b.vendored)));
        self.files.dedup_by(|later, first| later.path == first.path);
        self.problems.sort();
        self.problems.dedup();
    }
}

/// Follows the links of a PATH that the user named.
fn resolve(path: &Path) -> Result<PathBuf, WalkError> {
    fs::canonicalize(path).map_err(|error| WalkError::Path {
        path: path.to_owned(),
        error,
    })
}
