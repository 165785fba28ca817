//! Whole commands on a folder.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use steme::Exit;
use support::{Bench, calibration, story};

#[test]
fn agents_contradict_each_other_and_lenses_decide() {
    story::contradiction(&Bench::folder());
}

#[test]
fn what_is_not_there_has_its_exit_code() {
    story::refusals(&Bench::folder());
}

#[test]
fn importing_twice_adds_nothing() {
    story::import(&Bench::folder());
}

#[test]
fn confidences_are_measured_and_mended() {
    calibration::calibration(&Bench::folder());
}

#[test]
fn slots_are_changed_and_changed_back() {
    let bench = Bench::folder();
    let key = bench.key("agent.key");
    bench.assert(&key, &["thing", "aspect", "1"]);
    story::plugins(&bench);
}

#[test]
fn reading_makes_no_database() {
    let bench = Bench::folder();
    let outcome = bench.run(&["query", "a", "b"]);
    assert_eq!(outcome.exit, Exit::NotFound);
    assert!(
        outcome.err.contains("there is no database in"),
        "{}",
        outcome.err
    );
    assert!(!bench.path("data").exists());
}

#[test]
fn a_damaged_log_is_found() {
    let bench = Bench::folder();
    let key = bench.key("agent.key");
    for value in ["1", "2", "3"] {
        bench.assert(&key, &["thing", "aspect", value]);
    }
    let shown = bench.run(&["verify"]).done();
    assert!(shown.contains("sound"), "{shown}");
    let wal = bench.path("data").join("wal");
    let segment = std::fs::read_dir(&wal)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| std::fs::metadata(path).unwrap().len() > 0)
        .max_by_key(|path| std::fs::metadata(path).unwrap().len())
        .unwrap();
    let mut bytes = std::fs::read(&segment).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&segment, bytes).unwrap();
    let outcome = bench.run(&["--json", "verify"]);
    assert_eq!(
        outcome.exit,
        Exit::Refused,
        "{}{}",
        outcome.out,
        outcome.err
    );
    let report: serde_json::Value = outcome.json();
    assert_eq!(report["sound"], false);
    assert_eq!(bench.run(&["verify", "/nowhere"]).exit, Exit::NotFound);
}
