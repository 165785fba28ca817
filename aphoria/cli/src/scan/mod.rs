//! `aphoria scan`: reads code, holds what it does against what is demanded, and says so.

mod inputs;
mod judge;
mod options;
mod output;
mod stats;

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use aphoria_core::{Language, Languages};
use aphoria_report::{Incomplete, Note, Parts, Plugin, Project, Report, Skipped, Summary};
use aphoria_scan::{Outcome, Scanner};
use aphoria_source::Skips;
use aphoria_source::git::{Git, Hook};
use parking_lot::Mutex;

pub(crate) use options::Options;

use crate::acks::Acks;
use crate::config::Config;
use crate::{DONE, authority, baseline, clock, load, selection};
use inputs::Inputs;
use judge::{Judge, OfFile};

/// Something blocks.
const BLOCKED: u8 = 1;
/// Something was not scanned.
const INCOMPLETE: u8 = 3;

/// Runs the command.
pub(crate) fn run(options: &Options) -> Result<u8> {
    let report = report(options)?;
    let code = code(options, &report);
    output::write(options, &report, code)?;
    Ok(code)
}

fn code(options: &Options, report: &Report) -> u8 {
    if !report.incomplete.is_empty() {
        INCOMPLETE
    } else if options.exit_code && report.has_blocks() {
        BLOCKED
    } else {
        DONE
    }
}

/// The folder that a scan of these paths counts names from: the one with settings, else the current one if all paths
/// lie below it, else the path itself.
pub(crate) fn root_of(paths: &[PathBuf]) -> Result<PathBuf> {
    let here = std::env::current_dir().context("The current folder can't be found")?;
    let first = match paths.first() {
        Some(path) => std::fs::canonicalize(path)
            .with_context(|| format!("Cannot scan `{}`", path.display()))?,
        None => here.clone(),
    };
    let folder = if first.is_dir() {
        first.as_path()
    } else {
        first.parent().unwrap_or(&first)
    };
    let with_settings = folder
        .ancestors()
        .find(|folder| folder.join(crate::config::FOLDER).is_dir());
    Ok(match with_settings {
        Some(folder) => folder.to_owned(),
        None if folder.starts_with(&here) => here,
        None => folder.to_owned(),
    })
}

/// Scans and judges.
pub(crate) fn report(options: &Options) -> Result<Report> {
    let begun = Instant::now();
    if let Some(least) = options.min_confidence {
        ensure!(
            (0.0..=1.0).contains(&least),
            "--min-confidence lies in 0 to 1"
        );
    }
    if let Some(threads) = options.threads {
        ensure!((1..=256).contains(&threads), "--threads lies in 1 to 256");
        rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build_global()
            .context("The threads can't be started")?;
    }
    let root = root_of(&options.paths)?;
    let config = Config::of(&root)?;
    let acks = Acks::of(&root)?;
    let baseline = match &options.baseline {
        Some(file) => Some(baseline::read(&root, file.as_deref())?),
        None => None,
    };
    let host = load::host()?;
    let installed = selection::installed()?;
    let named = if options.extractors.is_empty() {
        &config.extractors.enabled
    } else {
        &options.extractors
    };
    let chosen = selection::wanted(installed, named, &config.extractors.disabled)?;
    let scanner = Scanner::new(selection::load(&host, &chosen)?, clock::nanoseconds)?;
    let ready = begun.elapsed();
    let languages = Languages::from_iter(
        Language::ALL
            .iter()
            .copied()
            .filter(|&language| scanner.matcher().reads(language)),
    );
    let inputs = inputs::find(options, &config, &root, languages)?;
    let resolved = authority::resolved()?;
    let ids: Vec<String> = chosen.iter().map(|one| one.manifest.id.clone()).collect();
    let today = clock::today();
    let judge = Judge {
        config: &config,
        resolved: &resolved,
        acks: &acks,
        baseline: baseline.as_ref(),
        projects: &inputs.projects,
        extractors: &ids,
        today: &today,
        min_confidence: options
            .min_confidence
            .unwrap_or(config.verdict.min_confidence),
    };
    let found = begun.elapsed();
    let (outcome, skips) = scan(&scanner, &inputs, &judge);
    let scanned = begun.elapsed();
    let report = gather(&inputs, outcome, &skips, &scanner, &judge, &root, options);
    if options.stats {
        let times = stats::Times {
            ready,
            found,
            scanned,
            whole: begun.elapsed(),
        };
        stats::print(&report, &times);
    }
    Ok(report.0)
}

type Found = (Outcome<OfFile>, Skips);

