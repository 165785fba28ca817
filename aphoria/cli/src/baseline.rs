//! `aphoria baseline` and `aphoria diff`: what was there before.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use aphoria_report::{Observation, Report};
use clap::Args;
use serde::{Deserialize, Serialize};

use crate::config::FOLDER;
use crate::{DONE, scan};

/// Options of `baseline`.
#[derive(Args)]
pub(crate) struct Options {
    #[command(flatten)]
    scan: scan::Options,
}

/// Findings that were there.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kept {
    /// The commit that the tree was at.
    commit: Option<String>,
    /// By fingerprint: what it was, for `diff`.
    findings: BTreeMap<String, String>,
}

fn place(root: &Path, named: Option<&Path>) -> PathBuf {
    named.map_or_else(|| root.join(FOLDER).join("baseline.json"), Path::to_owned)
}

fn kept(root: &Path, named: Option<&Path>) -> Result<Kept> {
    let path = place(root, named);
    let text = std::fs::read(&path).with_context(|| {
        format!(
            "There is no baseline {}; `aphoria baseline` takes one",
            path.display()
        )
    })?;
    serde_json::from_slice(&text).with_context(|| format!("{} is no baseline", path.display()))
}

/// Fingerprints of the baseline.
pub(crate) fn read(root: &Path, named: Option<&Path>) -> Result<HashSet<String>> {
    Ok(kept(root, named)?.findings.into_keys().collect())
}

/// `aphoria baseline`: scans, and keeps the conflicts that are there.
pub(crate) fn take(options: &Options) -> Result<u8> {
    let report = whole(&options.scan)?;
    let root = scan::root_of(&options.scan.paths)?;
    let findings = findings(&report);
    let path = place(&root, None);
    let kept = Kept {
        commit: report.project.commit,
        findings,
    };
    std::fs::create_dir_all(root.join(FOLDER))?;
    std::fs::write(&path, serde_json::to_string_pretty(&kept)?)
        .with_context(|| format!("{} can't be written", path.display()))?;
    println!(
        "{} conflicts are the baseline now, in {}. `aphoria scan --baseline` shows what is new.",
        kept.findings.len(),
        path.display()
    );
    Ok(DONE)
}

/// `aphoria diff`: what is new and what is gone since the baseline.
pub(crate) fn diff(options: &Options) -> Result<u8> {
    let root = scan::root_of(&options.scan.paths)?;
    let before = kept(&root, None)?.findings;
    let now = findings(&whole(&options.scan)?);
    let mut changes = 0;
    for (fingerprint, what) in &now {
        if !before.contains_key(fingerprint) {
            println!("+ {what}");
            changes += 1;
        }
    }
    for (fingerprint, what) in &before {
        if !now.contains_key(fingerprint) {
            println!("- {what}");
            changes += 1;
        }
    }
    println!(
        "{changes} differences to the baseline, {} conflicts now.",
        now.len()
    );
    Ok(DONE)
}

/// A baseline of half a tree would call the other half gone.
fn whole(options: &scan::Options) -> Result<Report> {
    let report = scan::report(options)?;
    if let Some(missing) = report.incomplete.first() {
        bail!(
            "The scan is not complete ({} parts are missing, the first: {}); nothing was compared",
            report.incomplete.len(),
            missing.reason
        );
    }
    Ok(report)
}

fn findings(report: &Report) -> BTreeMap<String, String> {
    let told = |one: &Observation| {
        format!(
            "{}:{}: {} {} ({})",
            one.file, one.line, one.concept_path, one.predicate, one.extractor
        )
    };
    let conflicts = report
        .observations
        .iter()
        .filter(|one| one.verdict.is_conflict());
    conflicts
        .map(|one| (one.fingerprint.clone(), told(one)))
        .collect()
}
