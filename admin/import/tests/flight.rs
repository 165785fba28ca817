//! The Flight mapping over the Flight data. Where the data is missing, the tests say so and pass.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};

use stemedb_import::{
    CheckpointPlace, DryRun, Mapping, MappingError, Options, Progress, Reason, Report, Settings,
    run,
};

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn mapping_path() -> PathBuf {
    workspace().join("examples/flight/mapping.toml")
}

fn data(name: &str) -> Option<PathBuf> {
    let shared = std::env::var_os("STEMEDB_SHARED_DATA");
    let shared = shared.map_or_else(|| workspace().join("../shared/data"), PathBuf::from);
    let path = shared.join("flight").join(name);
    if path.exists() {
        return Some(path);
    }
    eprintln!(
        "SKIPPED: {} is missing; set STEMEDB_SHARED_DATA",
        path.display()
    );
    None
}

fn import(input: &Path, sink: &mut DryRun, threads: usize) -> (Report, u64) {
    let mapping = Mapping::load(&mapping_path(), &Settings::for_input(input)).unwrap();
    let mut options = Options::new([7; 32], "dry");
    options.checkpoint = CheckpointPlace::None;
    options.threads = threads.try_into().unwrap();
    let mut refusals = 0;
    let report = run(input, &mapping, &options, sink, &mut |progress| {
        if let Progress::Refused(refusal) = progress {
            assert_ne!(
                refusal.reason,
                Reason::TimeFormat,
                "a way of writing times is not in the mapping: {refusal:?}"
            );
            refusals += 1;
        }
    });
    (report.unwrap(), refusals)
}

#[test]
fn the_examples_of_the_mapping_hold() {
    let mut settings = Settings::default();
    settings.set("day=2011-12-08").unwrap();
    let mapping = Mapping::load(&mapping_path(), &settings).unwrap();
    assert_eq!(mapping.predicate_names().count(), 6);
    let noon = mapping.normalise("actual_arrival", "Dec 08 - 12:00noon");
    assert_eq!(noon.unwrap().unwrap().to_string(), "2011-12-08T12:00");
}

#[test]
fn without_a_day_nothing_starts() {
    let settings = Settings::for_input(Path::new("flights.tsv"));
    let refused = Mapping::load(&mapping_path(), &settings).err();
    assert!(
        matches!(refused, Some(MappingError::DayMissing)),
        "{refused:?}"
    );
}

#[test]
fn the_day_is_counted_to_the_last_cell_and_twice_adds_nothing() {
    let Some(input) = data("claims-20111208.tsv") else {
        return;
    };
    let mut sink = DryRun::default();
    let (first, refusals) = import(&input, &mut sink, 2);
    let total = first.total();
    assert!(first.adds_up(), "{first:?}");
    assert_eq!((first.rows, first.empty_lines), (27_884, 0));
    assert_eq!(first.sources.accepted, 38);
    assert_eq!(total.cells, 6 * 27_884);
    assert_eq!(total.read, 103_517);
    assert_eq!(
        (total.accepted, total.duplicate, total.refused_total()),
        (99_442, 869, 3_206)
    );
    assert_eq!(total.refused.get(&Reason::Absent), Some(&3_206));
    assert_eq!(refusals, 3_206);

    let (second, _) = import(&input, &mut sink, 1);
    assert!(second.adds_up(), "{second:?}");
    assert_eq!(second.total().accepted, 0);
    assert_eq!(second.total().duplicate, 99_442 + 869);
    assert_eq!((second.sources.accepted, second.sources.duplicate), (0, 38));
}

#[test]
fn the_next_day_is_understood_too() {
    let Some(input) = data("claims-20111209.tsv") else {
        return;
    };
    let (report, _) = import(&input, &mut DryRun::default(), 2);
    assert!(report.adds_up(), "{report:?}");
    assert_eq!((report.rows, report.total().read), (27_849, 103_801));
}
