//! Shadows serve nobody, and with a canary a subject sees one judge.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use stemedb_wire::{Question, RollbackRequest, ShadowView, TrialRequest};
use support::trials::{
    SLOT, activate, ask, contradict, crowd, digest, end, install_brittle, request,
};
use support::{Fixture, NOW, open, open_with, winner};

/// Longer than a busy machine needs for a few hundred comparisons.
const PATIENCE: Duration = Duration::from_secs(60);

fn shadow(db: &Fixture) -> ShadowView {
    db.engine.trial(SLOT).unwrap().shadow.unwrap()
}

/// Waits until nothing waits.
fn compared(db: &Fixture) -> ShadowView {
    let until = Instant::now() + PATIENCE;
    loop {
        let view = shadow(db);
        if view.waiting == 0 {
            return view;
        }
        assert!(Instant::now() < until, "{view:?}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn a_shadow_is_compared_and_serves_nobody() {
    let db = open_with(|options| options.host.monotonic = Some(monotonic));
    let (recency, consensus) = (
        digest(&db.engine, "recency"),
        digest(&db.engine, "consensus"),
    );
    for number in 0..10 {
        contradict(&db, &format!("drug/{number}"));
    }
    db.claim(1, "same");
    db.engine.start_shadow(&request(&consensus, 1.0)).unwrap();
    for number in 0..10 {
        let (_, judge, value) = ask(&db, &format!("drug/{number}")).unwrap();
        assert_eq!((judge.as_str(), value.as_str()), (&*recency, "new"));
    }
    for _ in 0..3 {
        assert_eq!(ask(&db, "drug/x").unwrap().2, "same");
    }
    let view = compared(&db);
    assert_eq!(view.plugin.digest, consensus);
    assert_eq!((view.taken, view.compared, view.dropped), (13, 13, 0));
    assert_eq!((view.agreed, view.winners_differ), (3, 10));
    assert_eq!(view.failures, []);
    let timed = [&view.active_latency, &view.shadow_latency].map(|latency| latency.count);
    assert_eq!(timed, [13, 13]);
    assert_eq!(view.against.len(), 1);
    assert_eq!(view.against[0].digest, recency);
    assert_eq!(view.differences.len(), 10);
    for difference in &view.differences {
        let replay = db.engine.replay(&difference.query_id).unwrap();
        assert!(replay.identical);
        let active = difference.active.winner.as_ref().unwrap().to_string();
        assert_eq!(active, winner(&replay.answer));
        assert_eq!(difference.active.lens, replay.answer.lens);
        // Asking with the lens of the report gives what the report says.
        let question = Question::new(&difference.subject, &difference.predicate);
        let question = question.lens(&difference.shadow.lens);
        let again = db.engine.query(&question).unwrap().response().answer;
        assert_eq!(winner(&again), "old");
        assert_eq!(
            Some(winner(&again)),
            difference.shadow.winner.as_ref().map(ToString::to_string)
        );
        assert!((again.confidence - difference.shadow.confidence).abs() < f64::EPSILON);
        assert!(difference.differs.contains(&"winner".to_owned()));
    }
    assert!(
        db.engine.trials().slots[0]
            .shadow
            .as_ref()
            .unwrap()
            .differences
            .is_empty()
    );
    db.engine.stop_shadow(&end()).unwrap();
    assert_eq!(
        db.engine.stop_shadow(&end()).unwrap_err().code(),
        "no_trial"
    );
    assert!(db.engine.trials().slots.is_empty());
}

#[test]
fn a_shadow_takes_its_share_and_only_what_its_slot_serves() {
    let db = open();
    let (recency, consensus) = (
        digest(&db.engine, "recency"),
        digest(&db.engine, "consensus"),
    );
    db.claim(1, "same");
    db.engine.start_shadow(&request(&consensus, 0.25)).unwrap();
    for _ in 0..400 {
        ask(&db, "drug/x").unwrap();
        db.ask("skeptic");
        db.ask(&format!("recency@{recency}"));
    }
    let view = compared(&db);
    assert!((50..150).contains(&view.taken), "{view:?}");
    assert_eq!(view.agreed, view.compared);
    for wrong in [0.0, -1.0, 1.5, f64::NAN] {
        let error = db
            .engine
            .start_shadow(&request(&consensus, wrong))
            .unwrap_err();
        assert_eq!(error.code(), "invalid_activation", "{wrong}");
    }
    let refused = |plugin: &str, slot: &str| {
        let request = TrialRequest {
            slot: slot.to_owned(),
            ..request(plugin, 0.5)
        };
        let codes = [
            db.engine.start_shadow(&request).unwrap_err().code(),
            db.engine.start_canary(&request).unwrap_err().code(),
        ];
        assert_eq!(codes[0], codes[1]);
        codes[0]
    };
    assert_eq!(refused(&recency, SLOT), "already_active");
    assert_eq!(refused(&digest(&db.engine, "decay"), SLOT), "wrong_world");
    assert_eq!(refused(&consensus, "nobody"), "unknown_slot");
    assert_eq!(refused("nobody@1.0.0", SLOT), "unknown_plugin");
}

#[test]
fn a_full_queue_leaves_comparisons_out_and_no_query_waits() {
    let db = open();
    contradict(&db, "drug/x");
    let consensus = digest(&db.engine, "consensus");
    db.engine.start_shadow(&request(&consensus, 1.0)).unwrap();
    let mut asked = 0;
    while shadow(&db).dropped == 0 {
        assert!(asked < 1_000_000, "the queue never filled");
        for _ in 0..1_000 {
            ask(&db, "drug/x").unwrap();
            asked += 1;
        }
    }
    let view = shadow(&db);
    assert_eq!(view.taken, asked);
    assert!(view.waiting <= 1_025, "{}", view.waiting);
    let view = compared(&db);
    assert_eq!(view.taken, view.dropped + view.compared);
    assert_eq!(view.winners_differ, view.compared);
    assert_eq!(view.differences.len(), 100);
}

#[test]
fn closing_does_not_wait_for_comparisons_and_a_shadow_goes_on_after_a_restart() {
    let db = open();
    contradict(&db, "drug/x");
    let consensus = digest(&db.engine, "consensus");
    let started = db.engine.start_shadow(&request(&consensus, 1.0)).unwrap();
    for _ in 0..2_000 {
        ask(&db, "drug/x").unwrap();
    }
    let db = db.reopen();
    let view = shadow(&db);
    assert_eq!(
        (view.plugin.digest, view.started_at),
        (consensus, started.at)
    );
    assert_eq!(view.taken, 0, "the numbers begin anew");
    ask(&db, "drug/x").unwrap();
    assert_eq!(compared(&db).winners_differ, 1);
}

#[test]
fn a_shadow_that_faults_harms_nobody() {
    let db = open();
    let brittle = install_brittle(&db.engine);
    crowd(&db, "crowd");
    contradict(&db, "drug/x");
    db.engine.start_shadow(&request(&brittle, 1.0)).unwrap();
    for _ in 0..20 {
        ask(&db, "crowd").unwrap();
        ask(&db, "drug/x").unwrap();
    }
    let view = compared(&db);
    assert_eq!((view.taken, view.compared), (40, 20));
    let failures: Vec<_> = view
        .failures
        .iter()
        .map(|one| (one.kind.as_str(), one.count))
        .collect();
    assert_eq!(failures, [("trap", 20)]);
    assert_eq!(db.engine.trials().trips, []);
    let with_parameters = Question::new("drug/x", "causes").lens("recency");
    db.engine.query(&with_parameters).unwrap();
}

#[test]
fn swaps_while_a_shadow_runs() {
    let db = open();
    let ids = ["recency", "confidence"].map(|id| digest(&db.engine, id));
    let consensus = digest(&db.engine, "consensus");
    for number in 0..20 {
        contradict(&db, &format!("drug/{number}"));
    }
    db.engine.start_shadow(&request(&consensus, 1.0)).unwrap();
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        for reader in 0..2 {
            let (db, done, ids) = (&db, &done, &ids);
            scope.spawn(move || {
                let mut number = reader;
                while !done.load(Ordering::Relaxed) {
                    let (_, judge, _) = ask(db, &format!("drug/{}", number % 20)).unwrap();
                    assert!(ids.contains(&judge));
                    number += 1;
                    std::thread::sleep(Duration::from_millis(1));
                }
            });
        }
        for round in 0..20 {
            activate(&db.engine, &ids[(round + 1) % 2], false).unwrap();
            std::thread::sleep(Duration::from_millis(10));
        }
        done.store(true, Ordering::Relaxed);
    });
    let view = compared(&db);
    assert_eq!(view.failures, []);
    let against: BTreeSet<&str> = view.against.iter().map(|one| one.digest.as_str()).collect();
    assert_eq!(against, ids.iter().map(String::as_str).collect());
    let each: u64 = view.against.iter().map(|one| one.compared).sum();
    assert_eq!(each, view.compared);
    for difference in &view.differences {
        assert!(db.engine.replay(&difference.query_id).unwrap().identical);
    }
    // Once the shadow itself is active, there is nothing to compare it with.
    activate(&db.engine, &consensus, false).unwrap();
    assert!(db.engine.trial(SLOT).unwrap().shadow.is_none());
}

