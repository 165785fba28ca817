//! Disks that refuse, fill up, write half or lie.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod common;

use common::{DIR, Outcome, check, open, options, payload, work};
use stemedb_wal::disk::{Fault, FaultRule, Operation, SimDisk};
use stemedb_wal::{JournalOptions, WalError, verify};

const BATCHES: u64 = 20;

/// Every operation of one kind fails once; the log must stop there, and be whole after a restart and a crash.
fn fail_each(on: Operation, fault: impl Fn(u64) -> Fault) {
    let mut hit = 0;
    for skip in 0..60 {
        let disk = SimDisk::new();
        let name_contains = String::new();
        disk.inject(FaultRule {
            on,
            name_contains,
            skip,
            times: 1,
            fault: fault(skip),
        });
        let outcome = work(&disk, &options(), BATCHES);
        hit += u64::from((outcome.ends.len() as u64) < BATCHES);
        disk.clear_faults();
        let images = disk
            .crash_images(skip, 3)
            .into_iter()
            .map(|(crash, image)| (format!("{crash:?}"), image));
        for (after, image) in images.chain([("restart".to_owned(), disk)]) {
            let checked = check(&image, &outcome, outcome.end());
            assert_eq!(
                checked,
                Ok(()),
                "{on:?} number {skip}, {:?}, after {after}",
                fault(skip)
            );
        }
    }
    assert!(hit > 2, "{on:?} never failed");
}

#[test]
fn short_writes() {
    fail_each(Operation::Write, |skip| Fault::ShortWrite {
        bytes: (skip * 977 % 9000) as usize,
    });
}

#[test]
fn full_disk() {
    fail_each(Operation::Write, |skip| Fault::DiskFull {
        bytes: (skip * 389 % 5000) as usize,
    });
}

#[test]
fn failed_writes_and_syncs_of_folders() {
    fail_each(Operation::Write, |_| Fault::Fails);
    fail_each(Operation::SyncDir, |_| Fault::Fails);
    fail_each(Operation::Create, |_| Fault::Fails);
}

/// The kernel forgets which pages it did not store; recovery must write them again before it trusts them.
#[test]
fn failed_fsync() {
    fail_each(Operation::Sync, |seed| Fault::SyncFails { seed });
    fail_each(Operation::Sync, |seed| Fault::SyncFails {
        seed: seed + 1000,
    });
}

#[test]
fn after_a_failure_nothing_is_accepted() {
    for (on, fault) in [
        (Operation::Write, Fault::DiskFull { bytes: 10 }),
        (Operation::Sync, Fault::SyncFails { seed: 1 }),
    ] {
        let disk = SimDisk::new();
        let (mut journal, _) = open(&disk, 0).unwrap();
        let kept = journal.append(b"kept").unwrap();
        let end = journal.commit().unwrap();
        journal.append(b"lost").unwrap();
        disk.inject(FaultRule::next(on, fault));
        assert!(matches!(journal.commit(), Err(WalError::Io { .. })));
        assert!(matches!(journal.commit(), Err(WalError::Poisoned { .. })));
        assert!(matches!(
            journal.append(b"more"),
            Err(WalError::Poisoned { .. })
        ));
        let reader = journal.reader();
        assert_eq!(
            (reader.durable_end(), reader.read(kept).unwrap()),
            (end, b"kept".to_vec())
        );
    }
}

/// From some sync on the disk reports success and stores nothing, or stores it in any order.
fn lied_to(skip: u64) -> (SimDisk, Outcome) {
    let disk = SimDisk::new();
    let (on, name_contains, fault) = (Operation::Sync, String::new(), Fault::SyncLies);
    disk.inject(FaultRule {
        on,
        name_contains,
        skip,
        times: u64::MAX,
        fault,
    });
    let outcome = work(&disk, &options(), BATCHES);
    assert_eq!(
        outcome.ends.len() as u64,
        BATCHES,
        "a lie is not noticed at once"
    );
    (disk, outcome)
}

/// Opening checks from the segment that the index stands in; losses in older ones are seen when they are read.
#[test]
fn lying_fsync_is_always_seen_when_the_index_has_applied_what_is_lost() {
    for skip in 1..12 {
        let (disk, outcome) = lied_to(skip);
        for (crash, image) in disk.crash_images(skip, 12) {
            let Ok((journal, _)) = open(&image, outcome.end()) else {
                continue;
            };
            let sound = verify(&image, DIR).unwrap().is_sound();
            let mut lost = 0;
            for (position, payload) in &outcome.appended {
                match journal.reader().read(*position) {
                    Ok(bytes) => assert_eq!(bytes, *payload, "sync {skip}, {crash:?}"),
                    Err(WalError::Unreadable { .. }) => lost += 1,
                    Err(error) => panic!("sync {skip}, {crash:?}: {error}"),
                }
            }
            assert_eq!(sound, lost == 0, "sync {skip}, {crash:?}: {lost} lost");
        }
    }
}

/// Without an index the evidence is in later records alone; what opens must still be a true beginning.
#[test]
fn lying_fsync_is_seen_in_later_records() {
    let mut refused = 0;
    for skip in 1..12 {
        let (disk, outcome) = lied_to(skip);
        for (crash, image) in disk.crash_images(skip + 100, 12) {
            match open(&image, 0) {
                Ok((journal, _)) => {
                    let found: Vec<_> = journal
                        .reader()
                        .scan(0, u64::MAX)
                        .map(Result::unwrap)
                        .collect();
                    assert_eq!(
                        found,
                        outcome.appended[..found.len()],
                        "sync {skip}, {crash:?}"
                    );
                }
                Err(WalError::Io { source, .. }) => panic!("sync {skip}, {crash:?}: {source}"),
                Err(_) => refused += 1,
            }
        }
    }
    assert!(refused > 50, "only {refused} images refused");
}

#[test]
fn a_page_lost_before_a_later_batch_is_damage() {
    let disk = SimDisk::new();
    let large = JournalOptions {
        segment_bytes: 1 << 20,
        ..options()
    };
    let outcome = work(&disk, &large, BATCHES);
    let name = common::segments(&disk).pop().unwrap();
    let mut bytes = disk.contents(&name).unwrap();
    let first_batch_end = outcome.ends[1] as usize;
    bytes[4096..8192].fill(0);
    assert!(first_batch_end > 64 && bytes.len() > 16384);
    disk.place(&name, bytes.clone());
    let Err(WalError::Damage {
        file,
        position,
        durable,
        ..
    }) = open(&disk, 0)
    else {
        panic!("damage must be refused")
    };
    assert!(file == name && position < 8192 && durable > 8192);
    assert_eq!(disk.contents(&name).unwrap(), bytes, "nothing was changed");
    let report = verify(&disk, DIR).unwrap();
    assert!(!report.is_sound() && report.damage[0].position == position);
}

#[test]
fn payloads_that_look_like_records_prove_nothing() {
    let disk = SimDisk::new();
    let (mut journal, _) = open(&disk, 0).unwrap();
    for number in 0..3 {
        journal.append(&payload(number)).unwrap();
        journal.commit().unwrap();
    }
    let name = common::segments(&disk).pop().unwrap();
    // A record whose payload is the whole log so far, then a tail in which its head is torn.
    let copied = disk.contents(&name).unwrap();
    let position = journal.append(&copied).unwrap();
    journal.commit().unwrap();
    drop(journal);
    assert!(disk.flip_bit(&name, position as usize + 5, 3));
    let (_, recovery) = open(&disk, 0).unwrap();
    assert_eq!(
        (recovery.end_position, recovery.records_scanned),
        (position, 3)
    );
}
