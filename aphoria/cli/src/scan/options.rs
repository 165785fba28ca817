//! The options of `scan`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// What a report looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For a person at a terminal.
    Table,
    /// For programs; docs/aphoria/report.schema.json.
    Json,
    /// SARIF 2.1.0, for code hosts.
    Sarif,
    /// For a comment on a pull request.
    Markdown,
}

/// Options of `scan`.
#[derive(Debug, Clone, Args)]
pub(crate) struct Options {
    /// Files and folders; the current folder if left out.
    pub(crate) paths: Vec<PathBuf>,
    /// What the report looks like.
    #[arg(long, value_enum, default_value = "table")]
    pub(crate) format: Format,
    /// Write the report into a file.
    #[arg(long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Extractors or categories to use, in place of the usual ones; `all` for every one.
    #[arg(long, value_delimiter = ',', value_name = "ID,…")]
    pub(crate) extractors: Vec<String>,
    /// Globs of what is left out, as in a `.gitignore`.
    #[arg(long, value_delimiter = ',', value_name = "GLOB,…")]
    pub(crate) exclude: Vec<String>,
    /// Scan what is staged in git, as it is staged.
    #[arg(long, conflicts_with = "since")]
    pub(crate) staged: bool,
    /// Scan what changed since a revision.
    #[arg(long, value_name = "REV")]
    pub(crate) since: Option<String>,
    /// Findings of the baseline do not count; the file that `aphoria baseline` wrote unless one is named.
    #[arg(long, value_name = "FILE", num_args = 0..=1)]
    pub(crate) baseline: Option<Option<PathBuf>>,
    /// Show observations that are no conflict, and those that are suppressed.
    #[arg(long)]
    pub(crate) show_observations: bool,
    /// End with 1 if anything blocks.
    #[arg(long)]
    pub(crate) exit_code: bool,
    /// Leave out observations that are less sure.
    #[arg(long, value_name = "0..1")]
    pub(crate) min_confidence: Option<f64>,
    /// Threads; one for each core if left out.
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<usize>,
    /// Print what the scan cost, to standard error.
    #[arg(long)]
    pub(crate) stats: bool,
}
