//! What must hold for two disks after a crash, given what was written and how much of it was acknowledged.
//!
//! Everything is read twice: from the storage parts, opened as the engine opens them, and through a whole engine.

use std::collections::{BTreeMap, BTreeSet};

use stemedb_core::{Body, Bucket, Claim, Id, Object, PairKey, SignedRecord, SourceClass};
use stemedb_engine::Engine;
use stemedb_ingest::catch_up;
use stemedb_storage::{Entry, Evidence, Indexed, Row, Store, Tables, short, target_of};
use stemedb_wal::disk::Crash;
use stemedb_wal::{Journal, JournalOptions};
use stemedb_wire::{RecordView, TrustRequest};

use crate::plan::{Expected, Plan};
use crate::recorder::{DB, Disks, WAL};
use crate::run::{Bench, engine_options};
use crate::support::{NOW, header, sign, signer};

/// Whatever is wrong, in words.
pub(crate) type Checked<T> = Result<T, String>;

fn says(what: &str) -> impl Fn(String) -> String + '_ {
    move |error| format!("{what}: {error}")
}

macro_rules! ensure {
    ($holds:expr, $($words:tt)*) => {
        if !$holds {
            return Err(format!($($words)*));
        }
    };
}

/// Checks both disks with the storage parts alone; gives the number of entries that are there. The disks are changed by
/// it as by any opening.
pub(crate) fn check_store(disks: &Disks, plan: &Plan, acknowledged: usize) -> Checked<usize> {
    let (store, _journal) = open_store(disks)?;
    let found = check_log(&store, plan, acknowledged)?;
    check_index(&store, plan, &found)?;
    Ok(found.len())
}

fn open_store(disks: &Disks) -> Checked<(Store, Journal)> {
    let text = |error: &dyn std::error::Error| error.to_string();
    let tables = Tables::open(&disks.0[DB]).map_err(|e| says("index refused")(text(&e)))?;
    let applied = tables.applied().map_err(|e| text(&e))?;
    let (journal, recovery) =
        Journal::open(disks.shared(WAL), "", applied, JournalOptions::default())
            .map_err(|e| says("log refused")(text(&e)))?;
    let store = Store::new(tables, journal.reader()).map_err(|e| text(&e))?;
    let from = applied.max(recovery.first_position);
    catch_up(&store, from, recovery.end_position).map_err(|e| says("catching up")(text(&e)))?;
    Ok((store, journal))
}

/// The log holds the first entries of the plan, whole, at least all that were acknowledged, and nothing else.
fn check_log(store: &Store, plan: &Plan, acknowledged: usize) -> Checked<Vec<(u64, Entry)>> {
    let found: Result<Vec<_>, _> = store.scan(0, store.visible()).collect();
    let found = found.map_err(|e| says("reading the log")(e.to_string()))?;
    ensure!(
        found.len() >= acknowledged,
        "{} entries are there, {acknowledged} were acknowledged",
        found.len()
    );
    ensure!(
        found.len() <= plan.entries.len(),
        "more entries than were written"
    );
    for (number, ((position, entry), expected)) in found.iter().zip(&plan.entries).enumerate() {
        let same = match (entry, expected) {
            (Entry::Record { record, .. }, Expected::Record(expected)) => {
                record == expected && record.verify().is_ok()
            }
            (Entry::Control { bytes, .. }, Expected::Control(reason)) => {
                let reason = format!("\"reason\":\"{reason}\"");
                String::from_utf8_lossy(bytes).contains(&reason)
            }
            _ => false,
        };
        ensure!(same, "entry {number} at {position} is not what was written");
    }
    Ok(found)
}

/// What the index should say of the log.
#[derive(Default)]
struct Model {
    rows: BTreeMap<PairKey, Vec<Row>>,
    evidence: BTreeMap<PairKey, Vec<Evidence>>,
    dependants: BTreeMap<Id, Vec<u64>>,
    leaves: BTreeMap<Bucket, Vec<(Id, u64, u8)>>,
    places: BTreeMap<Id, (u64, u8)>,
    /// Positions of facts: retractions by target, supersessions by epoch, control entries.
    withdrawn: BTreeMap<Id, Vec<u64>>,
    superseded: BTreeMap<Id, Vec<u64>>,
    control: Vec<u64>,
}

impl Model {
    fn of(found: &[(u64, Entry)]) -> Checked<Self> {
        let mut model = Model::default();
        let mut pairs: BTreeMap<Id, PairKey> = BTreeMap::new();
        for (position, entry) in found {
            let Entry::Record { record, .. } = entry else {
                model.control.push(*position);
                continue;
            };
            if let Some(pair) = pair_of(record) {
                pairs.insert(record.id, pair);
            }
            let target = target_of(&record.body).and_then(|target| pairs.get(&target).copied());
            let item = Indexed::new(*position, entry, target).map_err(|e| e.to_string())?;
            model.add(*position, record, &item)?;
        }
        model
            .rows
            .values_mut()
            .for_each(|rows| rows.sort_by_key(Row::order));
        model
            .leaves
            .values_mut()
            .for_each(|leaves| leaves.sort_unstable());
        Ok(model)
    }

