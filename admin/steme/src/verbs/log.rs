//! The check of a log, without a database around it.

use std::path::{Path, PathBuf};

use serde::Serialize;
use stemedb_engine::VerifyReport;

use super::Command;
use crate::arguments::VerifyOptions;
use crate::exit::{Exit, Failure};
use crate::show;

/// A report as JSON.
#[derive(Serialize)]
struct View {
    folder: PathBuf,
    sound: bool,
    segments: usize,
    records: u64,
    end_position: u64,
    durable_position: u64,
    damage: Vec<FindingView>,
    damage_omitted: u64,
    torn_tail: Option<FindingView>,
    unfinished_segment: bool,
}

#[derive(Serialize)]
struct FindingView {
    file: String,
    position: u64,
    fault: String,
}

impl View {
    fn of(folder: &Path, report: &VerifyReport) -> Self {
        let finding = |finding: &stemedb_engine::Finding| FindingView {
            file: finding.file.clone(),
            position: finding.position,
            fault: finding.fault.to_string(),
        };
        View {
            folder: folder.to_owned(),
            sound: report.is_sound(),
            segments: report.segments,
            records: report.records,
            end_position: report.end_position,
            durable_position: report.durable_position,
            damage: report.damage.iter().map(finding).collect(),
            damage_omitted: report.damage_omitted,
            torn_tail: report.torn_tail.as_ref().map(finding),
            unfinished_segment: report.unfinished_segment,
        }
    }
}

pub(super) fn verify(
    command: &mut Command<'_, '_>,
    options: &VerifyOptions,
) -> Result<Exit, Failure> {
    let place = &command.arguments.place;
    let named = options
        .folder
        .as_ref()
        .or(place.db.as_ref())
        .ok_or_else(|| {
            Failure::usage("name the folder of the database: `steme verify FOLDER`, or --db FOLDER")
        })?;
    let inside = named.join("wal");
    let folder = if inside.is_dir() { &inside } else { named };
    if !folder.is_dir() {
        let detail = format!("there is no folder {}", folder.display());
        return Err(Failure::new(Exit::NotFound, 404, "no_database", detail));
    }
    let report = stemedb_engine::verify_log(folder)?;
    let view = View::of(folder, &report);
    command
        .screen
        .result(&view, |_, page| show::log(&report, page))?;
    Ok(if report.is_sound() {
        Exit::Done
    } else {
        Exit::Refused
    })
}
