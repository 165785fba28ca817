//! Which claims are candidates, and what changes an answer.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod support;

use stemedb_core::{Body, Lifecycle, RetractionRecord, SourceClass};
use stemedb_wire::{StewardRequest, TrustRequest};
use support::{DAY, NOW, claim, header, open, sign, signer, source, vote, winner};

#[test]
fn lenses_disagree_over_the_same_claims() {
    let db = open();
    db.write(claim(1, "nausea", |claim, header| {
        claim.source_class = SourceClass::Regulatory;
        header.time = NOW - 400 * DAY;
    }));
    for who in 2..5 {
        db.write(claim(who, "nothing", |claim, header| {
            claim.source_class = SourceClass::Anecdotal;
            header.time = NOW - 20 * DAY;
        }));
    }
    db.write(claim(6, "headache", |_, header| header.time = NOW - DAY));
    assert_eq!(winner(&db.ask("recency")), "headache");
    assert_eq!(winner(&db.ask("consensus")), "nothing");
    let layered = db.ask("layered");
    assert_eq!(winner(&layered), "nausea");
    assert_eq!(
        layered
            .parts
            .iter()
            .map(|part| part.label)
            .collect::<Vec<_>>(),
        [0, 3, 5]
    );
    let skeptic = db.ask("skeptic");
    assert_eq!((skeptic.status.as_str(), skeptic.values), ("contested", 3));
    assert_eq!(skeptic.shares[0].claims, 3);
    assert_eq!(skeptic.plugins.len(), 1);
    assert_eq!(skeptic.candidates, 5);
}

#[test]
fn nothing_known_is_an_answer_without_a_winner() {
    let answer = open().ask("recency");
    assert_eq!(
        (answer.candidates, answer.status.as_str()),
        (0, "undecided")
    );
    assert!(answer.winner.is_none());
}

#[test]
fn valid_time_and_transaction_time_are_two_times() {
    let db = open();
    db.write(claim(1, "old", |_, header| header.time = NOW - 100 * DAY));
    db.clock
        .0
        .store(NOW + DAY, std::sync::atomic::Ordering::SeqCst);
    db.write(claim(2, "new", |_, header| header.time = NOW - 50 * DAY));
    db.write(claim(3, "future", |_, header| header.time = NOW + 10 * DAY));
    assert_eq!(winner(&db.ask("recency")), "new");
    let at = |as_of: u64, known_at: u64| {
        winner(&db.ask_with(|question| {
            question.lens = "recency".to_owned();
            question.as_of = Some(as_of.to_string());
            question.known_at = Some(known_at.to_string());
        }))
    };
    assert_eq!(at(NOW - 70 * DAY, NOW + DAY), "old");
    assert_eq!(at(NOW, NOW), "old", "the second claim was not known then");
    assert_eq!(at(NOW, NOW + DAY), "new");
    assert_eq!(at(NOW + 11 * DAY, NOW + DAY), "future");
    let mut question = stemedb_wire::Question::new("drug/x", "causes");
    question.known_at = Some((NOW - DAY).to_string());
    let error = db.engine.query(&question).err().unwrap();
    assert_eq!(
        error.code(),
        "unknown_lens",
        "no judge was active before the database was made"
    );
}

#[test]
fn a_correction_replaces_only_what_its_author_may_replace() {
    let db = open();
    let first = db.claim(1, "nausea");
    let child = |who: u8, value: &str| {
        claim(who, value, |claim, header| {
            claim.parent = Some(first);
            header.time = NOW - DAY / 2;
        })
    };
    db.write(child(2, "rival"));
    let answer = db.ask("consensus");
    assert_eq!((answer.candidates, answer.excluded.replaced), (2, 0));
    db.write(child(1, "vomiting"));
    let answer = db.ask("consensus");
    assert_eq!((answer.candidates, answer.excluded.replaced), (2, 1));
    assert!(
        answer
            .shares
            .iter()
            .all(|share| share.object.to_string() != "nausea")
    );
}

