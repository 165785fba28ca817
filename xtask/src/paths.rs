//! Walking the source tree: paths from the root of the workspace, sorted, without what git ignores or hides.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::workspace;

/// Cargo's output; never part of the source tree.
const BUILT: &str = "target";

/// All files below a folder, which is given from the root of the workspace. A folder that isn't there has none.
pub(crate) fn files_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    if workspace::root().join(folder).is_dir() {
        collect(folder, &mut files)?;
    }
    files.sort();
    Ok(files)
}

/// All files of the source tree with this ending.
pub(crate) fn files_ending(extension: &str) -> Result<Vec<PathBuf>> {
    let mut files = files_below(Path::new(""))?;
    files.retain(|path| path.extension().is_some_and(|found| found == extension));
    Ok(files)
}

/// Names of the folders directly in a folder, sorted.
pub(crate) fn folders_in(folder: &Path) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for (name, is_folder) in entries(folder)? {
        if is_folder {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

/// The text of a file.
pub(crate) fn text(path: &Path) -> Result<String> {
    fs::read_to_string(workspace::root().join(path))
        .with_context(|| format!("Could not read {}", path.display()))
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for (name, is_folder) in entries(folder)? {
        let path = folder.join(&name);
        if is_folder {
            collect(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}

fn entries(folder: &Path) -> Result<Vec<(String, bool)>> {
    let mut found = Vec::new();
    let listed = fs::read_dir(workspace::root().join(folder))
        .with_context(|| format!("Could not list {}", folder.display()))?;
    for entry in listed {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name != BUILT && !name.starts_with('.') {
            found.push((name, entry.file_type()?.is_dir()));
        }
    }
    Ok(found)
}
