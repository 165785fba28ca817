//! Many questions at once: the same bits as one by one, failures that stay apart, and views that are refreshed together.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod support;

use std::collections::BTreeMap;
use std::sync::atomic::Ordering;

use stemedb_engine::QUESTIONS_MAX;
use stemedb_wire::{ActivationRequest, Question, RefreshedViews};
use support::{Fixture, claim, guests_folder, open, open_with, vote};

const SUBJECTS: u32 = 200;

/// Pairs of different sizes, with votes, sources of different tiers and several values.
fn speak(db: &Fixture) {
    let mut records = Vec::new();
    for subject in 0..SUBJECTS {
        for who in 0..(subject % 13) as u8 {
            let value = format!("value {}", (u32::from(who) * 7 + subject) % 5);
            records.push(claim(who + 1, &value, |claim, header| {
                claim.subject = format!("drug/{subject}");
                claim.confidence = 1_000_000 - 1_000 * (subject % 100 + u32::from(who));
                header.time -= u64::from((subject * 31 + u32::from(who) * 17) % 1_000) * 1_000;
            }));
        }
    }
    let voted: Vec<_> = records.iter().step_by(3).map(|record| record.id).collect();
    for id in voted {
        records.push(vote(99, id, 700_000, support::NOW - 1));
    }
    for outcome in db.engine.write(records) {
        outcome.unwrap();
    }
}

fn questions(lens: &str) -> Vec<Question> {
    (0..SUBJECTS)
        .map(|subject| Question::new(format!("drug/{subject}"), "causes").lens(lens))
        .collect()
}

#[test]
fn a_batch_gives_every_question_the_bits_that_it_gets_alone() {
    let batch = open_with(|options| options.views.bytes_max = 0);
    speak(&batch);
    let slots = batch.engine.plugin_list().slots;
    let world = |wanted: &str| -> Vec<String> {
        let of = slots.iter().filter(|slot| slot.plugin.world == wanted);
        of.map(|slot| slot.slot.clone()).collect()
    };
    let mut lenses = Vec::new();
    for resolver in world("resolver") {
        lenses.push(resolver.clone());
        lenses.push(format!("decay(half_life=1d)|tolerance(bound=1)|{resolver}"));
        lenses.push(format!(
            "min-confidence(at_least=0.95)|normalise|{resolver}"
        ));
    }
    let mut compared = 0;
    for lens in &lenses {
        let questions = questions(lens);
        let together = batch.engine.query_many(&questions).unwrap();
        assert_eq!(together.len(), questions.len());
        for (question, together) in questions.iter().zip(together) {
            let alone = batch.engine.query(question);
            match (alone, together) {
                (Ok(alone), Ok(together)) => {
                    assert_eq!(
                        alone.answered.canonical, together.answered.canonical,
                        "{lens} {}",
                        question.subject
                    );
                    assert_ne!(alone.query_id, together.query_id);
                    compared += 1;
                }
                (Err(alone), Err(together)) => {
                    assert_eq!(alone.to_string(), together.to_string());
                }
                (alone, together) => panic!("{lens}: {:?} {:?}", alone.err(), together.err()),
            }
        }
    }
    assert!(compared > 1_000, "{compared}");
}

#[test]
fn questions_of_all_kinds_are_answered_in_their_order() {
    let db = open();
    speak(&db);
    let mut asked = Vec::new();
    for subject in 0..30 {
        let mut question = Question::new(format!("drug/{subject}"), "causes");
        question.lens = ["consensus", "recency", "layered"][subject % 3].to_owned();
        match subject % 5 {
            0 => question.as_of = Some((support::NOW - 500_000).to_string()),
            1 => question.known_at = Some(support::NOW.to_string()),
            2 => question.min_confidence = 0.95,
            3 => question.subject = String::new(),
            _ => {}
        }
        asked.push(question);
    }
    let told = db.engine.query_many(&asked).unwrap();
    for (question, told) in asked.iter().zip(told) {
        if question.subject.is_empty() {
            assert_eq!(told.err().unwrap().code(), "invalid_question");
            continue;
        }
        let told = told.unwrap();
        assert_eq!(told.answered.answer.subject, question.subject);
        assert!(db.engine.replay(&told.query_id).unwrap().identical);
        let alone = db.engine.query(question).unwrap();
        assert_eq!(alone.answered.answer, told.answered.answer);
    }
    let too_many = vec![Question::new("drug/1", "causes"); QUESTIONS_MAX + 1];
    assert_eq!(
        db.engine.query_many(&too_many).err().unwrap().code(),
        "exhausted"
    );
}

