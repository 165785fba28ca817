//! Swaps, views, replay: an answer names its judge, and can be given again.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod support;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use stemedb_engine::{Engine, FaultSwitches};
use stemedb_wire::{ActivationRequest, Answer, Question, RollbackRequest};
use support::{DAY, NOW, claim, open, open_with, vote, winner};

/// The two sets that are swapped: a stage and a resolver each.
const SETS: [[(&str, &str); 2]; 2] = [
    [("weigher", "decay"), ("chooser", "recency")],
    [("weigher", "epoch-aware"), ("chooser", "consensus")],
];

fn digests(engine: &Engine) -> BTreeMap<String, String> {
    let list = engine.plugin_list();
    list.plugins
        .into_iter()
        .map(|view| (view.plugin.id, view.plugin.digest))
        .collect()
}

fn activate(engine: &Engine, set: usize) -> Vec<String> {
    let known = digests(engine);
    let wanted = SETS[set].map(|(slot, id)| (slot.to_owned(), known[id].clone()));
    let slots = BTreeMap::from(wanted);
    let request = ActivationRequest {
        slots: slots.clone(),
        force: false,
        by: "test".to_owned(),
        reason: "swap".to_owned(),
    };
    engine.activate(&request).unwrap();
    SETS[set]
        .iter()
        .map(|(slot, _)| slots[*slot].clone())
        .collect()
}

fn named(answer: &Answer) -> Vec<String> {
    answer
        .plugins
        .iter()
        .map(|plugin| plugin.digest.clone())
        .collect()
}

#[test]
fn a_view_serves_until_something_could_change_the_answer() {
    let db = open();
    let first = db.claim(1, "nausea");
    db.write(claim(2, "later", |_, header| header.time = NOW + DAY));
    let ask = |lens: &str| {
        let question = Question::new("drug/x", "causes").lens(lens);
        let delivered = db.engine.query(&question).unwrap();
        (
            delivered.answered.from_view,
            winner(&delivered.response().answer),
        )
    };
    assert_eq!(ask("recency"), (false, "nausea".to_owned()));
    assert_eq!(ask("recency"), (true, "nausea".to_owned()));
    db.clock.0.fetch_add(60_000, Ordering::SeqCst);
    assert!(ask("recency").0, "time alone changes nothing yet");
    db.write(vote(4, first, 1_000_000, NOW));
    assert!(!ask("recency").0, "a vote came in");
    assert!(ask("recency").0);
    db.claim(3, "headache");
    assert!(!ask("recency").0, "a claim came in");
    db.clock.0.store(NOW + DAY, Ordering::SeqCst);
    assert_eq!(
        ask("recency"),
        (false, "later".to_owned()),
        "its time has come"
    );
    assert!(!ask("decay|recency").0);
    db.clock.0.fetch_add(1, Ordering::SeqCst);
    assert!(
        !ask("decay|recency").0,
        "ages change with every millisecond"
    );
    let mut question = Question::new("drug/x", "causes").lens("decay|recency");
    question.max_stale = 10;
    db.clock.0.fetch_add(9_000, Ordering::SeqCst);
    assert!(db.engine.query(&question).unwrap().answered.from_view);
    db.clock.0.fetch_add(2_000, Ordering::SeqCst);
    assert!(!db.engine.query(&question).unwrap().answered.from_view);
}

#[test]
fn a_swap_takes_effect_at_once_and_a_rollback_too() {
    let db = open();
    db.claim(1, "nausea");
    let first = activate(&db.engine, 0);
    assert_eq!(named(&db.ask("weigher|chooser")), first);
    let second = activate(&db.engine, 1);
    assert_eq!(named(&db.ask("weigher|chooser")), second);
    db.engine.rollback(&RollbackRequest::default()).unwrap();
    assert_eq!(named(&db.ask("weigher|chooser")), first);
    let db = db.reopen();
    assert_eq!(
        named(&db.ask("weigher|chooser")),
        first,
        "decisions outlive a restart"
    );
    let pinned = db.ask(&format!("weigher|chooser@{}", second[1]));
    assert_eq!(named(&pinned)[1], second[1]);
}

#[test]
fn the_mirror_says_who_was_active_when_and_nobody_else_may_write_there() {
    let db = open();
    let first = activate(&db.engine, 0);
    let between = db.clock.0.fetch_add(60_000, Ordering::SeqCst) + 30_000;
    let second = activate(&db.engine, 1);
    let asked = |as_of: Option<u64>| {
        let mut question = Question::new("plugin://slots/chooser", "digest").lens("recency");
        question.as_of = as_of.map(|time| time.to_string());
        winner(&db.engine.query(&question).unwrap().response().answer)
    };
    assert_eq!(asked(None), second[1]);
    assert_eq!(asked(Some(between)), first[1]);
    let record = claim(1, "evil", |_, _| {});
    let mut body = record.body.clone();
    if let stemedb_core::Body::Claim(claim) = &mut body {
        claim.subject = "plugin://slots/chooser".to_owned();
    }
    assert!(body.encode(&record.header).is_err());
    let forged = stemedb_core::SignedRecord::sign_reserved(
        record.header.clone(),
        body.clone(),
        &support::signer(1),
    );
    assert_eq!(
        db.engine.write_one(forged.unwrap()).unwrap_err().code(),
        "invalid_record"
    );
    let bytes = body.encode_reserved(&record.header).unwrap();
    assert!(stemedb_core::SignedRecord::decode(bytes, record.signature).is_err());
}

