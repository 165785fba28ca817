//! A power cut after every single operation on the disk, with every kind of loss.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod common;

use common::{check, options, work};
use stemedb_wal::JournalOptions;
use stemedb_wal::disk::{Operation, SimDisk};

const BATCHES: u64 = 24;
const SEEDED_IMAGES: u64 = 6;

/// Runs the workload into a power cut at every boundary; returns what was violated, with the seeds to repeat it.
fn violations(options: &JournalOptions) -> Vec<String> {
    let whole = SimDisk::new();
    let outcome = work(&whole, options, BATCHES);
    assert_eq!(outcome.ends.len() as u64, BATCHES);
    assert!(
        common::segments(&whole).len() > 4,
        "the workload must rotate"
    );
    let mut violations = Vec::new();
    for boundary in 0..=whole.operations() {
        let disk = SimDisk::new();
        disk.stop_after(boundary);
        let outcome = work(&disk, options, BATCHES);
        // The index may have applied anything that was acknowledged.
        let applied = outcome
            .ends
            .get(boundary as usize % (outcome.ends.len() + 1))
            .copied()
            .unwrap_or_default();
        for (crash, image) in disk.crash_images(boundary, SEEDED_IMAGES) {
            if let Err(what) = check(&image, &outcome, applied) {
                violations.push(format!(
                    "boundary {boundary}, {crash:?}, applied {applied}: {what}"
                ));
            }
        }
    }
    violations
}

#[test]
fn no_boundary_loses_or_halves_an_acknowledged_record() {
    let violations = violations(&options());
    assert!(
        violations.is_empty(),
        "{} violations:\n{}",
        violations.len(),
        violations[..violations.len().min(20)].join("\n")
    );
}

#[test]
fn without_fsync_the_same_check_goes_red() {
    let violations = violations(&JournalOptions {
        skip_fsync: true,
        ..options()
    });
    assert!(
        violations.len() > 50,
        "only {} violations without fsync",
        violations.len()
    );
    assert!(
        violations
            .iter()
            .any(|what| what.contains("acknowledged records"))
    );
}

#[test]
fn a_crash_during_recovery_is_recovered_from() {
    for seed in 0..40 {
        let disk = SimDisk::new();
        disk.stop_after(60 + seed);
        let outcome = work(&disk, &options(), BATCHES);
        let (crash, image) = disk.crash_images(seed, 2).pop().unwrap();
        for boundary in 0..8 {
            let again = image.crash_image(crash);
            again.stop_after(boundary);
            let _ = common::open(&again, outcome.end());
            for (second, image) in again.crash_images(seed, 2) {
                let checked = check(&image, &outcome, outcome.end());
                assert_eq!(
                    checked,
                    Ok(()),
                    "seed {seed}, boundary {boundary}, {crash:?}, {second:?}"
                );
            }
        }
    }
}

#[test]
fn a_cut_inside_a_rotation_leaves_no_trace() {
    let mut removed = 0;
    let whole = SimDisk::new();
    work(&whole, &options(), BATCHES);
    for boundary in 0..whole.operations() {
        let disk = SimDisk::new();
        disk.stop_after(boundary);
        let outcome = work(&disk, &options(), BATCHES);
        for (_, image) in disk.crash_images(boundary, 2) {
            let (_, recovery) = common::open(&image, outcome.end()).unwrap();
            removed += u64::from(recovery.unfinished_segment_removed);
        }
    }
    assert!(
        removed > 0,
        "no image had an unfinished segment: {:?} is never cut",
        Operation::Create
    );
}
