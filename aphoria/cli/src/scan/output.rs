//! Where the report goes, and what is shown meanwhile.

use std::io::{IsTerminal, Write};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use aphoria_report::{Report, json, markdown, sarif, table};

use super::options::{Format, Options};

/// Writes the report.
pub(crate) fn write(options: &Options, report: &Report, code: u8) -> Result<()> {
    let text = match options.format {
        Format::Table => table::write(report, table_options(options)),
        Format::Json => json::write(report)?,
        Format::Sarif => sarif::write(
            report,
            &sarif::Options {
                version: env!("CARGO_PKG_VERSION").to_owned(),
                observations: options.show_observations,
                root_uri: String::new(),
                exit_code: i32::from(code),
            },
        )?,
        Format::Markdown => markdown::write(
            report,
            markdown::Options {
                observations: options.show_observations,
                ..markdown::Options::default()
            },
        ),
    };
    if let Some(path) = &options.output {
        return std::fs::write(path, text)
            .with_context(|| format!("{} can't be written", path.display()));
    }
    match std::io::stdout().write_all(text.as_bytes()) {
        // Whoever reads only the beginning has what they want.
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        told => told.context("The report can't be written"),
    }
}

fn table_options(options: &Options) -> table::Options {
    let terminal = std::io::stdout().is_terminal() && options.output.is_none();
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    let width = std::env::var("COLUMNS")
        .ok()
        .and_then(|columns| columns.parse().ok());
    table::Options {
        style: table::Style {
            color: terminal && !set("NO_COLOR") && !dumb,
            width: width.unwrap_or(table::Style::default().width),
            unicode: true,
        },
        observations: options.show_observations,
    }
}

/// How often a person sees progress.
const EVERY: Duration = Duration::from_millis(100);

/// Progress on a terminal; silence in a pipe.
pub(crate) struct Progress {
    whole: usize,
    shown: Option<Mutex<Instant>>,
}

impl Progress {
    pub(crate) fn new(whole: usize) -> Self {
        let watched = std::io::stderr().is_terminal();
        Self {
            whole,
            shown: watched.then(|| Mutex::new(Instant::now())),
        }
    }

    /// Shows how many files are done, now and then.
    pub(crate) fn show(&self, done: usize) {
        let Some(Ok(mut shown)) = self.shown.as_ref().map(Mutex::try_lock) else {
            return;
        };
        if shown.elapsed() >= EVERY {
            *shown = Instant::now();
            let filled = done * 30 / self.whole.max(1);
            eprint!(
                "\r[{:<30}] {done} of {} files",
                "=".repeat(filled),
                self.whole
            );
        }
    }

    /// Takes the line away.
    pub(crate) fn end(&self) {
        if self.shown.is_some() {
            eprint!("\r\x1b[K");
        }
    }
}
