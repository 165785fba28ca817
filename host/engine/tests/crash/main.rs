//! Power cuts at every boundary of every file that an engine writes, and every fault that a disk can have.
//!
//! A run is recorded once. The disks are then made again as they stood before each single change, crashed in several
//! ways, and reopened: every acknowledged entry must be there and whole, and nothing half there. `SLOW=1` opens a whole
//! engine at every boundary for every kind of crash; otherwise a seeded sample is taken. `SEED=n` changes workload and
//! sample.

mod check;
mod faults;
mod flips;
mod plan;
mod recorder;
mod run;
#[path = "../support/mod.rs"]
mod support;

use std::sync::Mutex;

use check::{check_engine, check_store};
use plan::{Dice, Plan};
use recorder::{Disks, Event};
use run::{Bench, Recording, record};
use stemedb_engine::FaultSwitches;
use stemedb_wal::disk::Crash;

const STEPS: usize = 42;
const THREADS: usize = 2;

/// About how many crashed disks are reopened unless it is all of them.
#[derive(Clone, Copy)]
struct Sample {
    /// With a whole engine.
    engines: usize,
    /// With the storage parts alone.
    stores: usize,
}

const SOUND: Sample = Sample {
    engines: 250,
    stores: 1_500,
};
/// A check that must fail needs few.
const RED: Sample = Sample {
    engines: 20,
    stores: 300,
};

fn seed() -> u64 {
    let given = std::env::var("SEED")
        .ok()
        .and_then(|text| text.parse().ok());
    given.unwrap_or(1)
}

fn slow() -> bool {
    std::env::var_os("SLOW").is_some_and(|value| value != "0")
}

/// A disk state to be checked.
struct Case {
    boundary: usize,
    crash: [Crash; 2],
    whole_engine: bool,
}

/// The kinds of crash at a boundary: each disk loses nothing, all that was not synced, or parts of it.
fn crashes(dice: &mut Dice) -> Vec<[Crash; 2]> {
    let pages = Crash::Pages { seed: dice.next() };
    let torn = Crash::TornPage { seed: dice.next() };
    let (none, all) = (Crash::NothingUnsynced, Crash::EverythingUnsynced);
    vec![
        [none, none],
        [all, all],
        [none, all],
        [all, none],
        [pages, pages],
        [torn, torn],
        [none, pages],
        [pages, all],
    ]
}

fn cases(boundaries: usize, seed: u64, sample: Sample) -> Vec<Case> {
    let mut dice = Dice(seed);
    let mut cases = Vec::new();
    let all = boundaries * 8;
    for boundary in 0..boundaries {
        for crash in crashes(&mut dice) {
            let whole_engine = slow() || dice.below(all) < sample.engines;
            if whole_engine || dice.below(all) < sample.stores {
                cases.push(Case {
                    boundary,
                    crash,
                    whole_engine,
                });
            }
        }
    }
    cases
}

/// What checking all cases found.
struct Report {
    checked: usize,
    violations: Vec<String>,
}

fn check_all(plan: &Plan, recording: &Recording, seed: u64, sample: Sample) -> Report {
    let cases = cases(recording.events.len() + 1, seed, sample);
    let violations = Mutex::new(Vec::new());
    let checked = cases.len();
    std::thread::scope(|scope| {
        for worker in 0..THREADS {
            let (cases, violations) = (&cases, &violations);
            scope.spawn(move || {
                let found = check_some(plan, recording, cases, worker);
                violations.lock().expect("no worker panics").extend(found);
            });
        }
    });
    let violations = violations.into_inner().expect("no worker panics");
    Report {
        checked,
        violations,
    }
}

/// Every so-many-th case; the disks are made again once, event by event.
fn check_some(plan: &Plan, recording: &Recording, cases: &[Case], worker: usize) -> Vec<String> {
    let bench = Bench::new();
    let disks = Disks::default();
    let mut violations = Vec::new();
    let mut happened = 0;
    for case in cases.iter().skip(worker).step_by(THREADS) {
        for event in &recording.events[happened..case.boundary] {
            disks
                .apply(event)
                .expect("what happened once happens again");
        }
        happened = case.boundary;
        let next: Option<&Event> = recording.events.get(case.boundary);
        let acknowledged = next.map_or(recording.acknowledged, |event| event.acknowledged);
        let image = disks.crash(case.crash);
        let checked = if case.whole_engine {
            check_engine(&image, plan, acknowledged, &bench)
        } else {
            check_store(&image, plan, acknowledged)
        };
        if let Err(what) = checked {
            let before = next.map_or("the end".to_owned(), Event::words);
            let Case {
                boundary, crash, ..
            } = case;
            violations.push(format!(
                "boundary {boundary} (before the {before}), {crash:?}: {what}"
            ));
        }
    }
    violations
}

fn run(faults: FaultSwitches, sample: Sample) -> Report {
    let seed = seed();
    let plan = Plan::new(seed, STEPS);
    let recording = record(&plan, faults);
    let report = check_all(&plan, &recording, seed, sample);
    println!(
        "seed {seed}: {} entries, {} changes of the disks, {} crashed disks reopened, {} violations",
        plan.entries.len(),
        recording.events.len(),
        report.checked,
        report.violations.len()
    );
    report
}

#[test]
fn no_boundary_loses_or_halves_an_acknowledged_entry() {
    let Report { violations, .. } = run(FaultSwitches::default(), SOUND);
    let first = violations
        .iter()
        .take(20)
        .cloned()
        .collect::<Vec<_>>()
        .join("\n");
    assert!(
        violations.is_empty(),
        "{} violations with seed {}:\n{first}",
        violations.len(),
        seed()
    );
}

/// The same check with a protection taken away: it must find what that protection prevents.
fn must_be_red(faults: FaultSwitches, words: &str) {
    let Report {
        violations,
        checked,
    } = run(faults, RED);
    assert!(
        violations.iter().any(|what| what.contains(words)),
        "of {checked} crashed disks none says `{words}`: {violations:?}"
    );
}

#[test]
fn skipping_the_sync_of_the_log_is_noticed() {
    must_be_red(
        FaultSwitches {
            skip_fsync: true,
            ..FaultSwitches::default()
        },
        "were acknowledged",
    );
}

#[test]
fn answering_before_the_sync_is_noticed() {
    must_be_red(
        FaultSwitches {
            answer_before_sync: true,
            ..FaultSwitches::default()
        },
        "were acknowledged",
    );
}

#[test]
fn writing_the_position_of_the_tables_early_is_noticed() {
    must_be_red(
        FaultSwitches {
            apply_position_early: true,
            ..FaultSwitches::default()
        },
        "are in the log",
    );
}