/// Subjects with the judge that each saw, twice alike, and the ids of the queries.
fn judges(db: &Fixture) -> (BTreeMap<String, String>, Vec<String>) {
    let mut ids = Vec::new();
    let mut seen = BTreeMap::new();
    for number in 0..60 {
        let subject = format!("drug/{number}");
        let (first, judge, value) = ask(db, &subject).unwrap();
        let (second, again, _) = ask(db, &subject).unwrap();
        assert_eq!(judge, again);
        let by_recency = judge == digest(&db.engine, "recency");
        assert_eq!(value, if by_recency { "new" } else { "old" });
        ids.extend([first, second]);
        seen.insert(subject, judge);
    }
    (seen, ids)
}

fn of(seen: &BTreeMap<String, String>, judge: &str) -> BTreeSet<String> {
    let those = seen.iter().filter(|(_, found)| *found == judge);
    those.map(|(subject, _)| subject.clone()).collect()
}

#[test]
fn one_subject_sees_one_judge_until_the_canary_is_promoted_or_withdrawn() {
    let db = open();
    let (recency, consensus) = (
        digest(&db.engine, "recency"),
        digest(&db.engine, "consensus"),
    );
    for number in 0..60 {
        contradict(&db, &format!("drug/{number}"));
    }
    let mut ids = judges(&db).1;
    db.clock.0.fetch_add(1_000, Ordering::SeqCst);
    db.engine.start_canary(&request(&consensus, 0.25)).unwrap();
    let (quarter, asked) = judges(&db);
    ids.extend(asked);
    let taken = of(&quarter, &consensus);
    assert!((5..30).contains(&taken.len()), "{taken:?}");
    db.clock.0.fetch_add(1_000, Ordering::SeqCst);
    let between = db.clock.0.load(Ordering::SeqCst);
    db.clock.0.fetch_add(1_000, Ordering::SeqCst);
    db.engine.start_canary(&request(&consensus, 0.5)).unwrap();
    let half = judges(&db).0;
    assert!(taken.is_subset(&of(&half, &consensus)));
    assert!(of(&half, &consensus).len() > taken.len());
    let numbers = db.engine.trial(SLOT).unwrap().canary.unwrap();
    assert_eq!(numbers.canary_answers + numbers.active_answers, 240);

    let db = db.reopen();
    assert_eq!(judges(&db).0, half, "a restart changes no judge");
    db.clock.0.fetch_add(1_000, Ordering::SeqCst);
    db.engine.promote_canary(&end()).unwrap();
    assert_eq!(of(&judges(&db).0, &consensus).len(), 60);
    assert_eq!(
        db.engine.promote_canary(&end()).unwrap_err().code(),
        "no_trial"
    );
    let list = db.engine.plugin_list().activations;
    assert_eq!(
        (list[0].action.as_str(), &list[0].slots[SLOT]),
        ("promote", &consensus)
    );
    db.engine.rollback(&RollbackRequest::default()).unwrap();
    assert_eq!(of(&judges(&db).0, &recency).len(), 60);
    db.engine.start_canary(&request(&consensus, 1.0)).unwrap();
    assert_eq!(of(&judges(&db).0, &consensus).len(), 60);
    db.engine.withdraw_canary(&end()).unwrap();
    assert_eq!(of(&judges(&db).0, &recency).len(), 60);

    // Whoever asks as of then sees the judge of then.
    for (subject, judge) in &quarter {
        let mut question = Question::new(subject, "causes").lens(SLOT);
        question.known_at = Some(between.to_string());
        let answer = db.engine.query(&question).unwrap().response().answer;
        assert_eq!(answer.plugins[0].digest, *judge, "{subject}");
    }
    for id in &ids {
        assert!(db.engine.replay(id).unwrap().identical, "{id}");
    }
    let mirrored = |as_of: u64| {
        let mut question = Question::new("plugin://slots/recency", "canary").lens("recency");
        question.as_of = Some(as_of.to_string());
        winner(&db.engine.query(&question).unwrap().response().answer)
    };
    assert_eq!(mirrored(between), consensus);
    assert_eq!(mirrored(db.clock.0.load(Ordering::SeqCst) + 1_000), "none");
}

