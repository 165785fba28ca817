//! The log as its users see it: append, commit, read, scan, reopen, on the simulated and on the real disk.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::sync::Arc;

use stemedb_wal::disk::{Disk, RealDisk, SimDisk};
use stemedb_wal::{Journal, JournalOptions, SEGMENT_HEAD_BYTES, WalError, verify};

fn small() -> JournalOptions {
    JournalOptions {
        segment_bytes: 1024,
        payload_bytes_max: 4096,
        log_id: Some([7; 16]),
        skip_fsync: false,
    }
}

fn payload(number: u64) -> Vec<u8> {
    (0..number * 37 % 600)
        .map(|byte| (byte + number) as u8)
        .collect()
}

fn check_life(disk: &Arc<dyn Disk>) {
    let (mut journal, recovery) = Journal::open(Arc::clone(disk), "wal", 0, small()).unwrap();
    assert_eq!(recovery.end_position, SEGMENT_HEAD_BYTES);
    let reader = journal.reader();
    let mut written = Vec::new();
    for number in 0..100 {
        let position = journal.append(&payload(number)).unwrap();
        written.push((position, payload(number)));
        if number % 3 == 0 {
            assert!(matches!(
                reader.read(position),
                Err(WalError::BeyondEnd { .. })
            ));
            let end = journal.commit().unwrap();
            assert_eq!(reader.durable_end(), end);
            assert_eq!(reader.read(position).unwrap(), payload(number));
        }
    }
    let end = journal.commit().unwrap();
    let scanned: Result<Vec<_>, _> = reader.scan(0, u64::MAX).collect();
    assert_eq!(scanned.unwrap(), written);
    let middle = written[50].0;
    let tail: Result<Vec<_>, _> = reader.scan(middle, end).collect();
    assert_eq!(tail.unwrap(), written[50..]);
    assert!(matches!(
        Journal::open(Arc::clone(disk), "wal", 0, small()),
        Err(WalError::Locked { .. })
    ));
    drop(journal);

    let (journal, recovery) = Journal::open(Arc::clone(disk), "wal", middle, small()).unwrap();
    assert_eq!((recovery.end_position, recovery.torn_bytes_cut), (end, 0));
    assert!(recovery.segments > 10 && recovery.records_scanned < 60);
    for (position, bytes) in &written {
        assert_eq!(&journal.reader().read(*position).unwrap(), bytes);
    }
    let report = verify(&**disk, "wal").unwrap();
    assert!(report.is_sound() && report.torn_tail.is_none());
    assert_eq!((report.records, report.end_position), (100, end));
}

#[test]
fn simulated_disk() {
    let disk: Arc<dyn Disk> = Arc::new(SimDisk::new());
    check_life(&disk);
}

#[test]
fn real_disk() {
    let folder = tempfile::tempdir().unwrap();
    let disk: Arc<dyn Disk> = Arc::new(RealDisk::open(folder.path().join("data")).unwrap());
    check_life(&disk);
}

#[test]
fn limits_are_errors_and_harm_nothing() {
    let disk = Arc::new(SimDisk::new());
    let (mut journal, _) = Journal::open(disk, "wal", 0, small()).unwrap();
    assert!(matches!(
        journal.append(&[0; 4097]),
        Err(WalError::PayloadTooLarge {
            bytes: 4097,
            max: 4096
        })
    ));
    let position = journal.append(b"fits").unwrap();
    journal.commit().unwrap();
    assert_eq!(journal.reader().read(position).unwrap(), b"fits");
    assert!(matches!(
        journal.reader().read(position + 1),
        Err(WalError::Unreadable { .. })
    ));
    assert!(matches!(
        journal.reader().read(0),
        Err(WalError::Unreadable { .. })
    ));
}

#[test]
fn a_full_batch_takes_more_after_a_commit() {
    let options = JournalOptions {
        payload_bytes_max: 32 << 20,
        ..JournalOptions::default()
    };
    let (mut journal, _) = Journal::open(Arc::new(SimDisk::new()), "wal", 0, options).unwrap();
    let large = vec![1; 30 << 20];
    journal.append(&large).unwrap();
    journal.append(&large).unwrap();
    assert!(matches!(
        journal.append(&large),
        Err(WalError::BatchFull { .. })
    ));
    journal.commit().unwrap();
    let position = journal.append(&large).unwrap();
    journal.commit().unwrap();
    assert_eq!(journal.reader().read(position).unwrap(), large);
}

#[test]
fn many_readers_beside_the_writer() {
    let (mut journal, _) = Journal::open(Arc::new(SimDisk::new()), "wal", 0, small()).unwrap();
    std::thread::scope(|scope| {
        for _ in 0..3 {
            let reader = journal.reader();
            scope.spawn(move || {
                let mut seen = 0;
                while seen < 300 {
                    for (number, record) in reader.scan(0, u64::MAX).enumerate() {
                        assert_eq!(record.unwrap().1, payload(number as u64));
                        seen = seen.max(number + 1);
                    }
                }
            });
        }
        for number in 0..300 {
            journal.append(&payload(number)).unwrap();
            journal.commit().unwrap();
        }
    });
}
