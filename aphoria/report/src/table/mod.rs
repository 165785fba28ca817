//! The report for a person at a terminal.
//!
//! Whether there is a terminal, how wide it is and whether it wants colours is the caller's business.

mod finding;
mod words;

use std::fmt::Write as _;

use crate::{Report, Verdict, visible::sentence};
use words::{Paint, Writer};
pub(crate) use words::{amount, bytes};

/// How the terminal is written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Whether it shows colours.
    pub color: bool,
    /// Its columns; taken as 40 if fewer.
    pub width: usize,
    /// Whether it shows more than ASCII. If not, signs of our own are ASCII; text from files stays as it is.
    pub unicode: bool,
}

impl Default for Style {
    fn default() -> Self {
        Self {
            color: false,
            width: 100,
            unicode: true,
        }
    }
}

/// What is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    /// How.
    pub style: Style,
    /// Whether observations are shown that are no conflict, and those that are suppressed.
    pub observations: bool,
}

/// Narrowest terminal that is written for.
const WIDTH_MIN: usize = 40;

/// The report as text.
#[must_use]
pub fn write(report: &Report, options: Options) -> String {
    let style = Style {
        width: options.style.width.max(WIDTH_MIN),
        ..options.style
    };
    let mut out = Writer::new(style);
    let mut file = "";
    for observation in &report.observations {
        if !(options.observations || observation.counts() || observation.verdict == Verdict::Ack) {
            continue;
        }
        if file != observation.file {
            file = &observation.file;
            out.line(Paint::Bold, &sentence(file));
        }
        finding::write(&mut out, observation);
    }
    if options.observations && !report.absent.is_empty() {
        absent(&mut out, report);
    }
    notes(&mut out, report);
    incomplete(&mut out, report);
    totals(&mut out, report);
    out.text
}

fn absent(out: &mut Writer, report: &Report) {
    out.line(Paint::Bold, "No longer there, but in the baseline");
    for gone in &report.absent {
        let text = format!("{}  {}  {}", gone.file, gone.extractor, gone.concept_path);
        out.wrapped(Paint::Dim, "  ", &sentence(&text));
    }
    out.gap();
}

fn notes(out: &mut Writer, report: &Report) {
    let notes = &report.summary.unused_suppressions;
    if notes.is_empty() {
        return;
    }
    out.line(Paint::Bold, "Suppressions that suppress nothing");
    for note in notes {
        let place = place(&note.file, note.line);
        out.wrapped(
            Paint::Plain,
            "  ",
            &sentence(&format!("{place}{}", note.message)),
        );
    }
    out.gap();
}

fn incomplete(out: &mut Writer, report: &Report) {
    if report.incomplete.is_empty() {
        return;
    }
    out.line(Paint::Red, "The scan is incomplete");
    for one in &report.incomplete {
        let mut text = String::new();
        for part in [&one.plugin, &one.file].into_iter().flatten() {
            // Writing to a string cannot fail.
            let _ = write!(text, "{part}: ");
        }
        text.push_str(&one.reason);
        out.wrapped(Paint::Plain, "  ", &sentence(&text));
    }
    out.gap();
}

fn place(file: &str, line: u32) -> String {
    match (file.is_empty(), line) {
        (true, _) => String::new(),
        (false, 0) => format!("{file}: "),
        (false, _) => format!("{file}:{line}: "),
    }
}

fn totals(out: &mut Writer, report: &Report) {
    let counts = report.summary.verdicts;
    let mut parts = vec![
        (Verdict::Block, counts.block),
        (Verdict::Flag, counts.flag),
        (Verdict::Ack, counts.ack),
        (Verdict::Pass, counts.pass),
        (Verdict::None, counts.none),
    ];
    parts
        .retain(|(verdict, count)| *count > 0 || matches!(verdict, Verdict::Block | Verdict::Flag));
    let mut line = String::new();
    for (verdict, count) in parts {
        let paint = if count == 0 {
            Paint::Dim
        } else {
            finding::paint(verdict)
        };
        line.push_str(&out.painted(paint, &format!("{count} {verdict}")));
        line.push_str("  ");
    }
    let suppressed = report.summary.suppressed;
    let hidden = suppressed.inline + suppressed.baseline;
    if hidden > 0 {
        let text = format!(
            "{hidden} suppressed ({} by comments, {} by the baseline)",
            suppressed.inline, suppressed.baseline
        );
        line.push_str(&out.painted(Paint::Dim, &text));
    }
    out.raw(line.trim_end());
    let mut text = format!(
        "{} examined, {}",
        amount(report.summary.files, "file"),
        bytes(report.summary.bytes)
    );
    let skipped: Vec<String> = report
        .summary
        .skipped
        .iter()
        .map(|(reason, skipped)| format!("{} {reason}", skipped.files))
        .collect();
    if !skipped.is_empty() {
        let _ = write!(text, "; not examined: {}", skipped.join(", "));
    }
    out.wrapped(Paint::Dim, "", &sentence(&text));
}
