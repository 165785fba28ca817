//! The worked example in `docs/wal-format.md` is what the log writes, byte by byte, and an old log stays readable.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::sync::Arc;

use stemedb_wal::disk::SimDisk;
use stemedb_wal::{Journal, JournalOptions};

const PAGE: &str = include_str!("../../../docs/wal-format.md");
const FILE: &str = "wal/0000000000000000.wal";

/// The bytes of the page's example: offset, bytes, `|`, meaning.
fn example() -> Vec<u8> {
    let block = PAGE
        .split("```hex\n")
        .nth(1)
        .unwrap()
        .split("```")
        .next()
        .unwrap();
    let mut bytes = Vec::new();
    for line in block.lines() {
        let (place, rest) = line.split_once("  ").unwrap();
        assert_eq!(
            usize::from_str_radix(place, 16).unwrap(),
            bytes.len(),
            "offset of line {line:?}"
        );
        let digits: String = rest.split('|').next().unwrap().split_whitespace().collect();
        bytes.extend(hex::decode(digits).unwrap());
    }
    bytes
}

fn options() -> JournalOptions {
    JournalOptions {
        log_id: Some(std::array::from_fn(|at| at as u8)),
        ..JournalOptions::default()
    }
}

#[test]
fn the_example_is_what_is_written() {
    let disk = SimDisk::new();
    let (mut journal, _) = Journal::open(Arc::new(disk.clone()), "wal", 0, options()).unwrap();
    assert_eq!(journal.append(b"Git for Truth").unwrap(), 64);
    assert_eq!(journal.commit().unwrap(), 133);
    assert_eq!(journal.append(b"").unwrap(), 133);
    assert_eq!(journal.commit().unwrap(), 189);
    let written = disk.contents(FILE).unwrap();
    assert_eq!(hex::encode(example()), hex::encode(written));
}

#[test]
fn the_example_is_read() {
    let disk = SimDisk::new();
    disk.place(FILE, example());
    disk.place("wal/LOCK", Vec::new());
    let (journal, recovery) = Journal::open(Arc::new(disk), "wal", 189, options()).unwrap();
    assert_eq!((recovery.end_position, recovery.records_scanned), (189, 2));
    let records: Vec<_> = journal.reader().scan(0, 189).map(Result::unwrap).collect();
    assert_eq!(
        records,
        [(64, b"Git for Truth".to_vec()), (133, Vec::new())]
    );
}