#[test]
fn a_slot_keeps_its_world() {
    let db = open();
    activate(&db.engine, 0);
    let slots = BTreeMap::from([("chooser".to_owned(), digests(&db.engine)["decay"].clone())]);
    let request = ActivationRequest {
        slots,
        force: false,
        by: String::new(),
        reason: String::new(),
    };
    assert_eq!(
        db.engine.activate(&request).unwrap_err().code(),
        "wrong_world"
    );
}

#[test]
fn an_answer_is_replayed_after_swaps_writes_and_a_restart() {
    let db = open();
    db.claim(1, "nausea");
    db.claim(2, "headache");
    activate(&db.engine, 0);
    let mut ids = Vec::new();
    for lens in [
        "weigher|chooser",
        "skeptic",
        "layered",
        "decay(half_life=30d)|consensus",
    ] {
        for _ in 0..2 {
            let question = Question::new("drug/x", "causes").lens(lens);
            ids.push(db.engine.query(&question).unwrap().query_id);
        }
    }
    activate(&db.engine, 1);
    for who in 10..60 {
        db.claim(who, "something else");
    }
    let check = |engine: &Engine| {
        for id in &ids {
            let replay = engine.replay(id).unwrap();
            assert!(replay.identical, "{id} {replay:?}");
        }
    };
    check(&db.engine);
    let db = db.reopen();
    check(&db.engine);
    let list = db.engine.audit_list(None, Some("drug/x"), 100).unwrap();
    assert_eq!(list.queries.len(), ids.len());
    assert!(
        list.queries
            .windows(2)
            .all(|pair| pair[0].query_id > pair[1].query_id)
    );
    assert_eq!(
        db.engine.replay(&"0".repeat(32)).unwrap_err().code(),
        "unknown_query"
    );
}

/// What readers saw while two sets were swapped.
struct Seen {
    answers: u64,
    mixed: u64,
    stale: u64,
    not_replayed: u64,
}

fn swap_under_load(faults: FaultSwitches) -> Seen {
    let db = open_with(|options| options.faults = faults);
    for who in 1..20 {
        db.claim(who, if who % 3 == 0 { "nausea" } else { "headache" });
    }
    let sets = [activate(&db.engine, 0), activate(&db.engine, 1)];
    let done = AtomicBool::new(false);
    let (answers, mixed) = (AtomicU64::new(0), AtomicU64::new(0));
    let mut stale = 0;
    let ids = parking_lot::Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let question = Question::new("drug/x", "causes").lens("weigher|chooser");
                while !done.load(Ordering::Relaxed) {
                    let delivered = db.engine.query(&question).unwrap();
                    let judges = named(&delivered.answered.answer);
                    mixed.fetch_add(u64::from(!sets.contains(&judges)), Ordering::Relaxed);
                    if answers.fetch_add(1, Ordering::Relaxed) % 50 == 0 {
                        ids.lock().push(delivered.query_id);
                    }
                }
            });
        }
        for round in 0..60 {
            let expected = activate(&db.engine, round % 2);
            std::thread::sleep(std::time::Duration::from_millis(5));
            let judges = named(&db.ask("weigher|chooser"));
            stale += u64::from(judges != expected);
        }
        done.store(true, Ordering::Relaxed);
    });
    let engine: &Arc<Engine> = &db.engine;
    let not_replayed = ids
        .into_inner()
        .iter()
        .filter(|id| !engine.replay(id).is_ok_and(|replay| replay.identical))
        .count() as u64;
    Seen {
        answers: answers.into_inner(),
        mixed: mixed.into_inner(),
        stale,
        not_replayed,
    }
}

#[test]
fn no_answer_mixes_sets_and_none_is_of_an_old_set() {
    let seen = swap_under_load(FaultSwitches::default());
    assert!(seen.answers > 100, "only {} answers", seen.answers);
    assert_eq!((seen.mixed, seen.stale, seen.not_replayed), (0, 0, 0));
}

#[test]
fn pinning_judges_late_is_noticed() {
    let seen = swap_under_load(FaultSwitches {
        pin_late: true,
        ..FaultSwitches::default()
    });
    assert!(
        seen.mixed > 0,
        "{} answers and none was mixed",
        seen.answers
    );
}

#[test]
fn keeping_views_over_a_swap_is_noticed() {
    let seen = swap_under_load(FaultSwitches {
        views_ignore_digests: true,
        ..FaultSwitches::default()
    });
    assert!(
        seen.stale > 0,
        "{} answers and none was stale",
        seen.answers
    );
}
