//! # import_graph
//!
//! **What it sees.** What a file imports from elsewhere: `imports/<name>` `imported = true`, once for each name and file, at
//! its first import. The name is the crate (Rust), the top module (Python), the package (JavaScript, TypeScript, Java,
//! Kotlin), the path (Go), the library (Ruby), the namespace (PHP, C#), the header (C, C++) or the file (Bash), in lower
//! case, with `_` for what is neither letter, digit, dot nor hyphen.
//!
//! **Why it matters.** Boundaries between parts of a program are kept only if somebody looks: the core that must not know
//! the runtime, the page that must not know the database.
//!
//! **Example.** `use tokio::spawn;` in Rust: `imports/tokio imported = true`, 0.95 sure.
//!
//! **When it stays silent.** Imports from within: Rust's `crate`, `self` and `super`, modules that the same file
//! declares, types; relative modules of Python and JavaScript; Ruby's `require_relative`.
//!
//! **Limits.** Names that are made at run time are not seen, nor are those behind the 40th line of one block in Go. A local
//! module of Rust that another file declares, named without `crate` or `self`, looks like a crate.
//!
//! **References.** The languages' own references on imports.

mod judge;
mod rules;

use aphoria_sdk::{Batch, Description, Error, Extractor, Observation, Source, Table};

/// What files import.
pub const TABLE: Table = Table {
    id: "import_graph",
    version: env!("CARGO_PKG_VERSION"),
    title: "What files import",
    globs: &[],
    rules: &[rules::RULES],
};

/// What files import, each name once for each file.
#[derive(Debug)]
pub struct ImportGraph;

impl Extractor for ImportGraph {
    fn describe() -> Description {
        TABLE.describe()
    }

    fn extract(batch: &Batch<'_>, source: &dyn Source) -> Result<Vec<Observation>, Error> {
        Ok(judge::first(TABLE.extract(batch, source)))
    }
}

aphoria_sdk::export_extractor!(ImportGraph);
