//! The store against a plain model: the same rows, evidence and dependants at every position, before and after they
//! are applied, merged and reopened.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::collections::BTreeMap;
use std::sync::Arc;

use stemedb_core::{
    Body, Claim, Header, Hlc, Id, Object, PairKey, SignedRecord, Signer, VoteRecord,
};
use stemedb_storage::{Entry, Indexed, Progress, Row, Store, Sync, Tables};
use stemedb_wal::disk::{Crash, Disk, SimDisk};
use stemedb_wal::{Journal, JournalOptions};

struct Node {
    disk: Arc<SimDisk>,
    journal: Journal,
    store: Store,
    clock: Hlc,
}

fn open(disk: Arc<SimDisk>) -> Node {
    let tables = Tables::open(&*disk).unwrap();
    let applied = tables.applied().unwrap();
    let shared: Arc<dyn Disk> = disk.clone();
    let (journal, recovery) =
        Journal::open(shared, "wal", applied, JournalOptions::default()).unwrap();
    let store = Store::new(tables, journal.reader()).unwrap();
    let from = applied.max(recovery.first_position);
    let mut items = Vec::new();
    for item in store.scan(from, recovery.end_position) {
        let (position, entry) = item.unwrap();
        items.push(Indexed::new(position, &entry, pair_of_target(&entry)).unwrap());
    }
    store.insert(items, recovery.end_position).unwrap();
    Node {
        disk,
        journal,
        store,
        clock: Hlc::new(1, 0),
    }
}

/// All votes of this test go to claims of one subject, told by the vote's weight.
fn pair_of_target(entry: &Entry) -> Option<PairKey> {
    let Entry::Record { record, .. } = entry else {
        return None;
    };
    let Body::Vote(vote) = &record.body else {
        return None;
    };
    Some(pair(u64::from(vote.weight)))
}

fn pair(n: u64) -> PairKey {
    PairKey::new("public", &format!("subject-{}", n % 7), "says")
}

fn write(node: &mut Node, records: Vec<SignedRecord>) -> Vec<u64> {
    let mut placed = Vec::new();
    for record in records {
        let entry = Entry::Record {
            stamp: node.clock.stamp(1_000),
            record: Box::new(record),
        };
        placed.push((node.journal.append(&entry.encode()).unwrap(), entry));
    }
    let end = node.journal.commit().unwrap();
    let items = placed
        .iter()
        .map(|(at, entry)| Indexed::new(*at, entry, pair_of_target(entry)).unwrap())
        .collect();
    node.store.insert(items, end).unwrap();
    placed.into_iter().map(|(at, _)| at).collect()
}

fn claim(n: u64) -> SignedRecord {
    let signer = Signer::derived(&[1; 32], &format!("agent {}", n % 3));
    let mut claim = Claim::new(
        format!("subject-{}", n % 7),
        "says",
        Object::Number((n % 5) as f64),
    );
    claim.source = Some(Id([(n % 4) as u8; 32]));
    let header = Header {
        namespace: "public".into(),
        author: signer.agent(),
        time: 10_000 + n * 37 % 1_000,
    };
    SignedRecord::sign(header, Body::Claim(claim), &signer).unwrap()
}

fn vote(n: u64, target: Id) -> SignedRecord {
    let signer = Signer::derived(&[1; 32], "voter");
    let header = Header {
        namespace: "public".into(),
        author: signer.agent(),
        time: n,
    };
    SignedRecord::sign(
        header,
        Body::Vote(VoteRecord {
            target,
            weight: u32::try_from(n).unwrap(),
        }),
        &signer,
    )
    .unwrap()
}

type Model = BTreeMap<u64, Vec<(u64, Id)>>;

fn check(node: &Node, model: &Model, sources: &Model, known: u64) {
    let mut rows: Vec<Row> = Vec::new();
    for n in 0..7 {
        node.store.rows(pair(n), known, &mut rows).unwrap();
        let mut expected: Vec<_> = model
            .get(&n)
            .into_iter()
            .flatten()
            .filter(|(at, _)| *at < known)
            .copied()
            .collect();
        assert!(
            rows.windows(2).all(|w| w[0].order() < w[1].order()),
            "row order"
        );
        let mut found: Vec<_> = rows.iter().map(|row| (row.position, row.id)).collect();
        found.sort_unstable();
        expected.sort_unstable();
        assert_eq!(found, expected, "rows of pair {n} at {known}");
    }
    for n in 0..4 {
        let expected: Vec<u64> = sources
            .get(&n)
            .into_iter()
            .flatten()
            .map(|(at, _)| *at)
            .filter(|at| *at < known)
            .collect();
        assert_eq!(
            node.store.dependants(&Id([n as u8; 32]), known).unwrap(),
            expected
        );
    }
    for (at, id) in model.values().flatten() {
        assert_eq!(
            node.store.locate(id).unwrap().map(|(position, _)| position),
            Some(*at)
        );
    }
    assert_eq!(node.store.locate(&Id([0xee; 32])).unwrap(), None);
}

fn apply_all(store: &Store) {
    store.freeze();
    while store.apply(Sync::WhenDue).unwrap() == Progress::Worked {}
}

#[test]
fn reads_are_the_same_before_and_after_applying_merging_and_reopening() {
    let mut node = open(Arc::new(SimDisk::new()));
    let (mut model, mut sources) = (Model::new(), Model::new());
    let mut positions = Vec::new();
    for round in 0..40u64 {
        let records: Vec<_> = (round * 25..round * 25 + 25).map(claim).collect();
        let ids: Vec<Id> = records.iter().map(|record| record.id).collect();
        let votes = ids
            .iter()
            .zip(round * 25..)
            .map(|(id, n)| vote(n, *id))
            .take(3)
            .collect();
        for ((at, id), n) in write(&mut node, records)
            .into_iter()
            .zip(ids)
            .zip(round * 25..)
        {
            model.entry(n % 7).or_default().push((at, id));
            sources.entry(n % 4).or_default().push((at, id));
            positions.push(at);
        }
        write(&mut node, votes);
        if round % 3 == 0 {
            node.store.freeze();
        }
        if round % 5 == 0 {
            node.store.apply(Sync::WhenDue).unwrap();
        }
    }
    let now = node.store.visible();
    let middle = positions[500];
    check(&node, &model, &sources, now);
    check(&node, &model, &sources, middle);
    let votes_before: usize = (0..7)
        .map(|n| node.store.evidence(pair(n), now).unwrap().len())
        .sum();
    assert_eq!(votes_before, 120);
    apply_all(&node.store);
    check(&node, &model, &sources, now);
    check(&node, &model, &sources, middle);
    // A crash now loses every commit of redb that was not synced; the log has them all.
    let disk = Arc::new(node.disk.crash_image(Crash::NothingUnsynced));
    drop(node);
    let node = open(disk);
    check(&node, &model, &sources, now);
    apply_all(&node.store);
    node.store.apply(Sync::Now).unwrap();
    let disk = Arc::new(node.disk.crash_image(Crash::NothingUnsynced));
    drop(node);
    let node = open(disk);
    assert_eq!(node.store.applied().unwrap(), now);
    check(&node, &model, &sources, now);
    check(&node, &model, &sources, middle);
    let votes_after: usize = (0..7)
        .map(|n| node.store.evidence(pair(n), now).unwrap().len())
        .sum();
    assert_eq!(votes_after, votes_before);
}