fn scan(scanner: &Scanner, inputs: &Inputs, judge: &Judge<'_>) -> Found {
    let skips = Mutex::new(inputs.skips.clone());
    let progress = output::Progress::new(inputs.files.len());
    let done = AtomicUsize::new(0);
    let outcome = scanner.scan(
        &inputs.files,
        &inputs.projects,
        |input| {
            progress.show(done.fetch_add(1, Ordering::Relaxed) + 1);
            match input.read(&inputs.policy) {
                Ok(file) => Some(file),
                Err(skip) => {
                    skips.lock().add(skip.reason, skip.bytes);
                    None
                }
            }
        },
        |_, file, seen| judge.file(file, &seen),
        |_| 8 << 10,
    );
    progress.end();
    (outcome, skips.into_inner())
}

/// A report, and what the scan cost.
pub(crate) type Told = (Report, aphoria_scan::ScanStats);

fn gather(
    inputs: &Inputs,
    outcome: Outcome<OfFile>,
    skips: &Skips,
    scanner: &Scanner,
    judge: &Judge<'_>,
    root: &Path,
    options: &Options,
) -> Told {
    let mut summary = Summary {
        files: outcome.files.len() as u64,
        ..Summary::default()
    };
    let mut observations = Vec::new();
    let mut counts: BTreeMap<u32, u64> = BTreeMap::new();
    let mut acks_used = HashSet::new();
    for mut file in outcome.files {
        summary.bytes += file.bytes;
        observations.append(&mut file.observations);
        summary.unused_suppressions.append(&mut file.notes);
        acks_used.extend(file.acks_used);
        for (extractor, count) in file.counts {
            *counts.entry(extractor).or_default() += count;
        }
    }
    for (reason, count) in skips.iter() {
        let skipped = Skipped {
            files: count.files,
            bytes: count.bytes,
        };
        summary.skipped.insert(reason.name().to_owned(), skipped);
    }
    // Part of a tree says nothing of acknowledgements for the rest of it.
    if options.paths.is_empty() && !options.staged && options.since.is_none() {
        for (number, ack) in judge.acks.ack.iter().enumerate() {
            if !acks_used.contains(&number) {
                summary.unused_suppressions.push(Note {
                    file: ".aphoria/acks.toml".to_owned(),
                    line: 1,
                    message: format!(
                        "the acknowledgement of {} covers nothing any more, or has ended",
                        ack.of
                    ),
                });
            }
        }
    }
    let mut incomplete = inputs.incomplete.clone();
    let mut faults: BTreeMap<u32, u64> = BTreeMap::new();
    let id = |extractor: u32| judge.extractors.get(extractor as usize).cloned();
    for fault in &outcome.faults {
        *faults.entry(fault.extractor).or_default() += 1;
        incomplete.push(Incomplete {
            plugin: id(fault.extractor),
            file: Some(fault.path.clone()),
            reason: format!("{}: {}", fault.kind.name(), fault.detail),
        });
    }
    for (extractor, path, count) in &outcome.dropped {
        incomplete.push(Incomplete {
            plugin: id(*extractor),
            file: Some(path.clone()),
            reason: format!("{count} hits beyond the extractor's limit for a file were left out"),
        });
    }
    let plugins = scanner
        .extractors()
        .iter()
        .enumerate()
        .map(|(number, one)| {
            let number = u32::try_from(number).unwrap_or(u32::MAX);
            let described = one.description();
            Plugin {
                id: described.id.clone(),
                version: described.version.clone(),
                digest: one.digest().to_string(),
                title: described.title.clone(),
                faults: faults.get(&number).copied().unwrap_or(0),
                hits: outcome.stats.hits_of(number),
                observations: counts.get(&number).copied().unwrap_or(0),
            }
        });
    let project = inputs.projects.root();
    let report = Report::new(Parts {
        scan_id: scan_id(root),
        project: Project {
            name: judge
                .config
                .project
                .name
                .clone()
                .unwrap_or_else(|| project.name.clone()),
            language: project.language.map(|language| language.name().to_owned()),
            commit: commit(root),
        },
        summary,
        observations,
        plugins: plugins.collect(),
        incomplete,
        absent: Vec::new(),
    });
    (report, outcome.stats)
}

/// Names a scan: where and when it was made.
fn scan_id(root: &Path) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(root.as_os_str().as_encoded_bytes());
    hasher.update(&clock::milliseconds().to_le_bytes());
    hasher.update(&std::process::id().to_le_bytes());
    hasher.finalize().to_hex().chars().take(16).collect()
}

fn commit(root: &Path) -> Option<String> {
    let hook = Hook {
        git_dir: None,
        index_file: None,
    };
    let head = Git::open(root, &hook).ok()?.head().ok()??;
    Some(head.hash)
}
