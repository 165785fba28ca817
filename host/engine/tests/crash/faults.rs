//! Faults of the disks while an engine runs on them: each is told, nothing acknowledged is lost, and a restart on a disk
//! that works again goes on.

use std::sync::Arc;

use stemedb_core::{Body, SourceClass, SourceRecord};
use stemedb_engine::{Engine, ErrorKind};
use stemedb_wal::disk::{Crash, Fault, FaultRule, Operation};

use crate::check::{check_engine, check_store};
use crate::plan::{Plan, Step};
use crate::recorder::{DB, Disks, Tape, WAL};
use crate::run::{Bench, carry_out, engine_options};
use crate::support::{NOW, claim, header, sign};

const SEED: u64 = 7;
const STEPS: usize = 30;
const INDEX: &str = "index.redb";
const LOG: &str = ".wal";

/// A fault that stays once it has come.
fn from_then_on(on: Operation, name: &str, skip: u64, fault: Fault) -> FaultRule {
    FaultRule {
        on,
        name_contains: name.to_owned(),
        skip,
        times: u64::MAX,
        fault,
    }
}

/// A fault that comes once.
fn once(on: Operation, name: &str, skip: u64, fault: Fault) -> FaultRule {
    FaultRule {
        times: 1,
        ..from_then_on(on, name, skip, fault)
    }
}

/// How far a plan came.
struct Attempt {
    acknowledged: usize,
    /// The first error, and what health said then; nothing if the engine did not even open.
    failed: Option<(String, Option<Vec<String>>)>,
}

/// Carries a plan out until it fails; the fault is on its way from the first opening on. After a failure nothing more may
/// be accepted.
fn attempt(disks: &Disks, plan: &Plan, bench: &Bench, number: usize, rule: &FaultRule) -> Attempt {
    let tape = Arc::new(Tape::default());
    let open = || Engine::open(engine_options(disks, bench));
    let mut engine = Some(open().expect("the disks are sound at first"));
    disks.0[number].inject(rule.clone());
    let mut failed = None;
    for step in &plan.steps {
        if matches!(step, Step::Reopen) {
            drop(engine.take());
        }
        let running = match engine.take() {
            Some(engine) => engine,
            None => match open() {
                Ok(engine) => engine,
                Err(error) => {
                    failed = Some((error.to_string(), None));
                    break;
                }
            },
        };
        if let Err(error) = carry_out(&running, step, &tape) {
            assert_eq!(error.kind(), ErrorKind::Internal, "{error}");
            failed = Some((error.to_string(), Some(running.health().problems)));
            let next = claim(1, "one more", |_, _| {});
            let outcome = running.write_one(next);
            assert!(outcome.is_err(), "something was accepted after `{error}`");
            break;
        }
        engine = Some(running);
    }
    Attempt {
        acknowledged: tape.acknowledged(),
        failed,
    }
}

/// Runs into a fault, then restarts: at once, and after power cuts.
fn restarts(number: usize, rule: &FaultRule) -> Option<(String, Option<Vec<String>>)> {
    let (plan, bench) = (Plan::new(SEED, STEPS), Bench::new());
    let disks = Disks::default();
    let Attempt {
        acknowledged,
        failed,
    } = attempt(&disks, &plan, &bench, number, rule);
    disks.0[number].clear_faults();
    for seed in 0..4 {
        let crash = match seed {
            0 => Crash::NothingUnsynced,
            1 => Crash::EverythingUnsynced,
            seed => Crash::Pages { seed },
        };
        let image = disks.crash([crash; 2]);
        let checked = check_store(&image, &plan, acknowledged);
        assert!(checked.is_ok(), "{rule:?}, {crash:?}: {checked:?}");
    }
    let checked = check_engine(&disks, &plan, acknowledged, &bench);
    assert!(
        checked.is_ok(),
        "{rule:?}, restarted without a crash: {checked:?}"
    );
    failed
}

/// The fault must be told by an error that names the file, and by health.
fn must_be_told(number: usize, rule: &FaultRule, file: &str, words: &str) {
    let (error, problems) =
        restarts(number, rule).unwrap_or_else(|| panic!("{rule:?} was not noticed"));
    assert!(
        error.contains(file) && error.contains(words),
        "{rule:?}: {error}"
    );
    assert!(
        problems.is_none_or(|problems| !problems.is_empty()),
        "{rule:?}: health says nothing of `{error}`"
    );
}