    fn add(&mut self, position: u64, record: &SignedRecord, item: &Indexed) -> Checked<()> {
        if let Some(row) = item.row {
            self.rows.entry(row.pair).or_default().push(row);
        }
        if let Some(said) = item.evidence {
            self.evidence.entry(said.pair).or_default().push(said);
        }
        if let Some(source) = item.source {
            self.dependants.entry(source).or_default().push(position);
        }
        self.places
            .extend(item.id.map(|(id, kind)| (id, (position, kind))));
        self.leaves
            .entry(bucket_of(record))
            .or_default()
            .extend(leaves(position, record)?);
        match &record.body {
            Body::Retraction(content) => self
                .withdrawn
                .entry(content.target)
                .or_default()
                .push(position),
            Body::Epoch(epoch) => {
                if let Some((old, _)) = epoch.supersedes {
                    self.superseded.entry(old).or_default().push(position);
                }
            }
            _ => {}
        }
        Ok(())
    }
}

fn pair_of(record: &SignedRecord) -> Option<PairKey> {
    let Body::Claim(claim) = &record.body else {
        return None;
    };
    Some(PairKey::new(
        &record.header.namespace,
        &claim.subject,
        &claim.predicate,
    ))
}

fn bucket_of(record: &SignedRecord) -> Bucket {
    match &record.body {
        Body::Claim(claim) => Bucket::of_subject(&claim.subject),
        body => Bucket::of_home(target_of(body).unwrap_or(record.id)),
    }
}

/// A record stands in the leaf order itself and by its author's signature.
fn leaves(position: u64, record: &SignedRecord) -> Checked<Vec<(Id, u64, u8)>> {
    let signature = stemedb_core::RecordKind::Signature;
    let mut leaves = vec![(record.id, position, record.body.kind().number())];
    if record.body.kind() != signature {
        let (id, _) = record.author_signature().map_err(|e| e.to_string())?;
        leaves.push((id, position, signature.number()));
    }
    Ok(leaves)
}

/// The index says exactly what the log says: of what is there all, of what is not there nothing.
fn check_index(store: &Store, plan: &Plan, found: &[(u64, Entry)]) -> Checked<()> {
    let model = Model::of(found)?;
    let known = store.visible();
    ensure!(
        store.records() == model.places.len() as u64,
        "{} records are counted, {} are in the log",
        store.records(),
        model.places.len()
    );
    let mut rows = Vec::new();
    for expected in &plan.entries {
        let Expected::Record(record) = expected else {
            continue;
        };
        let id = record.id;
        let place = store.locate(&id).map_err(|e| e.to_string())?;
        let expected = model.places.get(&id).copied();
        ensure!(
            place == expected,
            "{id} is at {place:?}, not at {expected:?}"
        );
        let dependants = store.dependants(&id, known).map_err(|e| e.to_string())?;
        same("dependants", id, &dependants, model.dependants.get(&id))?;
        let bucket = bucket_of(record);
        let found = store
            .leaves("public", bucket, known)
            .map_err(|e| e.to_string())?;
        same("leaves", bucket.number(), &found, model.leaves.get(&bucket))?;
        if let Some(pair) = pair_of(record) {
            store
                .rows(pair, known, &mut rows)
                .map_err(|e| e.to_string())?;
            same("rows", id, &rows, model.rows.get(&pair))?;
            let said = store.evidence(pair, known).map_err(|e| e.to_string())?;
            same("evidence", id, &said, model.evidence.get(&pair))?;
        }
        check_facts(store, id, &model)?;
    }
    let control: Vec<u64> = store.with_facts(|facts| {
        facts
            .control(known)
            .iter()
            .map(|entry| entry.position)
            .collect()
    });
    same("control entries", "the log", &control, Some(&model.control))
}

fn check_facts(store: &Store, id: Id, model: &Model) -> Checked<()> {
    let (withdrawn, superseded) = store.with_facts(|facts| {
        let key = short(&id.0);
        let withdrawn: Vec<u64> = facts
            .retractions(&key, u64::MAX)
            .iter()
            .map(|r| r.position)
            .collect();
        let superseded: Vec<u64> = facts
            .supersessions(&key, u64::MAX)
            .iter()
            .map(|s| s.position)
            .collect();
        (withdrawn, superseded)
    });
    same("retractions", id, &withdrawn, model.withdrawn.get(&id))?;
    same("supersessions", id, &superseded, model.superseded.get(&id))
}

fn same<T: PartialEq + std::fmt::Debug>(
    what: &str,
    of: impl std::fmt::Display,
    found: &[T],
    expected: Option<&Vec<T>>,
) -> Checked<()> {
    let expected = expected.map_or(&[][..], Vec::as_slice);
    ensure!(
        found == expected,
        "{what} of {of}: found {found:?}, expected {expected:?}"
    );
    Ok(())
}

