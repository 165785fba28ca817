//! The files of a scan: a walk, what is staged, or what changed.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result};
use aphoria_core::Languages;
use aphoria_matching::Source;
use aphoria_report::Incomplete;
use aphoria_scan::FileOf;
use aphoria_source::git::{Git, Hook};
use aphoria_source::{File, Filter, Policy, Projects, Skip, Skips, Walk, admit, load};

use super::options::Options;
use crate::config::Config;

/// A file of the scan.
pub(crate) struct Input {
    pub(crate) file: File,
    /// Its contents if they do not come from the working tree.
    staged: Option<Result<Vec<u8>, Skip>>,
}

/// Everything that a scan looks at.
pub(crate) struct Inputs {
    pub(crate) files: Vec<Input>,
    pub(crate) skips: Skips,
    pub(crate) incomplete: Vec<Incomplete>,
    pub(crate) projects: Arc<Projects>,
    pub(crate) policy: Policy,
}

/// Finds the files.
pub(crate) fn find(
    options: &Options,
    config: &Config,
    root: &Path,
    languages: Languages,
) -> Result<Inputs> {
    let policy = Policy {
        file_bytes_max: config.scan.max_file_size,
        languages: Some(languages),
        tests: config.scan.include_tests,
        vendored: config.scan.include_vendored,
        ..Policy::default()
    };
    let exclude: Vec<String> = config
        .scan
        .exclude
        .iter()
        .chain(&options.exclude)
        .cloned()
        .collect();
    if options.staged || options.since.is_some() {
        changed(options, root, &exclude, policy)
    } else {
        walked(options, root, exclude, policy)
    }
}

fn walked(options: &Options, root: &Path, exclude: Vec<String>, policy: Policy) -> Result<Inputs> {
    let mut walk = Walk::new(root);
    walk.exclude = exclude;
    if !options.paths.is_empty() {
        walk.paths = options
            .paths
            .iter()
            .map(|path| std::path::absolute(path).unwrap_or_else(|_| path.clone()))
            .collect();
    }
    let walked = walk.run()?;
    let incomplete = walked
        .problems
        .iter()
        .filter(|problem| problem.is_missing)
        .map(|problem| Incomplete {
            plugin: None,
            file: Some(problem.name.clone()),
            reason: problem.detail.clone(),
        });
    let projects = Projects::among(&walked.root, &walked.files);
    Ok(Inputs {
        incomplete: incomplete.collect(),
        skips: walked.skips,
        projects: Arc::new(projects),
        files: walked
            .files
            .into_iter()
            .map(|file| Input { file, staged: None })
            .collect(),
        policy,
    })
}

fn changed(options: &Options, root: &Path, exclude: &[String], policy: Policy) -> Result<Inputs> {
    let variable = |name| std::env::var_os(name).map(PathBuf::from);
    let hook = Hook {
        git_dir: variable("GIT_DIR"),
        index_file: variable("GIT_INDEX_FILE"),
    };
    let git = Git::open(root, &hook)?;
    let top = git.top().to_owned();
    let mut filter = Filter::new(&top, exclude)?;
    let named: Vec<PathBuf> = options
        .paths
        .iter()
        .map(|path| {
            std::fs::canonicalize(path).with_context(|| format!("Cannot scan `{}`", path.display()))
        })
        .collect::<Result<_>>()?;
    let mut is_wanted = |path: &Path| {
        (named.is_empty() || named.iter().any(|below| path.starts_with(below)))
            && filter.admits(path)
    };
    let mut files = Vec::new();
    if let Some(revision) = &options.since {
        for path in git.since(revision)?.changed {
            if is_wanted(&path) {
                files.push(Input {
                    file: File::new(&top, path),
                    staged: None,
                });
            }
        }
    } else {
        let mut staged = git.staged()?.changed;
        staged.retain(|file| is_wanted(&file.path));
        git.contents(&staged, policy.file_bytes_max, |number, contents| {
            if let Some(file) = staged.get(number) {
                files.push(Input {
                    file: File::new(&top, file.path.clone()),
                    staged: Some(contents),
                });
            }
        })?;
    }
    let projects = Projects::above(&top, files.iter().map(|input| input.file.name.as_str()));
    Ok(Inputs {
        files,
        skips: Skips::default(),
        incomplete: Vec::new(),
        projects: Arc::new(projects),
        policy,
    })
}

impl Input {
    /// Reads the file, or says why it is not looked at.
    pub(crate) fn read(&self, policy: &Policy) -> Result<FileOf, Skip> {
        let read = match &self.staged {
            None => load(&self.file, policy)?,
            Some(Ok(bytes)) => admit(&self.file, bytes.clone(), policy)?,
            Some(Err(skip)) => return Err(skip.clone()),
        };
        let traits = read.traits;
        Ok(FileOf {
            roles: u32::from(traits.test)
                | u32::from(traits.generated) << 1
                | u32::from(traits.vendored) << 2
                | u32::from(is_example(&read.name)) << 3,
            path: read.name,
            source: Source::new(read.text.into_bytes(), read.language),
        })
    }
}

/// Code that shows how something is used.
fn is_example(name: &str) -> bool {
    let folders = name.rsplit_once('/').map_or("", |(folders, _)| folders);
    folders.split('/').any(|folder| {
        matches!(
            folder.to_ascii_lowercase().as_str(),
            "example" | "examples" | "doc" | "docs" | "sample" | "samples" | "demo"
        )
    })
}
