//! `cargo xtask demo`: builds guests, server, command line and story, and tells the story.

use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, ensure};

use crate::guests;
use crate::workspace;

/// Options of `cargo xtask demo`.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Leave the server running at the end and say where to look.
    #[arg(long)]
    keep: bool,
}

pub(crate) fn run(options: &Options) -> Result<()> {
    println!("1/3  building the lenses as WebAssembly components");
    guests::run(&guests::Options::default())?;
    println!(
        "2/3  building server, command line and story (the first time this takes some minutes)"
    );
    let began = Instant::now();
    workspace::build_programs()?;
    println!("     built in {:.0} s", began.elapsed().as_secs_f64());
    println!("3/3  telling the story");
    let target = workspace::target();
    let release = target.join("release");
    let mut story = Command::new(release.join("living-review"));
    story
        .arg("--server")
        .arg(release.join("stemedb-api"))
        .arg("--guests")
        .arg(target.join("guests"))
        .arg("--data")
        .arg(target.join("demo"));
    if options.keep {
        story.arg("--keep");
    }
    let status = story.status().context("the story could not be started")?;
    ensure!(
        status.success(),
        "the story did not come out as promised: see above"
    );
    Ok(())
}