#[test]
fn a_steward_may_replace_and_the_role_has_its_time() {
    let db = open();
    let first = db.claim(1, "nausea");
    db.write(claim(9, "settled", |claim, header| {
        claim.parent = Some(first);
        header.time = NOW - DAY / 2;
    }));
    assert_eq!(db.ask("consensus").excluded.replaced, 0);
    db.clock
        .0
        .fetch_add(1_000, std::sync::atomic::Ordering::SeqCst);
    db.engine
        .steward(&StewardRequest {
            namespace: "public".to_owned(),
            agent: signer(9).agent().to_string(),
            granted: true,
            by: String::new(),
            reason: String::new(),
        })
        .unwrap();
    assert_eq!(db.ask("consensus").excluded.replaced, 1);
    let before = db.ask_with(|question| {
        question.lens = "consensus".to_owned();
        question.known_at = Some((NOW + 500).to_string());
    });
    assert_eq!(before.excluded.replaced, 0);
}

#[test]
fn the_lifecycle_of_heads_decides_who_is_heard() {
    let db = open();
    let first = db.claim(1, "nausea");
    db.claim(2, "headache");
    db.write(claim(1, "nausea", |claim, header| {
        claim.parent = Some(first);
        claim.lifecycle = Lifecycle::Rejected;
        header.time = NOW - DAY / 2;
    }));
    let answer = db.ask("recency");
    assert_eq!((answer.candidates, answer.excluded.lifecycle), (1, 1));
    let all = db.ask_with(|question| question.lifecycle = "any".to_owned());
    assert_eq!(all.candidates, 2);
    let rejected = db.ask_with(|question| question.lifecycle = "rejected".to_owned());
    assert_eq!(winner(&rejected), "nausea");
}

#[test]
fn what_rests_on_a_withdrawn_source_is_left_out_and_counted() {
    let db = open();
    let trial = db.write(source(7, "a trial"));
    for who in 1..4 {
        db.write(claim(who, "safe", |claim, _| claim.source = Some(trial)));
    }
    db.claim(5, "harm");
    assert_eq!(winner(&db.ask("consensus")), "safe");
    let retraction = Body::Retraction(RetractionRecord {
        target: trial,
        reason: "made up".to_owned(),
    });
    let stranger = sign(8, header(8, NOW - DAY), retraction.clone());
    let refused = db.engine.write_one(stranger).unwrap_err();
    assert_eq!(refused.code(), "wrong_target");
    db.write(sign(7, header(7, NOW - DAY), retraction));
    let answer = db.ask("consensus");
    assert_eq!(
        (winner(&answer).as_str(), answer.excluded.retracted),
        ("harm", 3)
    );
    let with = db.ask_with(|question| {
        question.lens = "consensus".to_owned();
        question.include_retracted = true;
    });
    assert_eq!(winner(&with), "safe");
    let before = db.ask_with(|question| {
        question.lens = "consensus".to_owned();
        question.as_of = Some((NOW - DAY - 1).to_string());
        question.include_retracted = false;
    });
    assert_eq!(before.excluded.retracted, 0);
    let impact = db.engine.impact(&trial.to_string(), 2).unwrap();
    assert_eq!((impact.dependants, impact.agents, impact.pairs), (3, 3, 1));
    assert_eq!((impact.claims.len(), impact.retractions.len()), (2, 1));
}

#[test]
fn an_agent_has_one_vote_the_newest() {
    let db = open();
    let nausea = db.claim(1, "nausea");
    let headache = db.claim(2, "headache");
    db.write(vote(3, nausea, 1_000_000, NOW - 9_000));
    db.write(vote(4, nausea, 1_000_000, NOW - 9_000));
    db.write(vote(3, headache, 900_000, NOW - 9_000));
    assert_eq!(winner(&db.ask("vote-aware-consensus")), "nausea");
    db.write(vote(3, nausea, 0, NOW - 5_000));
    db.write(vote(4, nausea, 0, NOW - 5_000));
    assert_eq!(winner(&db.ask("vote-aware-consensus")), "headache");
    let before = db.ask_with(|question| {
        question.lens = "vote-aware-consensus".to_owned();
        question.as_of = Some((NOW - 6_000).to_string());
    });
    assert_eq!(winner(&before), "nausea");
    let trace = db.engine.trace(&nausea.to_string()).unwrap();
    assert_eq!(
        trace
            .votes
            .iter()
            .map(|vote| vote.effective)
            .collect::<Vec<_>>(),
        [false, false, true, true]
    );
}