#[test]
fn a_short_write_to_the_log_is_told_and_cut() {
    for skip in [0, 3, 20] {
        let rule = once(
            Operation::Write,
            LOG,
            skip,
            Fault::ShortWrite { bytes: 100 },
        );
        must_be_told(WAL, &rule, LOG, "short write");
    }
}

#[test]
fn after_a_failed_sync_of_the_log_nothing_is_acknowledged() {
    for skip in [0, 1, 5, 17, 30] {
        let rule = once(Operation::Sync, LOG, skip, Fault::SyncFails { seed: skip });
        must_be_told(WAL, &rule, LOG, "sync");
    }
}

#[test]
fn a_full_disk_under_the_log_is_told() {
    for bytes in [0, 60] {
        let rule = from_then_on(Operation::Write, LOG, 9, Fault::DiskFull { bytes });
        must_be_told(WAL, &rule, LOG, "write");
    }
    let rule = from_then_on(Operation::Create, LOG, 0, Fault::Fails);
    must_be_told(WAL, &rule, LOG, "create");
}

#[test]
fn an_index_that_cannot_be_written_ends_writing_and_loses_nothing() {
    for rule in [
        from_then_on(Operation::Write, INDEX, 2, Fault::DiskFull { bytes: 1_000 }),
        from_then_on(Operation::SetLen, INDEX, 0, Fault::Fails),
        from_then_on(Operation::Sync, INDEX, 0, Fault::SyncFails { seed: 1 }),
    ] {
        must_be_told(DB, &rule, INDEX, "restart");
    }
}

/// One failure may come so late that nobody writes any more; the log has everything.
#[test]
fn an_index_that_fails_once_loses_nothing() {
    for skip in [1, 4, 9] {
        restarts(
            DB,
            &once(
                Operation::Sync,
                INDEX,
                skip,
                Fault::SyncFails { seed: skip },
            ),
        );
        restarts(
            DB,
            &once(
                Operation::Write,
                INDEX,
                5 * skip,
                Fault::ShortWrite { bytes: 77 },
            ),
        );
    }
}

/// A disk that says that it has synced and has not loses what it said to have kept. No software can prevent that; what it
/// can is to refuse, or to show a log that ends early, and never anything wrong.
#[test]
fn a_sync_that_lies_is_refused_or_cuts_the_end() {
    let (plan, bench) = (Plan::new(SEED, STEPS), Bench::new());
    let (mut refused, mut cut, mut whole) = (0, 0, 0);
    for skip in [0, 2, 9, 25, 40] {
        for (number, name) in [(WAL, LOG), (DB, INDEX)] {
            let disks = Disks::default();
            let rule = from_then_on(Operation::Sync, name, skip, Fault::SyncLies);
            let attempt = attempt(&disks, &plan, &bench, number, &rule);
            assert!(attempt.failed.is_none(), "{:?}", attempt.failed);
            for crash in [
                Crash::NothingUnsynced,
                Crash::EverythingUnsynced,
                Crash::Pages { seed: skip },
            ] {
                let image = disks.crash([crash; 2]);
                match check_store(&image, &plan, 0) {
                    Ok(found) if found == plan.entries.len() => whole += 1,
                    Ok(_) if number == WAL => cut += 1,
                    Ok(found) => {
                        panic!("the index lied, and {found} entries of a sound log are left")
                    }
                    Err(what) if what.contains("refused") => refused += 1,
                    Err(what) => panic!("{name} lied after {skip} syncs, {crash:?}: {what}"),
                }
            }
        }
    }
    println!("{refused} refused, {cut} ended early, {whole} whole");
    assert!(
        refused > 0 && whole > 0,
        "{refused} refused, {cut} cut, {whole} whole"
    );
}

/// More in one batch than the log takes in one write.
#[test]
fn a_batch_beyond_the_log_goes_in_parts() {
    let (bench, disks) = (Bench::new(), Disks::default());
    let engine = Engine::open(engine_options(&disks, &bench)).expect("a sound disk");
    let content = "0123456789abcdef".repeat(1 << 16);
    let source = |number: u64| {
        let body = Body::Source(SourceRecord {
            title: format!("book {number}"),
            citation: None,
            source_class: SourceClass::Clinical,
            digest: None,
            content: Some(content.clone()),
        });
        sign(1, header(1, NOW), body)
    };
    let outcomes = engine.write((0..70).map(source).collect());
    assert_eq!(outcomes.len(), 70);
    assert!(
        outcomes.iter().all(Result::is_ok),
        "{:?}",
        outcomes.iter().find(|outcome| outcome.is_err())
    );
    assert_eq!(engine.health().records, 70);
}
