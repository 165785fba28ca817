//! Links between Markdown files: each leads somewhere, and a reader who begins at a README comes to every document.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

use anyhow::Result;

use super::Tree;
use crate::{paths, workspace};

/// Where readers begin.
const STARTS: [&str; 2] = ["README.md", "docs/README.md"];

/// Where documents lie.
const DOCUMENTS: &str = "docs";

/// Names each link to a file or folder that isn't there.
pub(super) fn targets_exist(_: &Tree) -> Result<Vec<String>> {
    let mut faults = Vec::new();
    for page in paths::files_ending("md")? {
        for target in targets(&page)? {
            if !workspace::root().join(&target).exists() {
                faults.push(format!(
                    "{} links to {}, which is not there",
                    page.display(),
                    target.display()
                ));
            }
        }
    }
    Ok(faults)
}

/// Names each file in docs/ that no chain of links reaches. A link to a folder reaches all in it.
pub(super) fn documents_are_found(_: &Tree) -> Result<Vec<String>> {
    let mut found = BTreeSet::new();
    let mut open: Vec<PathBuf> = STARTS.iter().map(PathBuf::from).collect();
    while let Some(path) = open.pop() {
        if !found.insert(path.clone()) {
            continue;
        }
        let is_page = path.extension().is_some_and(|found| found == "md");
        if workspace::root().join(&path).is_dir() {
            open.extend(paths::files_below(&path)?);
        } else if is_page && workspace::root().join(&path).is_file() {
            open.extend(targets(&path)?);
        }
    }
    let mut documents = paths::files_below(Path::new(DOCUMENTS))?;
    documents.retain(|path| !found.contains(path));
    let fault = |path: PathBuf| {
        format!(
            "no chain of links leads from {STARTS:?} to {}",
            path.display()
        )
    };
    Ok(documents.into_iter().map(fault).collect())
}

/// Where the links of a page lead within the source tree.
fn targets(page: &Path) -> Result<Vec<PathBuf>> {
    let folder = page.parent().unwrap_or(Path::new(""));
    let text = paths::text(page)?;
    let links = links(&text);
    Ok(links.iter().map(|link| joined(folder, link)).collect())
}

/// Without `..`, so that one file has one path.
fn joined(folder: &Path, link: &str) -> PathBuf {
    let mut path = folder.to_owned();
    for part in Path::new(link).components() {
        match part {
            Component::ParentDir => {
                path.pop();
            }
            Component::Normal(name) => path.push(name),
            Component::CurDir | Component::RootDir | Component::Prefix(_) => {}
        }
    }
    path
}

/// Targets of links that stay in the source tree, without anchors; none from code.
fn links(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut in_code = false;
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            in_code = !in_code;
        } else if !in_code && !line.starts_with("    ") {
            // Every second piece between backticks is code. The target of a link whose text is code lies outside.
            for prose in line.split('`').step_by(2) {
                found.extend(prose.split("](").skip(1).filter_map(target));
            }
        }
    }
    found
}

fn target(after_opening: &str) -> Option<&str> {
    let (link, _) = after_opening.split_once(')')?;
    let path = link.split('#').next()?;
    let outside = path.contains("://") || path.starts_with("mailto:");
    (!outside && !path.is_empty()).then_some(path)
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use super::{joined, links};

    #[test]
    fn links_stay_in_the_tree_and_out_of_code() {
        let text = "[a](x.md) and [`b`](y.md#part), [c](https://example.org), [d](#here)\n\
                    `[e](code.md)`\n```\n[f](fenced.md)\n```\n[g](z/)\n";
        assert_eq!(links(text), ["x.md", "y.md", "z/"]);
    }

    #[test]
    fn one_file_has_one_path() {
        let path = joined(Path::new("docs/lenses"), "../lenses.md");
        assert_eq!(path, PathBuf::from("docs/lenses.md"));
    }
}