#[test]
fn trust_weighs_agents() {
    let db = open();
    db.claim(1, "nausea");
    db.claim(2, "headache");
    let trust = |who: u8, trust: f64| {
        let request = TrustRequest {
            agent: signer(who).agent().to_string(),
            trust,
            by: "test".to_owned(),
            reason: String::new(),
        };
        db.engine.trust(&request).unwrap();
    };
    trust(1, 0.9);
    trust(2, 0.1);
    assert_eq!(winner(&db.ask("trust-aware-authority")), "nausea");
    trust(1, 0.05);
    assert_eq!(winner(&db.ask("trust-aware-authority")), "headache");
}

#[test]
fn a_question_that_makes_no_sense_says_why() {
    let db = open();
    let refused = |change: &dyn Fn(&mut stemedb_wire::Question)| {
        let mut question = stemedb_wire::Question::new("drug/x", "causes");
        change(&mut question);
        let error = db.engine.query(&question).err().unwrap();
        (error.code(), error.to_string())
    };
    for (code, told, result) in [
        (
            "invalid_lens",
            "expected",
            refused(&|q| q.lens = "recency|".to_owned()),
        ),
        (
            "unknown_lens",
            "active are",
            refused(&|q| q.lens = "nobody".to_owned()),
        ),
        (
            "invalid_lens",
            "no resolver",
            refused(&|q| q.lens = "decay".to_owned()),
        ),
        (
            "unknown_plugin",
            "recency@9.9.9",
            refused(&|q| q.lens = "recency@9.9.9".to_owned()),
        ),
        (
            "invalid_time",
            "as_of",
            refused(&|q| q.as_of = Some("2023".to_owned())),
        ),
        (
            "invalid_question",
            "lifecycle",
            refused(&|q| q.lifecycle = "dead".to_owned()),
        ),
        (
            "invalid_question",
            "min_confidence",
            refused(&|q| q.min_confidence = 1.5),
        ),
        (
            "invalid_question",
            "limit",
            refused(&|q| q.limit = 1_000_000),
        ),
        (
            "invalid_question",
            "subject",
            refused(&|q| q.subject.clear()),
        ),
    ] {
        assert_eq!(result.0, code, "{result:?}");
        assert!(result.1.contains(told), "{result:?}");
    }
}

#[test]
fn writing_again_changes_nothing_and_a_broken_signature_is_refused() {
    let db = open();
    // What stands before is the mirror of the first activation.
    let (start, before) = (db.engine.health().position, db.engine.health().records);
    let record = claim(1, "nausea", |_, _| {});
    let mut broken = record.clone();
    broken.signature[5] ^= 1;
    assert_eq!(
        db.engine.write_one(broken).unwrap_err().code(),
        "bad_signature"
    );
    let first = db.engine.write_one(record.clone()).unwrap();
    let again = db.engine.write_one(record.clone()).unwrap();
    assert!(!first.duplicate && again.duplicate);
    assert_eq!((first.position, first.stamp), (again.position, again.stamp));
    let own = record.cosign(&signer(1), NOW).unwrap();
    assert_eq!(db.engine.write_one(own).unwrap_err().code(), "wrong_target");
    db.write(record.cosign(&signer(2), NOW).unwrap());
    let trace = db.engine.trace(&record.id.to_string()).unwrap();
    assert_eq!(
        trace
            .signatures
            .iter()
            .map(|s| s.author)
            .collect::<Vec<_>>(),
        [true, false]
    );
    let feed = db.engine.feed(start, 10).unwrap();
    assert_eq!((feed.records.len(), feed.more), (2, false));
    assert_eq!(db.engine.health().records - before, 2);
}
