//! Relations between values, as claims tell them: what a lens sees, and when a view of its answer ends.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod support;

use std::sync::atomic::Ordering;

use stemedb_core::{Body, Id, Object, RetractionRecord};
use stemedb_wire::Question;
use support::{DAY, Fixture, NOW, claim, header, open, sign, winner};

/// `narrow` lies within `broad`.
fn within(db: &Fixture, narrow: &str, broad: &str) -> Id {
    db.write(claim(9, broad, |claim, _| {
        claim.subject = format!("place/{narrow}");
        claim.predicate = "within".to_owned();
    }))
}

const LENS: &str = "hierarchy(prefix=\"place/\",predicate=within)|consensus";

/// The answer, and whether a view served it.
fn ask(db: &Fixture) -> (String, bool) {
    let question = Question::new("drug/x", "causes").lens(LENS);
    let delivered = db.engine.query(&question).unwrap();
    let replay = db.engine.replay(&delivered.query_id).unwrap();
    assert!(replay.identical, "{replay:?}");
    (
        winner(&delivered.response().answer),
        delivered.answered.from_view,
    )
}

/// Two say Paris, two France, three London.
fn speak(db: &Fixture) {
    for (who, value) in [
        (1, "Paris"),
        (2, "Paris"),
        (3, "France"),
        (4, "France"),
        (5, "London"),
        (6, "London"),
        (7, "London"),
    ] {
        db.claim(who, value);
    }
}

#[test]
fn a_general_value_supports_a_special_one_and_views_end_when_the_tree_changes() {
    let db = open();
    speak(&db);
    assert_eq!(ask(&db), ("London".to_owned(), false));
    assert_eq!(ask(&db), ("London".to_owned(), true));
    // The tree grows from above: a claim on a value that nobody asked about yet ends no view.
    within(&db, "Europe", "Earth");
    assert_eq!(ask(&db), ("London".to_owned(), true));
    within(&db, "Paris", "Île-de-France");
    assert_eq!(ask(&db), ("London".to_owned(), false));
    let step = within(&db, "Île-de-France", "France");
    assert_eq!(ask(&db), ("Paris".to_owned(), false));
    assert_eq!(ask(&db), ("Paris".to_owned(), true));
    // A withdrawal is a fact, which ends every view.
    let body = Body::Retraction(RetractionRecord {
        target: step,
        reason: "wrong".to_owned(),
    });
    db.write(sign(9, header(9, NOW), body));
    assert_eq!(ask(&db), ("London".to_owned(), false));
}

#[test]
fn a_step_that_holds_from_later_on_is_followed_from_then_on() {
    let db = open();
    speak(&db);
    db.write(claim(9, "France", |claim, header| {
        claim.subject = "place/Paris".to_owned();
        claim.predicate = "within".to_owned();
        header.time = NOW + DAY;
    }));
    assert_eq!(ask(&db), ("London".to_owned(), false));
    assert_eq!(ask(&db), ("London".to_owned(), true));
    db.clock.0.store(NOW + DAY, Ordering::SeqCst);
    assert_eq!(ask(&db), ("Paris".to_owned(), false));
}

#[test]
fn references_name_the_subject_above() {
    let db = open();
    speak(&db);
    db.write(claim(9, "", |claim, _| {
        claim.subject = "place/Paris".to_owned();
        claim.predicate = "within".to_owned();
        claim.object = Object::Reference("place/France".to_owned());
    }));
    assert_eq!(ask(&db).0, "Paris");
}

#[test]
fn values_above_each_other_are_no_pair_and_end_no_walk() {
    let db = open();
    speak(&db);
    within(&db, "Paris", "France");
    within(&db, "France", "Paris");
    within(&db, "London", "London");
    assert_eq!(ask(&db).0, "London");
}

#[test]
fn a_tree_that_is_too_deep_is_an_error_that_names_the_bound() {
    let db = open();
    speak(&db);
    within(&db, "Paris", "0");
    for step in 0..70 {
        within(&db, &step.to_string(), &(step + 1).to_string());
    }
    let question = Question::new("drug/x", "causes").lens(LENS);
    let error = db.engine.query(&question).err().unwrap().to_string();
    assert!(error.contains("64 steps"), "{error}");
}
