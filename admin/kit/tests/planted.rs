//! What the laws and the admission are there for, planted and found. Needs the guests: `cargo xtask guests`.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};

use stemedb_kit::call::Subject;
use stemedb_kit::check::{Finding, Report, Test};
use stemedb_kit::{Language, Limits, Project, TestSettings, World};
use stemedb_plugins::Compiler;

/// A component of `target/guests`.
fn guest(name: &str) -> Vec<u8> {
    let named = std::env::var_os("STEMEDB_GUESTS_DIR").map(PathBuf::from);
    let usual = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/guests");
    let path = named.unwrap_or_else(usual).join(format!("{name}.wasm"));
    fs::read(&path)
        .unwrap_or_else(|error| panic!("{}: {error}; run `cargo xtask guests`", path.display()))
}

fn install(name: &str) -> Result<Subject, String> {
    let installed = Subject::install(&guest(name), &Limits::default(), &Compiler::InProcess);
    installed.map_err(|error| error.to_string())
}

/// What the laws say of a component.
fn tried(name: &str, change: impl FnOnce(&mut Project)) -> (Report, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let subject = install(name).unwrap();
    let mut project = Project {
        folder: folder.path().to_owned(),
        id: subject.reference().id.clone(),
        language: Language::Rust,
        world: World::Resolver,
        limits: Limits::default(),
        test: TestSettings::default(),
    };
    change(&mut project);
    let test = Test {
        project: &project,
        subject: &subject,
        rebuilt: None,
        say: &|_| {},
    };
    (test.run().unwrap(), folder)
}

fn finding<'a>(report: &'a Report, law: &str) -> &'a Finding {
    let tried = report.laws.iter().find(|tried| tried.law == law).unwrap();
    let finding = tried.finding.as_ref();
    finding.unwrap_or_else(|| panic!("{law} did not notice"))
}

fn is_clean(report: &Report, law: &str) -> bool {
    let mut laws = report.laws.iter();
    laws.any(|tried| tried.law == law && tried.finding.is_none())
}

/// The counterexample is a case file that reads back.
fn reads_back(found: &Finding) {
    let folder = found.path.parent().unwrap();
    let cases = stemedb_cases::cases_in(folder).unwrap();
    assert!(!cases.is_empty());
    assert_eq!(fs::read_to_string(&found.path).unwrap(), found.case);
}

#[test]
fn state_between_calls_is_found_with_the_smallest_call() {
    let (report, _folder) = tried("test/resolver_stateful", |_| {});
    let found = finding(&report, "same-again");
    assert!(
        found.what.contains("when it is asked again"),
        "{}",
        found.what
    );
    assert!(found.rows <= 1, "{}", found.case);
    assert!(found.case.contains("[[case]]"), "{}", found.case);
    reads_back(found);
    assert!(!report.passed());
}

#[test]
fn a_weight_by_place_is_found_with_two_rows_of_two_values() {
    let (report, _folder) = tried("test/resolver_weighs_places", |_| {});
    let found = finding(&report, "arrival");
    assert!(
        found.what.contains("arrive in another order"),
        "{}",
        found.what
    );
    assert_eq!(found.rows, 2, "{}", found.case);
    reads_back(found);
    assert!(is_clean(&report, "same-again") && is_clean(&report, "answers"));
}

#[test]
fn a_weight_by_arrival_is_found_unless_it_is_meant() {
    let (report, _folder) = tried("test/resolver_weighs_arrival", |_| {});
    let found = finding(&report, "arrival");
    assert!(
        found.what.contains("reads_arrival = true"),
        "{}",
        found.what
    );
    assert!(found.case.contains("hlc = ["), "{}", found.case);
    let (report, _folder) = tried("test/resolver_weighs_arrival", |project| {
        project.test.reads_arrival = true;
    });
    assert!(is_clean(&report, "arrival"));
}

#[test]
fn a_clock_is_refused_at_admission_by_its_name() {
    let told = install("test/resolver_wants_clock").err().unwrap();
    assert!(told.contains("wasi:clocks/wall-clock"), "{told}");
}

#[test]
fn a_column_that_is_not_declared_is_named() {
    let (report, _folder) = tried("test/resolver_undeclared_column", |_| {});
    let found = finding(&report, "answers");
    assert!(found.what.contains("the column `trust`"), "{}", found.what);
    assert_eq!(found.rows, 0, "the column is missing whatever the rows are");
}

#[test]
fn the_lenses_of_the_library_keep_every_law() {
    for id in [
        "consensus",
        "recency",
        "skeptic",
        "layered",
        "decay",
        "epoch-aware",
    ] {
        let (report, _folder) = tried(id, |project| project.test.batches = 40);
        for tried in &report.laws {
            assert!(
                tried.finding.is_none(),
                "{id} breaks {}: {}",
                tried.law,
                tried.finding.as_ref().unwrap().case
            );
        }
    }
}
