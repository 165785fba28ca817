//! `docs/cli.md`: the help texts of `steme` as a page.
//!
//! The definitions are compiled in from the program's source, so that the page needs no build of the database.

use std::path::PathBuf;

use anyhow::Result;

use super::Generated;

#[expect(
    unused_imports,
    reason = "the program reads the arguments, this only prints their help"
)]
#[path = "../../../admin/steme/src/arguments/mod.rs"]
mod arguments;

/// The page.
pub(super) struct CommandLine;

impl Generated for CommandLine {
    fn path(&self) -> PathBuf {
        "docs/cli.md".into()
    }

    fn render(&self, _: &str) -> Result<String> {
        Ok(arguments::reference_page())
    }
}