/// Opens a whole engine over the disks: all that is there can be traced, is in the feed, and writing goes on; what it
/// acknowledges then survives the next power cut.
pub(crate) fn check_engine(
    disks: &Disks,
    plan: &Plan,
    acknowledged: usize,
    bench: &Bench,
) -> Checked<usize> {
    let engine =
        Engine::open(engine_options(disks, bench)).map_err(|e| says("refused")(e.to_string()))?;
    let found = check_shown(&engine, plan)?;
    ensure!(
        found >= acknowledged,
        "the engine shows {found} entries, {acknowledged} were acknowledged"
    );
    // What it shows was never acknowledged, perhaps, but from now on it is known to readers.
    let shown = check_store(&disks.crash([Crash::NothingUnsynced; 2]), plan, found)
        .map_err(says("after a second power cut"))?;
    ensure!(
        shown == found,
        "{shown} of {found} entries outlast a second power cut"
    );
    write_on(&engine)?;
    drop(engine);
    Ok(found)
}

fn check_shown(engine: &Engine, plan: &Plan) -> Checked<usize> {
    let health = engine.health();
    ensure!(health.status == "ok", "health: {:?}", health.problems);
    let feed = engine
        .feed(0, 10_000)
        .map_err(|e| says("feed")(e.to_string()))?;
    let decided = engine.plugin_list().activations;
    ensure!(
        health.records == feed.records.len() as u64,
        "{} records are counted, the feed has {}",
        health.records,
        feed.records.len()
    );
    let found = feed.records.len() + decided.len();
    ensure!(
        found <= plan.entries.len(),
        "more is shown than was written"
    );
    let (mut records, mut control) = (feed.records.iter(), decided.iter().rev());
    let shown: BTreeSet<&str> = feed
        .records
        .iter()
        .map(|entry| entry.record.id.as_str())
        .collect();
    for expected in &plan.entries[..found] {
        match expected {
            Expected::Record(record) => {
                let entry = records.next().ok_or("the feed lacks a record")?;
                ensure!(
                    entry.record == RecordView::of(record),
                    "the feed has {}, not {}",
                    entry.record.id,
                    record.id
                );
                check_trace(engine, record, entry.position, &shown, plan)?;
            }
            Expected::Control(reason) => {
                let decision = control.next().ok_or("a decision is missing")?;
                ensure!(
                    decision.reason == *reason,
                    "the decision {} is not {reason}",
                    decision.reason
                );
            }
        }
    }
    for expected in &plan.entries[found..] {
        if let Expected::Record(record) = expected {
            ensure!(
                engine.trace(&record.id.to_string()).is_err(),
                "{} is half there",
                record.id
            );
        }
    }
    Ok(found)
}

fn check_trace(
    engine: &Engine,
    record: &SignedRecord,
    position: u64,
    shown: &BTreeSet<&str>,
    plan: &Plan,
) -> Checked<()> {
    let trace = engine
        .trace(&record.id.to_string())
        .map_err(|e| says("trace")(e.to_string()))?;
    ensure!(
        trace.record == RecordView::of(record),
        "the trace of {} differs",
        record.id
    );
    ensure!(
        trace.position == position,
        "feed and trace place {} differently",
        record.id
    );
    let about = |expected: &&SignedRecord| {
        shown.contains(expected.id.to_string().as_str())
            && target_of(&expected.body) == Some(record.id)
    };
    let (mut votes, mut signatures, mut withdrawals) = (0, 1, 0);
    for said in plan.records().filter(about) {
        match &said.body {
            Body::Vote(_) => votes += 1,
            Body::Signature(_) => signatures += 1,
            Body::Retraction(_) => withdrawals += 1,
            _ => {}
        }
    }
    ensure!(
        (trace.votes.len(), trace.signatures.len()) == (votes, signatures),
        "{} has {} votes and {} signatures, not {votes} and {signatures}",
        record.id,
        trace.votes.len(),
        trace.signatures.len()
    );
    ensure!(
        trace.retractions.len() >= withdrawals,
        "a withdrawal of {} is missing",
        record.id
    );
    if let Body::Claim(Claim {
        parent: Some(parent),
        ..
    }) = &record.body
    {
        let nearest = trace.parents.first().map(|view| view.id.clone());
        ensure!(
            nearest == Some(parent.to_string()),
            "{} has lost its parent",
            record.id
        );
    }
    Ok(())
}

/// Writes a claim and takes a decision, and finds the claim.
fn write_on(engine: &Engine) -> Checked<()> {
    let mut claim = Claim::new("after", "the crash", Object::Boolean(true));
    claim.source_class = SourceClass::Expert;
    let record = sign(1, header(1, NOW), Body::Claim(claim));
    let id = record.id.to_string();
    engine
        .write_one(record)
        .map_err(|e| says("writing on")(e.to_string()))?;
    engine
        .trace(&id)
        .map_err(|e| says("what was written on")(e.to_string()))?;
    let request = TrustRequest {
        agent: signer(1).agent().to_string(),
        trust: 0.5,
        by: "test".to_owned(),
        reason: "after the crash".to_owned(),
    };
    engine
        .trust(&request)
        .map_err(|e| says("deciding on")(e.to_string()))?;
    Ok(())
}
