//! What a lens's confidences are worth.

use stemedb_calibration::Bin;

use super::page::{Column, Page};
use super::text::{clean, count, unit};
use crate::verbs::Calibration;

/// The measures before and after, the answers by confidence, and the curve.
pub(crate) fn calibration(found: &Calibration, page: &mut Page) {
    let (before, after) = (&found.before, &found.after);
    page.heading(format!("The confidences of {}", clean(&found.lens)));
    page.facts(&[
        ("asked", count(found.questions, "question")),
        ("answered", found.answered.to_string()),
        ("right", format!("{:.1} %", before.accuracy * 100.0)),
        ("judges", clean(&found.judged_by)),
    ]);
    page.gap();
    let row = |name: &str, before: f64, after: f64| {
        vec![
            name.to_owned(),
            format!("{before:.4}"),
            format!("{after:.4}"),
        ]
    };
    let columns = [
        Column::Text("measure"),
        Column::Number("as it is"),
        Column::Number("calibrated"),
    ];
    let rows = vec![
        row("Brier score", before.brier, after.brier),
        row(
            "expected calibration error",
            before.expected_error,
            after.expected_error,
        ),
        row("mean confidence", before.confidence, after.confidence),
    ];
    page.table(&columns, rows);
    page.line(format!(
        "  Cross-validated: each answer was calibrated by a curve fitted on other subjects, in {} parts.",
        found.folds
    ));
    page.gap();
    let columns = [
        Column::Whole("confidence"),
        Column::Number("answers"),
        Column::Number("mean"),
        Column::Number("right"),
    ];
    let filled = found.bins.iter().filter(|bin| bin.answers > 0);
    page.table(&columns, filled.map(bin).collect());
    page.gap();
    page.line("The curve, fitted on all answers:");
    page.line(format!("  {}", found.curve));
    page.line("Ask with it:");
    page.line(format!("  --lens '{}'", clean(&found.calibrated_lens)));
}

fn bin(bin: &Bin) -> Vec<String> {
    vec![
        format!("{} to {}", unit(bin.from), unit(bin.to)),
        bin.answers.to_string(),
        unit(bin.confidence),
        unit(bin.accuracy),
    ]
}
