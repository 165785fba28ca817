//! Bits that flip, files that vanish, come from elsewhere or from the future.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod common;

use std::sync::Arc;

use common::{DIR, open, options, segments};
use stemedb_wal::disk::{Crash, Disk, SimDisk};
use stemedb_wal::{Journal, JournalOptions, WalError, verify};

/// A log of several small segments, the positions of its records, and its end.
fn small_log() -> (SimDisk, Vec<u64>, u64) {
    let disk = SimDisk::new();
    let small = JournalOptions {
        segment_bytes: 512,
        ..options()
    };
    let (mut journal, _) = Journal::open(Arc::new(disk.clone()), DIR, 0, small).unwrap();
    let mut positions = Vec::new();
    for number in 0..12_u8 {
        positions.push(journal.append(&[number; 50]).unwrap());
        positions.push(journal.append(&[number; 21]).unwrap());
        journal.commit().unwrap();
    }
    let end = journal.durable_end();
    assert!(segments(&disk).len() >= 4);
    (disk, positions, end)
}

fn copy(disk: &SimDisk) -> SimDisk {
    disk.crash_image(Crash::EverythingUnsynced)
}

#[test]
fn every_flipped_bit_is_found() {
    let (disk, positions, end) = small_log();
    for name in segments(&disk) {
        let bytes = disk.contents(&name).unwrap();
        for offset in 0..bytes.len() {
            let image = copy(&disk);
            assert!(image.flip_bit(&name, offset, (offset % 8) as u8));
            let before = image.contents(&name);
            let sound = verify(&image, DIR)
                .is_ok_and(|report| report.is_sound() && report.torn_tail.is_none());
            assert!(!sound, "{name} byte {offset}: verify sees nothing");
            match open(&image, end) {
                Err(_) => assert_eq!(
                    image.contents(&name),
                    before,
                    "{name} byte {offset} was changed"
                ),
                // The records of older segments are checked when they are read.
                Ok((journal, _)) => {
                    let reader = journal.reader();
                    let bad = positions
                        .iter()
                        .filter(|&&position| reader.read(position).is_err())
                        .count();
                    assert_eq!(bad, 1, "{name} byte {offset}");
                    assert!(reader.scan(0, end).any(|record| record.is_err()));
                }
            }
        }
    }
}

#[test]
fn a_flip_before_the_durable_point_is_damage_and_behind_it_a_torn_tail() {
    let (disk, positions, end) = small_log();
    let last_batch = positions[positions.len() - 2];
    let name = segments(&disk).pop().unwrap();
    let base = u64::from_str_radix(&name[DIR.len() + 1..][..16], 16).unwrap();
    for offset in 0..end - base {
        let image = copy(&disk);
        assert!(image.flip_bit(&name, offset as usize, 0));
        let opened = open(&image, 0);
        if base + offset < last_batch {
            let refused = matches!(
                opened,
                Err(WalError::Damage { .. } | WalError::SegmentHead { .. })
            );
            assert!(refused, "byte {offset}: {opened:?}");
            continue;
        }
        let (journal, recovery) = opened.unwrap();
        assert!(recovery.torn_bytes_cut > 0 && recovery.end_position >= last_batch);
        assert_eq!(
            journal.reader().scan(0, end).filter(Result::is_ok).count() as u64 + 2,
            { positions.len() as u64 + u64::from(recovery.end_position > last_batch) }
        );
    }
}

#[test]
fn an_end_before_the_applied_position_is_refused() {
    let (disk, positions, end) = small_log();
    let name = segments(&disk).pop().unwrap();
    let base = u64::from_str_radix(&name[DIR.len() + 1..][..16], 16).unwrap();
    let last = positions[positions.len() - 1];
    let mut bytes = disk.contents(&name).unwrap();
    bytes.truncate((last - base) as usize);
    disk.place(&name, bytes);
    assert!(matches!(open(&disk, end), Err(WalError::EndsEarly { .. })));
    assert!(open(&disk, last).is_ok());
    let empty = SimDisk::new();
    assert!(matches!(
        open(&empty, 64),
        Err(WalError::EndsEarly {
            end: 0,
            applied: 64,
            ..
        })
    ));
}

#[test]
fn missing_and_shortened_segments_are_named() {
    let (disk, _, _) = small_log();
    let names = segments(&disk);
    for gone in 0..names.len() - 1 {
        let image = copy(&disk);
        assert!(image.take_away(&names[gone]));
        let Err(WalError::MissingSegment { file, .. }) = open(&image, 0) else {
            panic!("{gone}")
        };
        assert_eq!(file, names[gone + 1]);
    }
    let image = copy(&disk);
    let mut bytes = image.contents(&names[1]).unwrap();
    bytes.pop();
    image.place(&names[1], bytes.clone());
    assert!(matches!(
        open(&image, 0),
        Err(WalError::MissingSegment { .. })
    ));
    bytes.extend([0; 9]);
    image.place(&names[1], bytes);
    assert!(matches!(
        open(&image, 0),
        Err(WalError::OverlappingSegment { .. })
    ));
}

