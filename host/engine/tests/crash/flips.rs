//! Single bits that change on the disk of a closed database: each is told with its file, or changes nothing that is read.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::sync::Arc;

use stemedb_engine::{Engine, FaultSwitches};
use stemedb_wal::disk::{Crash, Disk};

use crate::check::check_store;
use crate::plan::{Dice, Plan};
use crate::recorder::{DB, Disks, WAL};
use crate::run::{Bench, engine_options, record};
use crate::{seed, slow};

const STEPS: usize = 30;
/// Flips for each file in a default run.
const FLIPS: usize = 250;

/// A closed database.
fn closed(plan: &Plan) -> Disks {
    let recording = record(plan, FaultSwitches::default());
    assert_eq!(recording.acknowledged, plan.entries.len());
    let disks = Disks::default();
    for event in &recording.events {
        disks.apply(event).unwrap();
    }
    disks.crash([Crash::NothingUnsynced; 2])
}

/// What became of all flips.
#[derive(Debug, Default)]
struct Told {
    told: usize,
    harmless: usize,
}

/// Flips bits all over a file, one at a time, and checks everything after each.
fn flip(disks: &Disks, plan: &Plan, number: usize, file: &str, words: &str) -> Told {
    let mut dice = Dice(seed());
    let bytes = disks.0[number].contents(file).unwrap().len();
    let flips = if slow() { 20 * FLIPS } else { FLIPS };
    let mut told = Told::default();
    for turn in 0..flips {
        // The first pages hold what the rest is found by.
        let offset = dice.below(if turn % 4 == 0 {
            bytes.min(8_192)
        } else {
            bytes
        });
        let bit = dice.below(8) as u8;
        let image = disks.crash([Crash::NothingUnsynced; 2]);
        assert!(image.0[number].flip_bit(file, offset, bit));
        match check_store(&image, plan, plan.entries.len()) {
            Ok(_) => told.harmless += 1,
            Err(what) => {
                assert!(
                    what.contains(words),
                    "seed {}: bit {bit} of byte {offset} of {file}: {what}",
                    seed()
                );
                told.told += 1;
            }
        }
    }
    told
}

#[test]
fn a_flipped_bit_in_the_log_is_told_with_file_and_position() {
    let plan = Plan::new(seed(), STEPS);
    let disks = closed(&plan);
    let segments = disks.0[WAL].list("").unwrap();
    let segments: Vec<_> = segments
        .iter()
        .filter(|name| name.ends_with(".wal"))
        .collect();
    assert!(segments.len() > 1, "only {segments:?}");
    for segment in segments {
        let told = flip(&disks, &plan, WAL, segment, segment);
        println!("{segment}: {told:?}");
        assert_eq!(
            told.harmless, 0,
            "{segment}: every bit of a log means something"
        );
    }
}

#[test]
fn a_flipped_bit_in_the_index_is_told_or_changes_nothing() {
    let plan = Plan::new(seed(), STEPS);
    let disks = closed(&plan);
    let told = flip(&disks, &plan, DB, "index.redb", "index.redb");
    println!("index.redb: {told:?}");
    assert!(
        told.told > 0,
        "{told:?}: the flips hit nothing that is used"
    );
}

/// The advice that the errors give.
#[test]
fn an_index_that_was_moved_away_is_rebuilt_from_the_log() {
    let (plan, bench) = (Plan::new(seed(), STEPS), Bench::new());
    let disks = closed(&plan);
    assert!(disks.0[DB].take_away("index.redb"));
    let engine: Arc<Engine> = Engine::open(engine_options(&disks, &bench)).unwrap();
    assert_eq!(engine.health().records, plan.records().count() as u64);
    drop(engine);
    assert_eq!(
        check_store(&disks, &plan, plan.entries.len()),
        Ok(plan.entries.len())
    );
}
