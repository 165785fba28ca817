//! Figures, their targets, and the table or JSON that they are printed as.
//!
//! Invariant: a figure is missed or met by comparing two numbers; nothing is rounded first.

use anyhow::Result;
use comfy_table::{CellAlignment, Table, presets};
use serde::Serialize;

use crate::lens::LensRow;
use crate::machine::Machine;
use crate::truth::Truth;

/// What a figure should be.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Target {
    /// Not more.
    AtMost(f64),
    /// Less.
    Below(f64),
    /// Not less.
    AtLeast(f64),
}

impl Target {
    fn is_met(self, measured: f64) -> bool {
        match self {
            Target::AtMost(bound) => measured <= bound,
            Target::Below(bound) => measured < bound,
            Target::AtLeast(bound) => measured >= bound,
        }
    }

    fn text(self) -> String {
        match self {
            Target::AtMost(bound) => format!("≤ {}", number(bound)),
            Target::Below(bound) => format!("< {}", number(bound)),
            Target::AtLeast(bound) => format!("≥ {}", number(bound)),
        }
    }
}

/// One measured number.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Figure {
    /// The bench that it comes from.
    pub(crate) bench: &'static str,
    /// What was measured.
    pub(crate) what: String,
    /// How much.
    pub(crate) measured: f64,
    /// Of what.
    pub(crate) unit: &'static str,
    /// What it should be; none where the figure only explains another.
    pub(crate) target: Option<Target>,
    /// Whether the target is met.
    pub(crate) met: Option<bool>,
}

impl Figure {
    /// A figure that explains another one.
    pub(crate) fn new(
        bench: &'static str,
        what: impl Into<String>,
        measured: f64,
        unit: &'static str,
    ) -> Self {
        Figure {
            bench,
            what: what.into(),
            measured,
            unit,
            target: None,
            met: None,
        }
    }

    /// The same figure with what it should be.
    pub(crate) fn target(mut self, target: Target) -> Self {
        self.target = Some(target);
        self.met = Some(target.is_met(self.measured));
        self
    }
}

#[derive(Serialize)]
struct Report<'a> {
    machine: &'a Machine,
    figures: &'a [Figure],
    #[serde(skip_serializing_if = "<[LensRow]>::is_empty")]
    lenses: &'a [LensRow],
    #[serde(skip_serializing_if = "Option::is_none")]
    truth: Option<&'a Truth>,
}

/// Prints the figures as JSON.
pub(crate) fn print_json(
    machine: &Machine,
    figures: &[Figure],
    lenses: &[LensRow],
    truth: Option<&Truth>,
) -> Result<()> {
    let report = Report {
        machine,
        figures,
        lenses,
        truth,
    };
    println!("{}", serde_json::to_string_pretty(&report)?);
    Ok(())
}

/// Prints the figures as a table, and a line on what is measured elsewhere.
pub(crate) fn print_table(machine: &Machine, figures: &[Figure]) {
    println!("{machine}");
    if figures.is_empty() {
        return;
    }
    let mut table = Table::new();
    table.load_style(presets::ASCII_MARKDOWN);
    table.set_header(["bench", "what", "measured", "unit", "target", ""]);
    for figure in figures {
        let target = figure.target.map_or(String::new(), Target::text);
        let verdict = match figure.met {
            None => "",
            Some(true) => "met",
            Some(false) => "missed",
        };
        table.add_row([
            figure.bench.to_owned(),
            figure.what.clone(),
            number(figure.measured),
            figure.unit.to_owned(),
            target,
            verdict.to_owned(),
        ]);
    }
    if let Some(column) = table.column_mut(2) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    println!("{table}");
    println!(
        "Crashes and hostile plugins are rows of tests, not of this table: host/engine/tests, host/wal/tests and \
         host/plugins/tests/hostile.rs."
    );
}

/// Three digits that count; whole numbers from a thousand on.
fn number(value: f64) -> String {
    let size = value.abs();
    if size >= 1_000.0 {
        return grouped(value);
    }
    let digits = if size >= 100.0 {
        0
    } else if size >= 10.0 {
        1
    } else if size >= 1.0 {
        2
    } else {
        3
    };
    let text = format!("{value:.digits$}");
    match text.split_once('.') {
        Some((whole, rest)) if rest.bytes().all(|digit| digit == b'0') => whole.to_owned(),
        _ => text,
    }
}

fn grouped(value: f64) -> String {
    let digits = format!("{:.0}", value.abs());
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    if value < 0.0 {
        text.insert(0, '-');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_told_apart() {
        let figure = |target| Figure::new("a", "b", 100.0, "us").target(target).met;
        assert_eq!(figure(Target::AtMost(100.0)), Some(true));
        assert_eq!(figure(Target::Below(100.0)), Some(false));
        assert_eq!(figure(Target::AtLeast(100.0)), Some(true));
        assert_eq!(figure(Target::AtLeast(100.1)), Some(false));
    }

    #[test]
    fn numbers_keep_three_digits() {
        for (value, text) in [
            (0.01234, "0.012"),
            (1.2, "1.20"),
            (2.0, "2"),
            (45.67, "45.7"),
            (999.4, "999"),
            (1_234_567.0, "1,234,567"),
            (-1_234.0, "-1,234"),
        ] {
            assert_eq!(number(value), text);
        }
    }
}
