//! `aphoria extractors`: what there is to look with, and whether it sees what it should.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, bail, ensure};
use aphoria_fixtures::{Fixture, Without, check, fixtures};
use aphoria_scan::Extracting;
use clap::{Args, Subcommand};

use crate::{DONE, load, places, selection};

/// Options of `extractors`.
#[derive(Args)]
pub(crate) struct Options {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// All that are installed.
    List,
    /// What one looks for and can say.
    Show {
        /// Its id.
        id: String,
    },
    /// Run an extractor over the fixtures of its folder.
    Test {
        /// The extractor's folder.
        folder: PathBuf,
        /// Its component; the built one of the folder's name if left out.
        #[arg(long)]
        component: Option<PathBuf>,
        /// Print everything that is seen.
        #[arg(long)]
        seen: bool,
        /// Write the snapshot anew.
        #[arg(long)]
        bless: bool,
    },
}

/// Runs the command.
pub(crate) fn run(options: &Options) -> Result<u8> {
    match &options.command {
        Command::List => list(),
        Command::Show { id } => show(id),
        Command::Test {
            folder,
            component,
            seen,
            bless,
        } => test(folder, component.as_deref(), *seen, *bless),
    }
}

fn list() -> Result<u8> {
    for one in selection::installed()? {
        let manifest = one.manifest;
        let usual = if manifest.default {
            ""
        } else {
            " (only if asked for)"
        };
        println!(
            "{:<26} {:<8} {:<11} {}{usual}",
            manifest.id, manifest.version, manifest.category, manifest.title
        );
    }
    Ok(DONE)
}

fn show(id: &str) -> Result<u8> {
    let mut installed = selection::installed()?;
    installed.retain(|one| one.manifest.id == id);
    let Some(one) = installed.first() else {
        bail!("There is no extractor `{id}`; `aphoria extractors list` shows them");
    };
    let loaded = load::component(&load::host()?, &one.component)?;
    let described = loaded.description();
    let languages: Vec<&str> = described
        .languages
        .iter()
        .map(|language| language.name())
        .collect();
    println!(
        "{} {}: {}",
        described.id, described.version, described.title
    );
    println!("digest     {}", loaded.digest());
    println!("category   {}", one.manifest.category);
    println!("languages  {}", languages.join(", "));
    println!("patterns   {}", described.patterns.len());
    for emits in &described.emits {
        println!(
            "says       {} {}: {}",
            emits.concept, emits.predicate, emits.rule
        );
    }
    Ok(DONE)
}

fn test(folder: &Path, component: Option<&Path>, seen: bool, bless: bool) -> Result<u8> {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    let component = match component {
        Some(path) => path.to_owned(),
        None => places::extractors()
            .context("no folder of extractors beside the program; name the --component")?
            .join(format!("{name}.wasm")),
    };
    let extractor = load::component(&load::host()?, &component)?;
    ensure!(
        extractor.description().id == name,
        "the folder is named {name}, the extractor {}",
        extractor.description().id
    );
    let fixtures = fixtures(folder)?;
    let report = check(Arc::clone(&extractor), &fixtures)?;
    for line in report.lines.iter().filter(|_| seen) {
        println!("{line}");
    }
    println!(
        "{:<12} {:>5} {:>5} {:>11}",
        "language", "files", "hits", "near-misses"
    );
    let mut few = Vec::new();
    for (language, count) in &report.counts {
        println!(
            "{language:<12} {:>5} {:>5} {:>11}",
            count.files, count.hits, count.near_misses
        );
        if count.near_misses < count.hits {
            few.push(format!(
                "{language}: {} near-misses for {} hits; there must be at least as many",
                count.near_misses, count.hits
            ));
        }
    }
    let faults: Vec<String> = report
        .faults
        .into_iter()
        .chain(few)
        .chain(idle_patterns(&extractor, &fixtures)?)
        .collect();
    if bless {
        let lines: String = report
            .lines
            .iter()
            .map(|line| format!("{line}\n"))
            .collect();
        std::fs::write(folder.join("snapshot.txt"), lines)?;
    } else {
        check_snapshot(folder, &report.lines)?;
    }
    if faults.is_empty() {
        println!("All as expected.");
        return Ok(DONE);
    }
    bail!("{} is not as expected:\n  {}", name, faults.join("\n  "))
}

/// Patterns without which the fixtures would see the same.
fn idle_patterns(extractor: &Arc<dyn Extracting>, fixtures: &[Fixture]) -> Result<Vec<String>> {
    let whole = aphoria_fixtures::seen(Arc::clone(extractor), fixtures)?;
    let mut idle = Vec::new();
    let count = extractor.description().patterns.len();
    for (number, pattern) in extractor.description().patterns.iter().enumerate() {
        if count == 1 {
            continue;
        }
        let without = Without::new(Arc::clone(extractor), number);
        if aphoria_fixtures::seen(Arc::new(without), fixtures)? == whole {
            idle.push(format!("no fixture needs the pattern `{}`", pattern.id));
        }
    }
    Ok(idle)
}

fn check_snapshot(folder: &Path, lines: &[String]) -> Result<()> {
    let path = folder.join("snapshot.txt");
    let Ok(kept) = std::fs::read_to_string(&path) else {
        println!("{} is missing; --bless writes it", path.display());
        return Ok(());
    };
    if kept.lines().ne(lines.iter().map(String::as_str)) {
        println!(
            "{} is not what is seen now; look at it and --bless",
            path.display()
        );
    }
    Ok(())
}
