//! A version that fails too often is taken out, told of, and kept back for a while.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod support;

use std::collections::BTreeMap;
use std::sync::atomic::Ordering;

use stemedb_engine::TripOptions;
use stemedb_wire::{ActivationRequest, Question, RollbackRequest};
use support::trials::{SLOT, activate, ask, crowd, digest, install_brittle, request};
use support::{Fixture, open_with, winner};

fn trips() -> TripOptions {
    TripOptions {
        faults: 5,
        window_ms: 10_000,
        backoff_ms: 60_000,
        backoff_ms_max: 200_000,
    }
}

fn faults(db: &Fixture, times: u32) {
    for _ in 0..times {
        assert_eq!(ask(db, "crowd").unwrap_err().code(), "plugin_fault");
    }
}

#[test]
fn repeated_faults_take_a_version_out() {
    let db = open_with(|options| options.trips = trips());
    let recency = digest(&db.engine, "recency");
    let brittle = install_brittle(&db.engine);
    crowd(&db, "crowd");
    activate(&db.engine, &brittle, false).unwrap();
    faults(&db, 4);
    db.clock.0.fetch_add(10_000, Ordering::SeqCst);
    faults(&db, 4);
    // Whoever pins a version chose it: those faults do not count.
    for _ in 0..10 {
        let pinned = Question::new("crowd", "causes").lens(format!("recency@{brittle}"));
        assert_eq!(
            db.engine.query(&pinned).err().unwrap().code(),
            "plugin_fault"
        );
    }
    assert_eq!(db.engine.trials().trips, []);
    let before = db.engine.feed(0, 10_000).unwrap().next;
    faults(&db, 1);
    let (_, judge, value) = ask(&db, "crowd").unwrap();
    assert_eq!((judge.as_str(), value.as_str()), (&*recency, "same"));

    let entry = db.engine.plugin_list().activations.remove(0);
    assert_eq!(entry.action, "trip");
    assert_eq!(entry.tripped.as_ref(), Some(&brittle));
    assert_eq!(
        entry.slots,
        BTreeMap::from([(SLOT.to_owned(), recency.clone())])
    );
    assert!(
        entry.reason.contains("5 faults") && entry.reason.contains("trap"),
        "{entry:?}"
    );
    let told = serde_json::to_string(&db.engine.feed(before, 100).unwrap()).unwrap();
    for word in ["plugin://slots/recency", "tripped", &brittle, &recency] {
        assert!(told.contains(word), "{word} is not in {told}");
    }
    let question = Question::new("plugin://slots/recency", "tripped").lens("recency");
    let said = db.engine.query(&question).unwrap().response().answer;
    assert_eq!(winner(&said), brittle);
    let trip = db.engine.trials().trips.remove(0);
    assert_eq!(
        (trip.times, trip.kept_back, trip.until),
        (1, true, entry.at + 60_000 - (entry.at - trip.at))
    );

    // Kept back for a minute, also over a restart.
    let db = db.reopen();
    assert_eq!(ask(&db, "crowd").unwrap().1, recency);
    assert_eq!(
        activate(&db.engine, &brittle, false).unwrap_err().code(),
        "kept_back"
    );
    let back = db.engine.rollback(&RollbackRequest::default());
    assert_eq!(back.unwrap_err().code(), "kept_back");
    let canary = db.engine.start_canary(&request(&brittle, 0.5));
    assert_eq!(canary.unwrap_err().code(), "kept_back");
    db.engine.start_shadow(&request(&brittle, 0.5)).unwrap();
    db.clock.0.fetch_add(61_000, Ordering::SeqCst);
    assert!(!db.engine.trials().trips[0].kept_back);
    activate(&db.engine, &brittle, false).unwrap();
}

#[test]
fn the_time_kept_back_doubles_and_force_overrides_it() {
    let db = open_with(|options| options.trips = trips());
    let recency = digest(&db.engine, "recency");
    let brittle = install_brittle(&db.engine);
    crowd(&db, "crowd");
    let mut kept_back = Vec::new();
    for _ in 0..4 {
        activate(&db.engine, &brittle, true).unwrap();
        faults(&db, 5);
        assert_eq!(ask(&db, "crowd").unwrap().1, recency);
        let trip = db.engine.trials().trips.remove(0);
        kept_back.push((trip.until - db.clock.0.load(Ordering::SeqCst)) / 1_000);
        db.clock.0.fetch_add(1_000, Ordering::SeqCst);
    }
    assert_eq!(kept_back, [60, 120, 200, 200]);
    // Long past its time, it begins anew.
    db.clock.0.fetch_add(500_000, Ordering::SeqCst);
    activate(&db.engine, &brittle, false).unwrap();
    faults(&db, 5);
    assert_eq!(db.engine.trials().trips[0].times, 1);
}

#[test]
fn a_canary_that_faults_is_withdrawn_and_the_active_version_stays() {
    let db = open_with(|options| options.trips = trips());
    let recency = digest(&db.engine, "recency");
    let brittle = install_brittle(&db.engine);
    crowd(&db, "crowd");
    db.engine.start_canary(&request(&brittle, 1.0)).unwrap();
    faults(&db, 4);
    let numbers = db.engine.trial(SLOT).unwrap().canary.unwrap();
    assert_eq!((numbers.canary_faults, numbers.active_faults), (4, 0));
    faults(&db, 1);
    assert_eq!(ask(&db, "crowd").unwrap().1, recency);
    assert!(db.engine.trial(SLOT).unwrap().canary.is_none());
    let entry = db.engine.plugin_list().activations.remove(0);
    assert_eq!((entry.action.as_str(), entry.slots.len()), ("trip", 0));
    // Entries of one millisecond are told apart by times that lie a little ahead.
    db.clock.0.fetch_add(1_000, Ordering::SeqCst);
    let question = Question::new("plugin://slots/recency", "tripped").lens("recency");
    let said = db.engine.query(&question).unwrap().response().answer;
    assert_eq!(winner(&said), brittle);
}

#[test]
fn many_faults_at_once_are_one_trip() {
    let db = open_with(|options| options.trips = trips());
    let brittle = install_brittle(&db.engine);
    crowd(&db, "crowd");
    activate(&db.engine, &brittle, false).unwrap();
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| while ask(&db, "crowd").is_err() {});
        }
    });
    let list = db.engine.plugin_list().activations;
    let tripped = list.iter().filter(|entry| entry.action == "trip").count();
    assert_eq!(tripped, 1, "{list:?}");
    assert_eq!(db.engine.trials().trips[0].times, 1);
}

#[test]
fn a_version_without_a_predecessor_stays() {
    let db = open_with(|options| options.trips = trips());
    let brittle = install_brittle(&db.engine);
    crowd(&db, "crowd");
    db.engine
        .activate(&ActivationRequest {
            slots: BTreeMap::from([("alone".to_owned(), brittle)]),
            ..ActivationRequest::default()
        })
        .unwrap();
    for _ in 0..12 {
        let question = Question::new("crowd", "causes").lens("alone");
        assert_eq!(
            db.engine.query(&question).err().unwrap().code(),
            "plugin_fault"
        );
    }
    assert_eq!(db.engine.trials().trips, []);
}
