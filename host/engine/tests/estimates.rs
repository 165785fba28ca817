//! Estimators' jobs, the artefacts that they leave, and answers that rest on them.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod support;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use stemedb_core::Object;
use stemedb_engine::Engine;
use stemedb_wire::{
    ActivationRequest, Answer, EstimateRequest, EstimateScope, EstimateState, Question,
};
use support::{Fixture, claim, guests_folder, open, open_with, signer, source, winner};

/// Installs the small estimator and the stage that reads what it leaves, and puts both into slots.
fn prepare(db: &Fixture) {
    let mut slots = BTreeMap::new();
    for (slot, file) in [
        ("agreement", "estimator_agreement"),
        ("reliable", "row_stage_reliability"),
    ] {
        let path = guests_folder().join(format!("test/{file}.wasm"));
        let plugin = db.engine.install(&std::fs::read(path).unwrap()).unwrap();
        slots.insert(slot.to_owned(), plugin.digest);
    }
    let request = ActivationRequest {
        slots,
        by: "test".to_owned(),
        ..ActivationRequest::default()
    };
    db.engine.activate(&request).unwrap();
}

fn request(name: &str, lens: &str) -> EstimateRequest {
    EstimateRequest {
        name: name.to_owned(),
        lens: lens.to_owned(),
        scope: EstimateScope::default(),
        by: "test".to_owned(),
        reason: String::new(),
    }
}

fn ended(engine: &Arc<Engine>, request: &EstimateRequest) -> EstimateState {
    let begun = engine.begin_estimate(request).unwrap();
    wait(engine, &begun.ticket)
}