#[test]
fn strangers_are_named() {
    let (disk, _, _) = small_log();
    let names = segments(&disk);

    let other = JournalOptions {
        log_id: Some([1; 16]),
        ..options()
    };
    let opened = Journal::open(Arc::new(disk.clone()), DIR, 0, other.clone());
    assert!(matches!(opened, Err(WalError::ForeignLog { .. })));
    let foreign = SimDisk::new();
    drop(Journal::open(Arc::new(foreign.clone()), DIR, 0, other).unwrap());
    let image = copy(&disk);
    image.place(&names[0], foreign.contents(&names[0]).unwrap());
    let opened = open(&image, 0).unwrap_err();
    assert!(matches!(opened, WalError::ForeignLog { .. }), "{opened}");

    let image = copy(&disk);
    image.place(&names[1], disk.contents(&names[2]).unwrap());
    assert!(matches!(open(&image, 0), Err(WalError::WrongBase { .. })));

    let image = copy(&disk);
    image.place(&format!("{DIR}/12.wal"), Vec::new());
    assert!(matches!(open(&image, 0), Err(WalError::StrayFile { .. })));
    assert!(image.take_away(&format!("{DIR}/12.wal")));
    image.place(&format!("{DIR}/notes.txt"), Vec::new());
    assert!(open(&image, 0).is_ok());
}

#[test]
fn a_newer_version_is_told_from_damage() {
    let (disk, _, _) = small_log();
    let name = segments(&disk).swap_remove(1);
    let mut bytes = disk.contents(&name).unwrap();
    bytes[8] = 2;
    disk.place(&name, bytes.clone());
    assert!(matches!(open(&disk, 0), Err(WalError::SegmentHead { .. })));
    let crc = crc32c::crc32c(&bytes[..60]);
    bytes[60..64].copy_from_slice(&crc.to_le_bytes());
    disk.place(&name, bytes);
    assert!(matches!(
        open(&disk, 0),
        Err(WalError::UnknownVersion { version: 2, .. })
    ));
}

#[test]
fn a_tail_of_sync_words_is_cut() {
    let (disk, _, end) = small_log();
    let name = segments(&disk).pop().unwrap();
    let mut bytes = disk.contents(&name).unwrap();
    bytes.extend([0xD7, 0x57, 0x52, 0xFE].repeat(1 << 20));
    disk.place(&name, bytes);
    let (_, recovery) = open(&disk, end).unwrap();
    assert_eq!(
        (recovery.end_position, recovery.torn_bytes_cut),
        (end, 4 << 20)
    );
}

#[test]
fn verify_counts_what_opening_would_cut() {
    let (disk, positions, end) = small_log();
    let name = segments(&disk).pop().unwrap();
    let mut bytes = disk.contents(&name).unwrap();
    bytes.extend([0; 100]);
    disk.place(&name, bytes);
    let report = verify(&disk, DIR).unwrap();
    assert!(report.is_sound());
    assert_eq!(
        (report.records, report.end_position),
        (positions.len() as u64, end + 100)
    );
    assert_eq!(report.torn_tail.unwrap().position, end);
    assert!(disk.exists(&name).unwrap());
}

#[test]
fn what_the_index_has_applied_is_evidence() {
    let (disk, positions, end) = small_log();
    let name = segments(&disk).pop().unwrap();
    let base = u64::from_str_radix(&name[DIR.len() + 1..][..16], 16).unwrap();
    let last = positions[positions.len() - 1];
    assert!(disk.flip_bit(&name, (last - base) as usize + 60, 1));
    let Err(WalError::Damage {
        position, durable, ..
    }) = open(&disk, end)
    else {
        panic!("an applied record can't be torn")
    };
    assert_eq!((position, durable), (last, end));
    assert_eq!(open(&disk, last).unwrap().1.end_position, last);
}

#[test]
fn a_cut_tail_never_comes_back() {
    let disk = SimDisk::new();
    let (mut journal, _) = open(&disk, 0).unwrap();
    let torn = journal.append(&[1; 100]).unwrap();
    journal.append(&[2; 100]).unwrap();
    journal.commit().unwrap();
    drop(journal);
    let name = segments(&disk).pop().unwrap();
    assert!(disk.flip_bit(&name, torn as usize + 60, 0));
    let (mut journal, recovery) = open(&disk, 0).unwrap();
    assert_eq!(recovery.end_position, torn);
    // As long as the first record of the cut tail, so that the second would follow it without a gap.
    journal.append(&[3; 100]).unwrap();
    let end = journal.commit().unwrap();
    drop(journal);
    let (journal, recovery) = open(&disk, 0).unwrap();
    assert_eq!((recovery.end_position, recovery.records_scanned), (end, 1));
    assert_eq!(journal.reader().read(torn).unwrap(), [3; 100]);
}
