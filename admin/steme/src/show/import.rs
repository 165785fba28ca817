//! The report of an import, and that it adds up.

use stemedb_import::{Counts, Report};

use super::page::{Column, Page};
use super::text::clean;

/// The report.
pub(crate) fn report(report: &Report, page: &mut Page) {
    let total = report.total();
    let rows = report
        .predicates
        .iter()
        .map(|one| row(&clean(&one.predicate), &one.counts))
        .chain([row("together", &total)]);
    let columns = [
        Column::Text("predicate"),
        Column::Number("cells"),
        Column::Number("empty"),
        Column::Number("read"),
        Column::Number("accepted"),
        Column::Number("duplicate"),
        Column::Number("refused"),
    ];
    page.heading(format!("{} rows imported", report.rows));
    page.table(&columns, rows.collect());
    page.gap();
    for (reason, number) in &total.refused {
        page.line(format!("  refused {number}: {reason}"));
    }
    for (why, number) in &report.rejections {
        page.line(format!("  the receiver refused {number}: {}", clean(why)));
    }
    let sources = &report.sources;
    if sources.accepted + sources.duplicate + sources.refused > 0 {
        page.line(format!(
            "  sources: {} new, {} here already, {} refused",
            sources.accepted, sources.duplicate, sources.refused
        ));
    }
    let sums = format!(
        "{} cells = {} empty + {} read; {} read = {} accepted + {} duplicate + {} refused",
        total.cells,
        total.empty,
        total.read,
        total.read,
        total.accepted,
        total.duplicate,
        total.refused_total()
    );
    let verdict = if report.adds_up() {
        page.verdict(true, "The report adds up")
    } else {
        page.verdict(
            false,
            "The report does not add up, which is a fault of this program",
        )
    };
    page.line(format!("  {verdict}: {sums}"));
}

fn row(name: &str, counts: &Counts) -> Vec<String> {
    let numbers = [
        counts.cells,
        counts.empty,
        counts.read,
        counts.accepted,
        counts.duplicate,
        counts.refused_total(),
    ];
    std::iter::once(name.to_owned())
        .chain(numbers.iter().map(u64::to_string))
        .collect()
}
