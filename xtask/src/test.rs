//! `cargo xtask test`: builds the guests, then runs every test of the workspace.

use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::{guests, kits, workspace};

/// Options of `cargo xtask test`.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Only tests whose name contains this.
    filter: Option<String>,
    /// Follow the guide for authors of lenses in each language in place of the tests. Needs crates.io, PyPI and npm.
    #[arg(long)]
    kits: bool,
    /// With --kits: only these languages.
    #[arg(long, value_name = "LANGUAGE", requires = "kits")]
    lang: Vec<String>,
}

pub(crate) fn run(options: &Options) -> Result<()> {
    if options.kits {
        return kits::run(&options.lang);
    }
    println!("1/2  building the guests as WebAssembly components");
    guests::run(&guests::Options::default())?;
    let nextest = Command::new("cargo")
        .args(["nextest", "--version"])
        .output()
        .is_ok_and(|out| out.status.success());
    println!(
        "2/2  running the tests with {}",
        if nextest {
            "cargo nextest"
        } else {
            "cargo test"
        }
    );
    let mut cargo = workspace::cargo();
    cargo.args(if nextest {
        &["nextest", "run", "--no-fail-fast"][..]
    } else {
        &["test", "--no-fail-fast"]
    });
    // Guests are members too, but natively they are libraries whose cases `stemedb-twins` runs.
    cargo.args(["--workspace", "--all-targets"]);
    cargo.args(&options.filter);
    let status = cargo.status().context("cargo could not be started")?;
    ensure!(status.success(), "tests failed: see above");
    println!("all tests passed");
    Ok(())
}
