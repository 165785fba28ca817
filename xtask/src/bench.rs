//! `bench`: builds the components and the program that measures, optimised, and runs it.
//!
//! Nothing is measured here. What a figure means is told in `docs/benchmarks.md`.

use std::process::Command;

use anyhow::Result;

use crate::{guests, workspace};

/// Options of `bench`.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// What to measure: truth, lens, query, views, ingest, growth, reopen, swap, audit or all.
    #[arg(default_value = "all")]
    names: Vec<String>,
    /// Print JSON instead of a table.
    #[arg(long)]
    json: bool,
    /// Lenses that `lens` measures; all if left out.
    #[arg(long = "lens")]
    lenses: Vec<String>,
    /// Claims of ingest, growth and reopen; growth takes 10 million if left out.
    #[arg(long)]
    claims: Option<u64>,
}

/// Builds and measures.
pub(crate) fn run(options: &Options) -> Result<()> {
    guests::run_quietly()?;
    eprintln!("Building the bench, optimised: some minutes the first time …");
    workspace::build_programs()?;
    workspace::run(&mut measure(options))
}

fn measure(options: &Options) -> Command {
    let target = workspace::target();
    let mut bench = Command::new(target.join("release").join("stemedb-bench"));
    bench
        .args(&options.names)
        .arg("--guests")
        .arg(target.join("guests"))
        .arg("--data")
        .arg(target.join("bench"))
        .arg("--shared")
        .arg(workspace::root().join("../shared/data"));
    if options.json {
        bench.arg("--json");
    }
    for lens in &options.lenses {
        bench.args(["--lens", lens]);
    }
    if let Some(claims) = options.claims {
        bench.args(["--claims", &claims.to_string()]);
    }
    bench
}
