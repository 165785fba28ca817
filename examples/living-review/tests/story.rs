//! Every winner that the story promises, through the sandboxed lenses.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::path::{Path, PathBuf};

use living_review::data::{self, Data, Value};
use living_review::records::{self, signer};
use living_review::story::{Pair, Story};
use stemedb_engine::{Engine, Options};
use stemedb_wire::{ObjectView, Question, StewardRequest};

fn guests() -> PathBuf {
    let folder = std::env::var_os("STEMEDB_GUESTS_DIR").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/guests"),
        PathBuf::from,
    );
    assert!(
        folder.is_dir(),
        "{} is missing; run `cargo xtask guests` first",
        folder.display()
    );
    folder
}

fn view(value: &Value) -> ObjectView {
    match value {
        Value::Number(number) => ObjectView::Number(*number),
        Value::Text(text) => ObjectView::Text(text.clone()),
        Value::Boolean(value) => ObjectView::Boolean(*value),
        Value::Reference(name) => ObjectView::Reference(name.clone()),
    }
}

/// Asks a pair under its lenses; says what is not as promised.
fn check(engine: &Engine, pair: &Pair, wrong: &mut Vec<String>) {
    for expected in &pair.expect {
        let mut question = Question::new(&pair.subject, &pair.predicate).lens(&expected.lens);
        question.as_of = Some(pair.as_of_text());
        let answer = engine.query(&question).unwrap().response().answer;
        let place = format!("{} under {}", pair.id, expected.lens);
        if answer.candidates + answer.excluded.stage != pair.candidates {
            wrong.push(format!("{place}: {} candidates", answer.candidates));
        }
        let winner = answer.winner.map(|claim| claim.object);
        if winner != Some(view(&expected.winner)) {
            wrong.push(format!(
                "{place}: {winner:?} won; promised: {}",
                expected.why
            ));
        }
        if expected
            .status
            .as_ref()
            .is_some_and(|status| *status != answer.status)
        {
            wrong.push(format!("{place}: it is {}", answer.status));
        }
    }
}

#[test]
fn every_promised_winner_wins() {
    let data = Data::load(&data::folder()).unwrap();
    let story = Story::load(&data::folder()).unwrap();
    let signed = records::sign(&data).unwrap();
    assert!(data.claims.len() >= 250 && data.agents.len() >= 12);
    let folder = tempfile::tempdir().unwrap();
    let mut options = Options::folder(folder.path()).unwrap();
    options.guests = Some(guests());
    options.host.cache = Some(guests().join("../compiled-for-tests"));
    let engine = Engine::open(options).unwrap();
    for outcome in engine.write(signed.records.clone()) {
        assert!(!outcome.unwrap().duplicate);
    }
    let mut wrong = Vec::new();
    for pair in story
        .pairs
        .iter()
        .filter(|pair| pair.without_source.is_none())
    {
        check(&engine, pair, &mut wrong);
    }
    for trail in &story.audits {
        let id = signed.claim(&trail.claim).unwrap().to_string();
        let trace = engine.trace(&id).unwrap();
        assert_eq!(trace.parents.len() + 1, trail.lifecycles.len());
        assert_eq!(
            (trace.votes.len(), trace.signatures.len()),
            (trail.votes, trail.signatures)
        );
        assert_eq!(
            trace.sources[0].id,
            signed.sources[&trail.source].to_string()
        );
    }
    for retraction in &story.retractions {
        let request = StewardRequest {
            namespace: "public".to_owned(),
            agent: signer(&retraction.agent).agent().to_string(),
            granted: true,
            by: String::new(),
            reason: String::new(),
        };
        engine.steward(&request).unwrap();
        engine
            .write_one(signed.retraction(retraction).unwrap())
            .unwrap();
        let source = signed.sources[&retraction.source].to_string();
        assert_eq!(
            engine.impact(&source, 0).unwrap().dependants,
            retraction.dependants
        );
    }
    for pair in story
        .pairs
        .iter()
        .filter(|pair| pair.without_source.is_some())
    {
        check(&engine, pair, &mut wrong);
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
