//! The import of a table into whatever database the command line names.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;

use indicatif::{ProgressBar, ProgressStyle};
use stemedb_core::SignedRecord;
use stemedb_import::{
    CheckpointPlace, DryRun, ImportError, Mapping, Options, Progress, Reason, Refusal, Settings,
    Sink, SinkOutcome,
};

use super::Command;
use crate::arguments::ImportOptions;
use crate::exit::{Exit, Failure};
use crate::target::Target;
use crate::{key, show};

/// Codes of a refusal that says nothing about the record: the database could not take it, and may later.
const NOT_TAKEN: [&str; 6] = [
    "busy",
    "stopping",
    "write_failed",
    "storage_failed",
    "log_failed",
    "internal",
];

/// A database as the import sees it.
struct TargetSink<'a>(&'a dyn Target);

impl Sink for TargetSink<'_> {
    fn send(&mut self, batch: Vec<SignedRecord>) -> Result<Vec<SinkOutcome>, ImportError> {
        let lines = self.0.write_batch(batch).map_err(ImportError::sink)?;
        let outcome = |line: stemedb_wire::BatchLine| {
            let why = line
                .detail
                .or_else(|| line.code.clone())
                .unwrap_or_default();
            match (line.status.as_str(), line.code.as_deref()) {
                ("accepted", _) => Ok(SinkOutcome::Accepted),
                ("duplicate", _) => Ok(SinkOutcome::Duplicate),
                (_, Some(code)) if NOT_TAKEN.contains(&code) => Err(ImportError::sink(
                    Failure::new(Exit::Failed, 503, code, why),
                )),
                _ => Ok(SinkOutcome::Refused(why)),
            }
        };
        lines.into_iter().map(outcome).collect()
    }
}

pub(super) fn import(
    command: &mut Command<'_, '_>,
    options: &ImportOptions,
) -> Result<Exit, Failure> {
    let mut settings = Settings::for_input(&options.file);
    for setting in &options.set {
        settings.set(setting)?;
    }
    let mapping = Mapping::load(&options.mapping, &settings)?;
    let seed_file = match &options.agent_seed {
        Some(file) => file.clone(),
        None => command.key_file(&options.signing)?,
    };
    let seed = key::read_seed(&seed_file)?;
    let refused = options.refused.as_deref();
    let mut refused = refused.map(RefusedFile::make).transpose()?;
    if options.dry_run {
        let mut run = Options::new(seed, "dry run");
        run.checkpoint = CheckpointPlace::None;
        return carry_out(
            command,
            options,
            &mapping,
            &run,
            &mut DryRun::default(),
            &mut refused,
        );
    }
    let target = command.writable()?;
    let mut run = Options::new(seed, target.place());
    run.restart = options.restart;
    if let Some(place) = &options.checkpoint {
        run.checkpoint = CheckpointPlace::At(place.clone());
    }
    let mut sink = TargetSink(&*target);
    carry_out(command, options, &mapping, &run, &mut sink, &mut refused)
}

fn carry_out(
    command: &mut Command<'_, '_>,
    options: &ImportOptions,
    mapping: &Mapping,
    run: &Options,
    sink: &mut dyn Sink,
    refused: &mut Option<RefusedFile>,
) -> Result<Exit, Failure> {
    let bar = bar(command.screen.watched());
    let screen = &mut *command.screen;
    let mut on_progress = |progress: Progress<'_>| match progress {
        Progress::Resumed { line } => {
            bar.suspend(|| screen.note(&format!("Going on from line {line}.")));
        }
        Progress::NoCheckpoint(error) => bar.suspend(|| {
            screen.note(&format!(
                "This import can't go on after an interruption, only begin again: {error}."
            ));
        }),
        Progress::Refused(refusal) => {
            if let Some(file) = refused {
                file.add(refusal);
            }
        }
        Progress::Batch {
            done,
            bytes,
            report,
        } => {
            bar.set_length(bytes);
            bar.set_position(done);
            let total = report.total();
            bar.set_message(format!(
                "{} new, {} here already, {} refused",
                total.accepted,
                total.duplicate,
                total.refused_total()
            ));
        }
        _ => {}
    };
    let report = stemedb_import::run(&options.file, mapping, run, sink, &mut on_progress);
    bar.finish_and_clear();
    let report = report?;
    if let Some(file) = refused.take() {
        file.finish()?;
    }
    command.screen.result(&report, show::report)?;
    let total = report.total();
    Ok(if !report.adds_up() {
        Exit::Failed
    } else if total.refused.contains_key(&Reason::Rejected) || report.sources.refused > 0 {
        Exit::Refused
    } else {
        Exit::Done
    })
}

fn bar(watched: bool) -> ProgressBar {
    if !watched {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(0);
    let template = "{bar:16} {percent:>3} %  {eta} left  {wide_msg}";
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar
}

/// The list of refused cells. A failure to write is kept until the end: the import itself goes on.
struct RefusedFile {
    path: std::path::PathBuf,
    to: BufWriter<File>,
    failed: Option<std::io::Error>,
}

impl RefusedFile {
    fn make(path: &Path) -> Result<Self, Failure> {
        let file = File::create(path).map_err(|error| Failure::file(path, "written", &error))?;
        let mut refused = RefusedFile {
            path: path.to_owned(),
            to: BufWriter::new(file),
            failed: None,
        };
        refused.row(["line", "column", "predicate", "reason", "detail", "text"]);
        Ok(refused)
    }

    fn add(&mut self, refusal: &Refusal) {
        let line = refusal.line.to_string();
        self.row([
            &line,
            &refusal.column,
            &refusal.predicate,
            refusal.reason.name(),
            refusal.detail.as_deref().unwrap_or_default(),
            &refusal.text,
        ]);
    }

    /// Tabs and line breaks within a cell are written out, so that a row stays a row.
    fn row(&mut self, cells: [&str; 6]) {
        let cells = cells.map(|cell| {
            cell.replace('\\', "\\\\")
                .replace('\t', "\\t")
                .replace('\n', "\\n")
                .replace('\r', "\\r")
        });
        if let Err(error) = writeln!(self.to, "{}", cells.join("\t")) {
            self.failed.get_or_insert(error);
        }
    }

    fn finish(mut self) -> Result<(), Failure> {
        let flushed = self.to.flush();
        match self.failed.map_or(flushed, Err) {
            Ok(()) => Ok(()),
            Err(error) => Err(Failure::file(&self.path, "written", &error)),
        }
    }
}