fn wait(engine: &Engine, ticket: &str) -> EstimateState {
    let until = Instant::now() + Duration::from_secs(60);
    loop {
        let state = engine.estimate_state(ticket).unwrap();
        if ["done", "failed", "cancelled"].contains(&&*state.state) {
            return state;
        }
        assert!(Instant::now() < until, "{state:?}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn estimate(engine: &Arc<Engine>, name: &str, lens: &str) -> String {
    let state = ended(engine, &request(name, lens));
    assert_eq!(state.state, "done", "{state:?}");
    state.digest.unwrap()
}

/// Agents 1 and 2 agree on every subject but the last; 3 is always alone. On `drug/x` 3 speaks against 1.
fn speak(db: &Fixture) {
    for subject in 0..20 {
        for who in 1..=3u8 {
            let value = if who == 3 { "wrong" } else { "right" };
            db.write(claim(who, value, |claim, _| {
                claim.subject = format!("drug/{subject}");
            }));
        }
    }
    db.claim(1, "nausea");
    db.write(claim(3, "headache", |_, header| header.time += 1));
}

const LENS: &str = "reliable(estimate=sources)|consensus";

#[test]
fn an_estimate_is_made_named_shown_and_weighs_later_answers() {
    let db = open();
    prepare(&db);
    speak(&db);
    assert_eq!(
        winner(&db.ask("consensus")),
        "headache",
        "the newer one of two"
    );
    let state = ended(&db.engine, &request("sources", "agreement"));
    assert_eq!(state.state, "done", "{state:?}");
    assert_eq!((state.groups, state.rows), (21, 62));
    let digest = state.digest.unwrap();

    let answer = db.ask(LENS);
    assert_eq!(winner(&answer), "nausea");
    assert_eq!(answer.artefacts.len(), 1);
    assert_eq!(answer.artefacts[0].name, "sources");
    assert_eq!(answer.artefacts[0].digest, digest);
    assert_eq!(answer.artefacts[0].estimator.id, "estimator-agreement");
    assert!(
        answer.lens.contains(&format!("estimate={digest}")),
        "{}",
        answer.lens
    );
    let by_digest = db.ask(&format!("reliable(estimate={digest})|consensus"));
    assert_eq!(by_digest, answer);
    assert!(db.ask("consensus").artefacts.is_empty());

    let list = db.engine.estimates();
    assert_eq!(list.estimates.len(), 1);
    assert_eq!(list.jobs[0].state, "done");
    let view = db.engine.estimate_view("sources", 10).unwrap();
    assert_eq!(view.names, ["sources"]);
    assert_eq!((view.made.voices, view.made.likelihoods), (3, 62));
    let voices: Vec<(String, f64)> = view
        .voices
        .iter()
        .map(|voice| (voice.id.clone(), voice.reliability.unwrap()))
        .collect();
    // Agent 2 is with the majority always; 1 loses the tie on drug/x to the newer claim of 3.
    let key = |who| signer(who).agent().to_string();
    assert_eq!(voices[0].0, key(2));
    assert_eq!(voices[1].0, key(1));
    assert_eq!(voices[2].0, key(3));
    assert!(voices[0].1 == 1.0 && voices[2].1 < 0.1, "{voices:?}");

    db.clock.0.fetch_add(1_000, Ordering::SeqCst);
    let mirrored = Question::new("plugin://estimates/sources", "digest").lens("recency");
    let mirrored = db.engine.query(&mirrored).unwrap().response().answer;
    assert_eq!(winner(&mirrored), digest);
}

#[test]
fn sources_speak_before_their_agents_and_are_shown_with_their_titles() {
    let db = open();
    prepare(&db);
    let trial = db.write(source(9, "A trial"));
    for who in 1..=3 {
        db.write(claim(who, "nausea", |claim, _| claim.source = Some(trial)));
    }
    db.claim(4, "headache");
    estimate(&db.engine, "sources", "agreement");
    let view = db.engine.estimate_view("sources", 10).unwrap();
    assert_eq!(view.voices.len(), 2);
    assert_eq!(view.voices[0].kind, "source");
    assert_eq!(view.voices[0].title.as_deref(), Some("A trial"));
    assert_eq!(view.voices[0].id, trial.to_string());
    assert_eq!(view.voices[0].claims, 3);
    assert_eq!(view.voices[1].kind, "agent");
    assert_eq!(
        db.engine.estimate_view("sources", 1).unwrap().voices.len(),
        1
    );
}

#[test]
fn the_scope_is_kept_to() {
    let db = open();
    prepare(&db);
    speak(&db);
    db.write(claim(5, "12", |claim, _| {
        claim.predicate = "dose".to_owned();
    }));
    db.write(claim(5, "other", |_, header| {
        header.namespace = "lab".to_owned();
    }));
    let mut wanted = request("some", "agreement");
    let count = |wanted: &EstimateRequest| {
        let state = ended(&db.engine, wanted);
        assert_eq!(state.state, "done", "{state:?}");
        (state.groups, state.rows)
    };
    assert_eq!(count(&wanted), (22, 63));
    wanted.scope.predicates = vec!["causes".to_owned()];
    assert_eq!(count(&wanted), (21, 62));
    wanted.scope.subject_prefix = "drug/1".to_owned();
    assert_eq!(count(&wanted), (11, 33));
    wanted.scope.predicates = vec!["no such".to_owned()];
    assert_eq!(count(&wanted), (0, 0));
    wanted.scope = EstimateScope {
        namespace: "lab".to_owned(),
        ..EstimateScope::default()
    };
    assert_eq!(count(&wanted), (1, 1));
    let ticket = db.engine.estimates().jobs[0].ticket.clone();
    let digest = db.engine.estimate_state(&ticket).unwrap().digest.unwrap();
    assert_eq!(
        db.engine.estimate_view(&digest, 9).unwrap().made.namespace,
        "lab"
    );
}

#[test]
fn an_answer_is_replayed_after_its_name_passed_on_and_a_restart() {
    let db = open();
    prepare(&db);
    speak(&db);
    let first = estimate(&db.engine, "sources", "agreement");
    let delivered = |db: &Fixture| {
        let question = Question::new("drug/x", "causes").lens(LENS);
        db.engine.query(&question).unwrap()
    };
    let old = delivered(&db);
    let between = db.clock.0.fetch_add(60_000, Ordering::SeqCst) + 30_000;
    // Now 3 is believed.
    for subject in 100..200 {
        for who in [3, 4] {
            db.write(claim(who, "so", |claim, _| {
                claim.subject = format!("drug/{subject}");
            }));
        }
        db.write(claim(1, "not so", |claim, _| {
            claim.subject = format!("drug/{subject}");
        }));
    }
    let second = estimate(&db.engine, "sources", "agreement(silent=true)");
    assert_ne!(first, second);
    let new = delivered(&db);
    assert_eq!(winner(&old.response().answer), "nausea");
    assert_eq!(winner(&new.response().answer), "headache");
    let check = |db: &Fixture| {
        for id in [&old.query_id, &new.query_id] {
            let replay = db.engine.replay(id).unwrap();
            assert!(replay.identical, "{replay:?}");
        }
        let mut question = Question::new("drug/x", "causes").lens(LENS);
        question.known_at = Some(between.to_string());
        let past: Answer = db.engine.query(&question).unwrap().response().answer;
        assert_eq!(past.artefacts[0].digest, first, "the name as of then");
        assert_eq!(winner(&past), "nausea");
    };
    check(&db);
    let db = db.reopen();
    check(&db);
    assert_eq!(db.ask(LENS).artefacts[0].digest, second);
}

#[test]
fn a_damaged_or_missing_file_is_named_and_a_restored_one_serves_again() {
    let db = open();
    prepare(&db);
    speak(&db);
    let digest = estimate(&db.engine, "sources", "agreement");
    let path = db.folder.path().join("db/artefacts").join(&digest);
    let whole = std::fs::read(&path).unwrap();
    let question = Question::new("drug/x", "causes").lens(LENS);
    let id = db.engine.query(&question).unwrap().query_id;
    // A restart forgets what is kept in memory.
    let mut bytes = whole.clone();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    std::fs::write(&path, &bytes).unwrap();
    let db = db.reopen();
    let error = db.engine.query(&question).err().unwrap();
    assert_eq!(error.code(), "estimate_damaged");
    assert!(error.to_string().contains(&digest), "{error}");
    std::fs::remove_file(&path).unwrap();
    for error in [
        db.engine.query(&question).err().unwrap(),
        db.engine.replay(&id).err().unwrap(),
        db.engine.estimate_view("sources", 1).err().unwrap(),
    ] {
        assert_eq!(error.code(), "estimate_missing", "{error}");
        assert!(error.to_string().contains(&digest), "{error}");
    }
    assert_eq!(winner(&db.ask("consensus")), "headache", "others go on");
    std::fs::write(&path, &whole).unwrap();
    assert!(db.engine.replay(&id).unwrap().identical);
    std::fs::write(path.with_extension("unfinished"), b"half").unwrap();
    let db = db.reopen();
    assert!(!path.with_extension("unfinished").exists());
    assert_eq!(winner(&db.ask(LENS)), "nausea");
}

#[test]
fn what_does_not_fit_is_refused_with_a_reason() {
    let db = open();
    prepare(&db);
    speak(&db);
    let begun = |request: &EstimateRequest| db.engine.begin_estimate(request).unwrap_err();
    for (name, lens, code, words) in [
        ("Big", "agreement", "invalid_estimate", "lower-case"),
        ("", "agreement", "invalid_estimate", "lower-case"),
        ("a", "consensus", "invalid_lens", "no place in a job"),
        ("a", "decay", "invalid_lens", "no estimator"),
        (
            "a",
            "agreement|decay",
            "invalid_lens",
            "behind the estimator",
        ),
        ("a", "nobody", "unknown_lens", "nobody"),
        ("a", "reliable|agreement", "invalid_lens", "estimate=NAME"),
        (
            "a",
            "reliable(estimate=b)|agreement",
            "unknown_estimate",
            "there was none",
        ),
    ] {
        let error = begun(&request(name, lens));
        assert_eq!(error.code(), code, "{lens}: {error}");
        assert!(error.to_string().contains(words), "{lens}: {error}");
    }
    let mut wrong = request("a", "agreement");
    wrong.scope.lifecycle = "dead".to_owned();
    assert_eq!(begun(&wrong).code(), "invalid_question");
    let asked = |lens: &str| {
        let question = Question::new("drug/x", "causes").lens(lens);
        db.engine.query(&question).err().unwrap()
    };
    assert_eq!(asked("agreement|consensus").code(), "invalid_lens");
    assert_eq!(asked("reliable|consensus").code(), "invalid_lens");
    assert_eq!(asked(LENS).code(), "unknown_estimate");
    let unknown = format!("reliable(estimate={})|consensus", "ab".repeat(32));
    assert_eq!(asked(&unknown).code(), "estimate_missing");
    assert_eq!(
        db.engine.estimate_view("b", 1).unwrap_err().code(),
        "unknown_estimate"
    );
    assert_eq!(
        db.engine.estimate_state("7").unwrap_err().code(),
        "unknown_ticket"
    );
    assert!(db.engine.estimates().estimates.is_empty());
}

#[test]
fn a_job_is_taken_back_while_it_runs_and_while_it_waits() {
    let db = open();
    prepare(&db);
    speak(&db);
    let endless = db
        .engine
        .begin_estimate(&request("endless", "agreement(spin=true)"));
    let endless = endless.unwrap().ticket;
    let waiting = db
        .engine
        .begin_estimate(&request("waiting", "agreement"))
        .unwrap();
    let until = Instant::now() + Duration::from_secs(60);
    while db.engine.estimate_state(&endless).unwrap().state != "estimating" {
        assert!(Instant::now() < until);
        std::thread::sleep(Duration::from_millis(5));
    }
    assert_eq!(waiting.state, "queued");
    assert_eq!(winner(&db.ask("consensus")), "headache", "queries go on");
    assert_eq!(
        db.engine.cancel_estimate(&waiting.ticket).unwrap().state,
        "cancelled"
    );
    db.engine.cancel_estimate(&endless).unwrap();
    assert_eq!(wait(&db.engine, &endless).state, "cancelled");
    assert!(db.engine.estimates().estimates.is_empty());
    estimate(&db.engine, "after", "agreement");
    // Closing the database takes jobs back, and does not wait for an endless one.
    db.engine
        .begin_estimate(&request("endless", "agreement(spin=true)"))
        .unwrap();
    let db = db.reopen();
    assert_eq!(db.engine.estimates().estimates.len(), 1);
}

#[test]
fn an_endless_estimator_ends_at_its_own_deadline() {
    let db = open_with(|options| {
        options.host.estimator_deadline = Duration::from_millis(300);
    });
    prepare(&db);
    speak(&db);
    let state = ended(&db.engine, &request("endless", "agreement(spin=true)"));
    assert_eq!(state.state, "failed", "{state:?}");
    assert!(state.reason.unwrap().contains("deadline"));
}

#[test]
fn the_order_of_arrival_changes_nothing() {
    let made = |backwards: bool| {
        let db = open();
        prepare(&db);
        let mut records = Vec::new();
        for subject in 0..300u32 {
            for who in 1..=4u8 {
                let value = f64::from((subject * u32::from(who)) % 3);
                records.push(claim(who, "", |claim, _| {
                    claim.subject = format!("drug/{subject}");
                    claim.object = Object::Number(value);
                }));
            }
        }
        if backwards {
            records.reverse();
        }
        for outcome in db.engine.write(records) {
            outcome.unwrap();
        }
        let digest = estimate(&db.engine, "sources", "decay|agreement");
        let view = db.engine.estimate_view(&digest, 100).unwrap();
        let bytes = std::fs::read(db.folder.path().join("db/artefacts").join(digest)).unwrap();
        let body = 24 * 1_200 + 45 * 4;
        (view.voices, bytes[bytes.len() - body..].to_vec())
    };
    let (forwards, backwards) = (made(false), made(true));
    assert_eq!(forwards.0, backwards.0);
    assert!(forwards.1 == backwards.1, "the bytes differ");
}
