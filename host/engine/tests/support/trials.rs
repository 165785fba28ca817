//! What the tests of trials share: a slot to try versions out in, and short ways to decide and ask.

use std::collections::BTreeMap;

use stemedb_engine::{Engine, Error};
use stemedb_wire::{Activation, ActivationRequest, Question, TrialEnd, TrialRequest};

use super::{Fixture, claim, guests_folder, winner};

/// The slot in which versions are tried out; recency fills it at the start.
pub(crate) const SLOT: &str = "recency";

pub(crate) fn digest(engine: &Engine, id: &str) -> String {
    let list = engine.plugin_list();
    let found = list.plugins.iter().find(|view| view.plugin.id == id);
    found.unwrap().plugin.digest.clone()
}

pub(crate) fn install_brittle(engine: &Engine) -> String {
    let path = guests_folder().join("test/resolver_brittle.wasm");
    engine
        .install(&std::fs::read(path).unwrap())
        .unwrap()
        .digest
}

pub(crate) fn request(plugin: &str, share: f64) -> TrialRequest {
    TrialRequest {
        slot: SLOT.to_owned(),
        plugin: plugin.to_owned(),
        share,
        force: false,
        by: "test".to_owned(),
        reason: "to see".to_owned(),
    }
}

pub(crate) fn end() -> TrialEnd {
    TrialEnd {
        slot: SLOT.to_owned(),
        ..TrialEnd::default()
    }
}

pub(crate) fn activate(engine: &Engine, plugin: &str, force: bool) -> Result<Activation, Error> {
    engine.activate(&ActivationRequest {
        slots: BTreeMap::from([(SLOT.to_owned(), plugin.to_owned())]),
        force,
        ..ActivationRequest::default()
    })
}

/// Two agents say one thing, a third one says another later: most and latest differ.
pub(crate) fn contradict(db: &Fixture, subject: &str) {
    for (who, value, later) in [(1, "old", 0), (2, "old", 1), (3, "new", 2)] {
        db.write(claim(who, value, |claim, header| {
            claim.subject = subject.to_owned();
            header.time += later;
        }));
    }
}

/// So many claims that a brittle guest breaks.
pub(crate) fn crowd(db: &Fixture, subject: &str) {
    for who in 1..8 {
        db.write(claim(who, "same", |claim, _| {
            claim.subject = subject.to_owned();
        }));
    }
}

/// Asks and answers with query id, judge and winner.
pub(crate) fn ask(db: &Fixture, subject: &str) -> Result<(String, String, String), Error> {
    let question = Question::new(subject, "causes").lens(SLOT);
    let delivered = db.engine.query(&question)?;
    let answer = &delivered.answered.answer;
    let judge = answer.plugins[0].digest.clone();
    Ok((delivered.query_id.clone(), judge, winner(answer)))
}
