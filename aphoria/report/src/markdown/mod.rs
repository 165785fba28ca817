//! The report for a comment on a pull request.
//!
//! Every text that is not ours is escaped, so that a file's contents can neither form the page nor call people, and the
//! whole is bounded, since forges refuse long comments.

mod escape;

use std::fmt::Write as _;

use crate::{
    Against, Observation, Report, Verdict,
    authority::words,
    table::{amount, bytes},
    visible::visible,
};
use escape::{escape, link};

/// What is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Whether observations are shown that are no conflict, and those that are suppressed.
    pub observations: bool,
    /// Most findings that are shown; of more only the number.
    pub findings_max: usize,
    /// Most bytes of the page. GitHub takes 65,536 characters.
    pub bytes_max: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            observations: false,
            findings_max: 50,
            bytes_max: 60_000,
        }
    }
}

/// Most lines of notes.
const NOTES_MAX: usize = 20;

/// The report as Markdown with the few HTML tags that forges allow.
#[must_use]
pub fn write(report: &Report, options: Options) -> String {
    let mut head = String::from("## Aphoria\n\n");
    summary(&mut head, report);
    let mut tail = String::new();
    notes(&mut tail, report);
    let shown: Vec<&Observation> = report
        .observations
        .iter()
        .filter(|one| options.observations || one.counts())
        .collect();
    let room = options
        .bytes_max
        .saturating_sub(head.len() + tail.len() + 200);
    let mut body = String::new();
    let mut count = 0;
    for observation in &shown {
        let one = finding(observation);
        if count == options.findings_max || body.len() + one.len() > room {
            break;
        }
        body.push_str(&one);
        count += 1;
    }
    if count < shown.len() {
        let more = amount((shown.len() - count) as u64, "more finding");
        let _ = writeln!(body, "… and {more}.\n");
    }
    head + &body + &tail
}

fn summary(out: &mut String, report: &Report) {
    let counts = report.summary.verdicts;
    let suppressed = report.summary.suppressed;
    out.push_str("| BLOCK | FLAG | ACK | PASS | NONE | suppressed |\n|--:|--:|--:|--:|--:|--:|\n");
    let _ = writeln!(
        out,
        "| {} | {} | {} | {} | {} | {} |\n",
        counts.block,
        counts.flag,
        counts.ack,
        counts.pass,
        counts.none,
        suppressed.inline + suppressed.baseline
    );
    let _ = write!(
        out,
        "{}: {} examined, {}",
        escape(&report.project.name),
        amount(report.summary.files, "file"),
        bytes(report.summary.bytes)
    );
    if let Some(commit) = &report.project.commit {
        let _ = write!(out, ", at {}", escape(commit));
    }
    out.push_str(".\n\n");
    if !report.incomplete.is_empty() {
        out.push_str("**The scan is incomplete**, see below.\n\n");
    }
}

fn finding(observation: &Observation) -> String {
    let mut out = String::new();
    let _ = writeln!(
        out,
        "<details>\n<summary>{} <b>{}</b> {}:{} — {}</summary>\n",
        sign(observation.verdict),
        observation.verdict,
        escape(&observation.file),
        observation.line,
        escape(&observation.reason)
    );
    code(&mut out, observation);
    let _ = writeln!(
        out,
        "- {} {} \\= {} ({}, confidence {:.2})",
        escape(&observation.concept_path),
        escape(&observation.predicate),
        escape(&words(&observation.value)),
        escape(&observation.extractor),
        observation.confidence
    );
    if let Some(conflict) = &observation.conflict {
        if observation.verdict.is_conflict() {
            let _ = writeln!(out, "- score {:.2}", conflict.score);
        }
        for against in &conflict.against {
            rule(&mut out, against, observation.verdict);
        }
    }
    if let Some(suppression) = &observation.suppressed {
        let expires = suppression
            .expires
            .as_deref()
            .map_or_else(String::new, |date| format!(" until {}", escape(date)));
        let _ = writeln!(
            out,
            "- suppressed ({}{expires}): {}",
            suppression.kind.name(),
            escape(&suppression.reason)
        );
    }
    out.push_str("\n</details>\n\n");
    out
}

const fn sign(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Block => "🟥",
        Verdict::Flag => "🟨",
        Verdict::Ack => "⬜",
        Verdict::Pass => "🟩",
        Verdict::None => "⬛",
    }
}

fn rule(out: &mut String, against: &Against, verdict: Verdict) {
    let cited = escape(&against.citation.words());
    let cited = match link(&against.citation.url) {
        Some(url) => format!("[{cited}]({url})"),
        None => cited,
    };
    let _ = writeln!(
        out,
        "- {cited}, **{}**: {} (expected {})",
        escape(&against.requirement),
        escape(&against.says),
        escape(&words(&against.expected))
    );
    if verdict.is_conflict() && !against.remedy.is_empty() {
        let _ = writeln!(out, "  - **What to do:** {}", escape(&against.remedy));
    }
}

/// A claim in Markdown, for the help of a rule.
pub(crate) fn rule_of(against: &Against) -> String {
    let mut out = String::new();
    rule(&mut out, against, Verdict::Block);
    out
}

/// The lines in a block whose fence is longer than any run of backticks in them.
fn code(out: &mut String, observation: &Observation) {
    if observation.code.is_empty() {
        return;
    }
    let lines: Vec<String> = observation
        .code
        .iter()
        .map(|line| {
            format!(
                "{:>5} | {}",
                line.line,
                visible(&line.text.replace('\t', "    "))
            )
        })
        .collect();
    let text = lines.join("\n");
    let longest = text
        .split(|c| c != '`')
        .map(str::len)
        .max()
        .unwrap_or_default();
    let fence = "`".repeat(longest.max(2) + 1);
    let _ = writeln!(out, "{fence}text\n{text}\n{fence}\n");
}

fn notes(out: &mut String, report: &Report) {
    let unused = report.summary.unused_suppressions.iter().map(|note| {
        format!(
            "{}:{} {}",
            escape(&note.file),
            note.line,
            escape(&note.message)
        )
    });
    list(
        out,
        "Suppressions that suppress nothing",
        &unused.collect::<Vec<_>>(),
    );
    let missing = report.incomplete.iter().map(|one| {
        let parts = [
            one.plugin.as_deref(),
            one.file.as_deref(),
            Some(one.reason.as_str()),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().map(escape).collect();
        parts.join(": ")
    });
    list(out, "The scan is incomplete", &missing.collect::<Vec<_>>());
}

fn list(out: &mut String, title: &str, lines: &[String]) {
    if lines.is_empty() {
        return;
    }
    let _ = writeln!(out, "**{title}**\n");
    for line in lines.iter().take(NOTES_MAX) {
        let _ = writeln!(out, "- {line}");
    }
    if lines.len() > NOTES_MAX {
        let _ = writeln!(out, "- … and {} more", lines.len() - NOTES_MAX);
    }
    out.push('\n');
}
