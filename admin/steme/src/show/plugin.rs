//! Pages about plugin projects.

use super::Page;
use super::page::Column;
use crate::verbs::{BuiltView, CapturedView, CostsView, Handed, Made, TestView};

pub(crate) fn made(made: &Made, page: &mut Page) {
    page.heading(format!("{} in {}", made.id, made.folder.display()));
    for file in &made.files {
        let inner = file.starts_with("sdk") || file.starts_with("wit");
        if !inner {
            page.line(format!("  {}", file.display()));
        }
    }
    page.line("  sdk/ and wit/: the kit's library and the contract");
    page.gap();
    page.line(format!(
        "Next: cd {}, then steme plugin build, steme plugin test",
        made.folder.display()
    ));
}

pub(crate) fn built(built: &BuiltView, page: &mut Page) {
    page.heading(format!("{} is built", built.id));
    page.facts(&[
        ("component", built.component.display().to_string()),
        ("bytes", built.bytes.to_string()),
        ("digest", built.digest.clone()),
        ("time", format!("{:.1} s", built.seconds)),
    ]);
}

pub(crate) fn tested(view: &TestView, page: &mut Page) {
    page.heading(&view.plugin);
    let wrong: Vec<_> = view
        .cases
        .iter()
        .filter(|case| case.wrong.is_some())
        .collect();
    let good = page.verdict(
        wrong.is_empty(),
        if wrong.is_empty() { "pass" } else { "FAIL" },
    );
    page.line(format!(
        "{good}  cases: {}, {} wrong",
        view.cases.len(),
        wrong.len()
    ));
    for case in wrong {
        let what = case.wrong.as_deref().unwrap_or_default();
        page.line(format!("      {}: {what}", case.name));
    }
    for law in &view.laws {
        let good = law.broken.is_none();
        let word = page.verdict(good, if good { "pass" } else { "FAIL" });
        page.line(format!(
            "{word}  {} ({} calls): {}",
            law.law, law.calls, law.meaning
        ));
    }
    for note in &view.notes {
        page.line(format!("note  {note}"));
    }
    for broken in view.laws.iter().filter_map(|law| law.broken.as_ref()) {
        page.gap();
        page.heading(format!(
            "counterexample, written to {}",
            broken.file.display()
        ));
        for line in broken.case.lines() {
            page.line(line);
        }
    }
    page.gap();
    let word = page.verdict(view.passed, if view.passed { "passed" } else { "failed" });
    page.line(format!(
        "{word}, with {} captured inputs, in {:.1} s",
        view.captured, view.seconds
    ));
}

pub(crate) fn costs(view: &CostsView, page: &mut Page) {
    page.heading(&view.plugin);
    page.facts(&[
        ("a call", format!("{:.1} µs", view.fixed_us)),
        ("a row", format!("{:.1} ns", view.row_ns)),
        (
            "a new instance with its first call",
            format!("{:.0} µs", view.fresh_us),
        ),
    ]);
    page.gap();
    let rows = view.measured.iter().map(|measured| {
        vec![
            measured.groups.to_string(),
            measured.rows.to_string(),
            format!("{:.1}", measured.us),
        ]
    });
    let columns = ["groups", "rows", "µs"].map(Column::Number);
    page.table(&columns, rows.collect());
}

pub(crate) fn handed(handed: &Handed, page: &mut Page) {
    super::installed(&handed.install, page);
    if let Some(activation) = &handed.activation {
        super::activation(activation, page);
    }
}

pub(crate) fn captured(view: &CapturedView, page: &mut Page) {
    page.heading(format!(
        "{} inputs in {}",
        view.files.len(),
        view.folder.display()
    ));
    for id in &view.left_out {
        page.line(format!("  left out: {id}"));
    }
}