#[test]
fn a_pair_that_breaks_a_judge_takes_no_other_with_it() {
    let db = open();
    speak(&db);
    let path = guests_folder().join("test/resolver_brittle.wasm");
    let plugin = db.engine.install(&std::fs::read(path).unwrap()).unwrap();
    let lens = format!("{}@{}", plugin.id, plugin.digest);
    let questions = questions(&lens);
    let told = db.engine.query_many(&questions).unwrap();
    let mut failed = 0;
    for (question, told) in questions.iter().zip(told) {
        let alone = db.engine.query(question);
        assert_eq!(alone.is_ok(), told.is_ok(), "{}", question.subject);
        failed += u32::from(told.is_err());
    }
    assert!(failed > 0 && failed < SUBJECTS, "{failed}");
}

#[test]
fn a_pair_whose_relations_go_too_deep_fails_alone() {
    let db = open();
    speak(&db);
    let within = |narrow: &str, broad: &str| {
        db.write(claim(9, broad, |claim, _| {
            claim.subject = format!("place/{narrow}");
            claim.predicate = "within".to_owned();
        }));
    };
    within("value 1", "value 2");
    within("deep", "0");
    for step in 0..70 {
        within(&step.to_string(), &(step + 1).to_string());
    }
    db.write(claim(50, "deep", |claim, _| {
        claim.subject = "drug/3".to_owned();
    }));
    let lens = "hierarchy(prefix=\"place/\",predicate=within)|consensus";
    let questions = questions(lens);
    let told = db.engine.query_many(&questions).unwrap();
    for (question, told) in questions.iter().zip(told) {
        match (db.engine.query(question), told) {
            (Ok(alone), Ok(told)) => {
                assert_eq!(alone.answered.canonical, told.answered.canonical);
            }
            (alone, told) => {
                assert_eq!(question.subject, "drug/3", "{:?}", alone.err());
                assert!(told.err().unwrap().to_string().contains("64 steps"));
            }
        }
    }
}

#[test]
fn views_that_a_write_or_a_swap_overtook_are_refreshed_together() {
    let db = open();
    speak(&db);
    let asked = questions("consensus");
    let ask = |db: &Fixture| -> usize {
        let told = db.engine.query_many(&asked).unwrap();
        let served = told.into_iter().filter(|told| {
            let delivered = told.as_ref().unwrap();
            delivered.answered.from_view
        });
        served.count()
    };
    assert_eq!(ask(&db), 0);
    let idle = db.engine.refresh_views(1_000).unwrap();
    assert_eq!(
        idle,
        RefreshedViews::default(),
        "nobody was served by a view yet"
    );
    assert_eq!(ask(&db), SUBJECTS as usize);
    assert_eq!(
        db.engine.refresh_views(1_000).unwrap(),
        RefreshedViews::default()
    );
    for subject in 0..50 {
        db.write(claim(40, "new", |claim, _| {
            claim.subject = format!("drug/{subject}");
        }));
    }
    db.clock.0.fetch_add(1_000, Ordering::SeqCst);
    // Two pairs may share a place in the table of writes, so a few more may count as overtaken.
    let refreshed = db.engine.refresh_views(1_000).unwrap();
    assert!((50..60).contains(&refreshed.stale), "{refreshed:?}");
    assert_eq!(refreshed.kept, refreshed.stale);
    assert_eq!(ask(&db), SUBJECTS as usize, "all are served again");

    let list = db.engine.plugin_list();
    let digest_of = |id: &str| {
        let mut plugins = list.plugins.iter();
        let found = plugins.find(|view| view.plugin.id == id);
        found.unwrap().plugin.digest.clone()
    };
    let request = ActivationRequest {
        slots: BTreeMap::from([("consensus".to_owned(), digest_of("recency"))]),
        ..ActivationRequest::default()
    };
    db.engine.activate(&request).unwrap();
    let some = db.engine.refresh_views(70).unwrap();
    assert_eq!((some.stale, some.kept), (70, 70));
    let rest = db.engine.refresh_views(1_000).unwrap();
    assert_eq!(rest.kept, u64::from(SUBJECTS) - 70);
    assert_eq!(ask(&db), SUBJECTS as usize);
    let question = &asked[7];
    let served = db.engine.query(question).unwrap();
    assert!(served.answered.from_view);
    assert_eq!(served.answered.answer.plugins[0].id, "recency");
    assert!(db.engine.replay(&served.query_id).unwrap().identical);
}
