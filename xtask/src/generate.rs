//! `gen`: every file that is made from code and manifests, so that documents can't fall behind.
//!
//! A new one is a [`Generated`] in [`all`]. Rendering reads the source tree and nothing else; the same tree gives the
//! same bytes.

mod block;
mod column_registry;
mod command_line;
mod confidences;
mod example;
mod lens_index;
mod lens_page;
mod markdown;
mod server_pages;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::lenses::Lens;
use crate::{paths, workspace};

/// Folders in which every file is generated: one that nothing renders any more is removed.
const OWNED_FOLDERS: [&str; 1] = ["docs/lenses"];

/// A file of which at least a part is made from code.
trait Generated {
    /// Where it lies, from the root of the workspace.
    fn path(&self) -> PathBuf;

    /// The whole text of the file. `before` is its text so far, for files that are generated in part; "" if there is
    /// none.
    fn render(&self, before: &str) -> Result<String>;
}

/// Which files a run makes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Extent {
    /// Those that xtask makes by itself.
    Own,
    /// Also those that the server prints, for which it is built.
    Whole,
}

/// Everything that is generated.
fn all(extent: Extent) -> Result<Vec<Box<dyn Generated>>> {
    let lenses = Lens::all()?;
    let mut all: Vec<Box<dyn Generated>> = vec![
        Box::new(column_registry::ColumnRegistry),
        Box::new(command_line::CommandLine),
        Box::new(confidences::Confidences(lenses.clone())),
        Box::new(lens_index::LensIndex(lenses.clone())),
    ];
    for lens in lenses {
        all.push(Box::new(lens_page::LensPage(lens)));
    }
    if extent == Extent::Whole {
        for page in server_pages::PAGES {
            all.push(Box::new(page));
        }
    }
    Ok(all)
}

/// Options of `gen`.
#[derive(Args)]
pub(crate) struct Options {
    /// Write nothing; fail if a file is not what the code says.
    #[arg(long)]
    check: bool,
    /// Leave out the pages that the server prints, for which it would be built.
    #[arg(long)]
    without_server: bool,
}

/// Writes or checks the generated files.
pub(crate) fn run(options: &Options) -> Result<()> {
    if options.check {
        return check(&changes(Extent::Own)?);
    }
    let extent = if options.without_server {
        Extent::Own
    } else {
        Extent::Whole
    };
    let changes = changes(extent)?;
    for change in &changes {
        change.make()?;
        println!("{}", change.say());
    }
    if changes.is_empty() {
        println!("All generated files are what the code says.");
    }
    Ok(())
}

fn check(changes: &[Change]) -> Result<()> {
    if changes.is_empty() {
        return Ok(());
    }
    let lines: Vec<String> = changes.iter().map(Change::say).collect();
    bail!(
        "Generated files are not what the code says. Run `cargo xtask gen` and commit:\n{}",
        lines.join("\n")
    )
}

/// What a file is now and what it should be.
struct Change {
    path: PathBuf,
    /// `None`: the file goes.
    text: Option<String>,
}

impl Change {
    fn say(&self) -> String {
        let verb = if self.text.is_some() {
            "write"
        } else {
            "remove"
        };
        format!("  {verb} {}", self.path.display())
    }

    fn make(&self) -> Result<()> {
        let path = workspace::root().join(&self.path);
        let Some(text) = &self.text else {
            return fs::remove_file(&path)
                .with_context(|| format!("Could not remove {}", self.path.display()));
        };
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&path, text).with_context(|| format!("Could not write {}", self.path.display()))
    }
}

fn changes(extent: Extent) -> Result<Vec<Change>> {
    let mut rendered = BTreeSet::new();
    let mut changes = Vec::new();
    for file in all(extent)? {
        let path = file.path();
        let before = fs::read_to_string(workspace::root().join(&path)).ok();
        let text = file
            .render(before.as_deref().unwrap_or_default())
            .with_context(|| format!("Could not make {}", path.display()))?;
        rendered.insert(path.clone());
        if before.as_deref() != Some(text.as_str()) {
            let text = Some(text);
            changes.push(Change { path, text });
        }
    }
    for folder in OWNED_FOLDERS {
        changes.extend(orphans(Path::new(folder), &rendered)?);
    }
    Ok(changes)
}

fn orphans(folder: &Path, rendered: &BTreeSet<PathBuf>) -> Result<Vec<Change>> {
    let mut files = paths::files_below(folder)?;
    files.retain(|path| !rendered.contains(path));
    let gone = |path| Change { path, text: None };
    Ok(files.into_iter().map(gone).collect())
}

#[cfg(test)]
mod tests {
    use super::{Extent, changes, check};

    #[test]
    fn generated_files_are_what_the_code_says() -> anyhow::Result<()> {
        check(&changes(Extent::Own)?)
    }
}
