//! Runs against a sorted map.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::collections::BTreeMap;
use std::sync::Arc;

use redb::{Database, ReadableDatabase};

use super::*;
use crate::layout::{BLOCKS, RunTable};

const TABLE: RunTable = RunTable {
    number: 9,
    name: "test",
    key: 20,
    value: 4,
    filtered: 16,
};

fn entry(n: u32) -> [u8; 24] {
    let mut out = [0; 24];
    // Sixteen bytes of hash shared by four entries each, then four that tell them apart.
    out[..16].copy_from_slice(&blake3::hash(&(n / 4).to_le_bytes()).as_bytes()[..16]);
    out[16..20].copy_from_slice(&n.to_be_bytes());
    out[20..].copy_from_slice(&(!n).to_be_bytes());
    out
}

fn write(db: &Database, number: u64, mut entries: Vec<[u8; 24]>) -> Arc<Run> {
    entries.sort_unstable();
    let txn = db.begin_write().unwrap();
    let run = {
        let mut blocks = txn.open_table(BLOCKS).unwrap();
        let mut writer = RunWriter::new(TABLE, number, entries.len() as u64);
        for entry in &entries {
            writer.push(&mut blocks, entry).unwrap();
        }
        writer.finish(&mut blocks).unwrap()
    };
    txn.commit().unwrap();
    Arc::new(Run::from_bytes(&TABLE, &run.to_bytes().unwrap()).unwrap())
}

fn check(
    db: &Database,
    list: &RunList,
    model: &BTreeMap<Vec<u8>, Vec<u8>>,
    absent: std::ops::Range<u32>,
) {
    let blocks = db.begin_read().unwrap().open_table(BLOCKS).unwrap();
    for (key, value) in model {
        assert_eq!(list.get(&blocks, key).unwrap().as_ref(), Some(value));
        let mut seen = 0;
        list.scan(&blocks, &key[..16], |_| {
            seen += 1;
            true
        })
        .unwrap();
        assert_eq!(seen, 4, "four entries share each prefix");
    }
    for n in absent {
        assert_eq!(list.get(&blocks, &entry(n)[..20]).unwrap(), None);
    }
}

#[test]
fn runs_and_their_merge_hold_what_was_put_in() {
    let db = Database::builder()
        .create_with_backend(redb::backends::InMemoryBackend::new())
        .unwrap();
    let count = 40_000u32;
    let runs: Vec<_> = (0..8)
        .map(|part| {
            write(
                &db,
                part.into(),
                (0..count).filter(|n| n % 8 == part).map(entry).collect(),
            )
        })
        .collect();
    let model = (0..count)
        .map(|n| (entry(n)[..20].to_vec(), entry(n)[20..].to_vec()))
        .collect();
    let list = RunList { table: TABLE, runs };
    check(&db, &list, &model, count + 4..count + 2_000);

    let inputs = due_merge(&list.runs).unwrap();
    let mut job = MergeJob::new(TABLE, 100, inputs);
    let mut merged = None;
    while merged.is_none() {
        let txn = db.begin_write().unwrap();
        merged = job
            .step(&mut txn.open_table(BLOCKS).unwrap(), 1_000)
            .unwrap();
        txn.commit().unwrap();
    }
    let merged = Arc::new(merged.unwrap());
    assert_eq!(merged.entries, u64::from(count));
    let txn = db.begin_write().unwrap();
    for run in &list.runs {
        remove_blocks(&TABLE, run, &mut txn.open_table(BLOCKS).unwrap()).unwrap();
    }
    txn.commit().unwrap();
    let list = RunList {
        table: TABLE,
        runs: vec![merged],
    };
    check(&db, &list, &model, count + 4..count + 2_000);
}
