//! `cargo xtask test --kits`: the guide for authors, followed to the letter in each language: from nothing to a lens that
//! answers on a running server, in a folder outside the source tree.
//!
//! Needs what the languages need: crates.io, PyPI, npm. A language whose tools are missing is skipped, loudly.

mod plants;
mod server;
mod steps;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, ensure};

use crate::{guests, workspace};
use server::Server;
use steps::Steps;

/// Longest way from nothing to an active lens, in seconds.
const PATIENCE_S: u64 = 600;

/// A language and the program that must be there for it.
struct Language {
    name: &'static str,
    needs: &'static str,
    hint: &'static str,
    source: &'static str,
}

const LANGUAGES: [Language; 3] = [
    Language {
        name: "rust",
        needs: "cargo",
        hint: "install Rust",
        source: "src/lib.rs",
    },
    Language {
        name: "python",
        needs: "python3",
        hint: "install Python 3.10 or later with venv",
        source: "lens.py",
    },
    Language {
        name: "javascript",
        needs: "npm",
        hint: "install Node 20 or later with npm",
        source: "lens.js",
    },
];

/// Follows the guide in every language of these; in all when none is named.
pub(crate) fn run(only: &[String]) -> Result<()> {
    println!("1/3  building the guests as WebAssembly components");
    guests::run_quietly()?;
    println!("2/3  building server and command line");
    build_programs()?;
    println!("3/3  following docs/writing-a-lens.md");
    let folder = Folder::new()?;
    let programs = workspace::target().join("debug");
    let server = Server::start(&programs.join("stemedb-api"), folder.path())?;
    let mut table = Vec::new();
    for language in &LANGUAGES {
        if !only.is_empty() && only.iter().all(|name| name != language.name) {
            continue;
        }
        if !starts(language.needs) {
            println!(
                "\n!!!! SKIPPED: {} lenses are not tested, {} is missing: {}\n",
                language.name, language.needs, language.hint
            );
            table.push(format!(
                "{:<12} skipped: {} is missing",
                language.name, language.needs
            ));
            continue;
        }
        let begun = Instant::now();
        let steps = Steps::new(
            &programs.join("steme"),
            folder.path(),
            &server,
            language.name,
        );
        steps
            .follow()
            .with_context(|| format!("a lens in {} did not come about", language.name))?;
        let took = begun.elapsed();
        ensure!(
            took.as_secs() < PATIENCE_S,
            "a lens in {} took {:.0} s, the guide promises {PATIENCE_S}",
            language.name,
            took.as_secs_f64()
        );
        steps
            .break_it(language.source)
            .with_context(|| format!("a mistake in {} was not found", language.name))?;
        table.push(format!(
            "{:<12} {:>6.1} s from nothing to an answer of the lens on a running server",
            language.name,
            took.as_secs_f64()
        ));
    }
    println!();
    table.iter().for_each(|line| println!("{line}"));
    Ok(())
}

fn build_programs() -> Result<()> {
    let mut cargo = workspace::cargo();
    cargo.current_dir(workspace::root()).args([
        "build",
        "--quiet",
        "-p",
        "steme",
        "-p",
        "stemedb-api",
        "--bins",
    ]);
    workspace::run(&mut cargo)
}

fn starts(program: &str) -> bool {
    let told = Command::new(program).arg("--version").output();
    told.is_ok_and(|output| output.status.success())
}

/// A folder outside the source tree, gone when it is dropped.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Result<Self> {
        let name = format!("stemedb-kits-{}", std::process::id());
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path)
            .with_context(|| format!("Could not make {}", path.display()))?;
        Ok(Self(path))
    }

    fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What is left over is in a folder for such things.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