#[test]
fn an_activation_of_the_canarys_version_ends_it() {
    let db = open();
    let consensus = digest(&db.engine, "consensus");
    db.engine.start_canary(&request(&consensus, 0.5)).unwrap();
    let state = |id: &str| {
        let list = db.engine.plugin_list();
        let found = list.plugins.into_iter().find(|view| view.plugin.id == id);
        found.unwrap().state
    };
    assert_eq!(state("consensus"), "active", "it fills its own slot");
    activate(&db.engine, &digest(&db.engine, "confidence"), false).unwrap();
    assert!(db.engine.trial(SLOT).unwrap().canary.is_some());
    activate(&db.engine, &consensus, false).unwrap();
    assert!(db.engine.trial(SLOT).unwrap().canary.is_none());
    let brittle = install_brittle(&db.engine);
    db.engine.start_canary(&request(&brittle, 0.5)).unwrap();
    assert_eq!(state("resolver-brittle"), "canary");
}

/// Time since the first call.
fn monotonic() -> Duration {
    static BEGIN: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
    BEGIN.get_or_init(Instant::now).elapsed()
}

#[test]
fn times_of_trials_are_the_logs() {
    let db = open();
    let consensus = digest(&db.engine, "consensus");
    let started = db.engine.start_shadow(&request(&consensus, 0.5)).unwrap();
    assert!(started.at >= NOW);
    assert_eq!(started.share_millionths, Some(500_000));
    assert_eq!(shadow(&db).started_at, started.at);
}
