//! Asking every question of a gold standard through every lens expression.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Instant;

use anyhow::Result;
use stemedb_calibration::{Curve, Measures, Sample, measure as sureness};
use stemedb_engine::Engine;
use stemedb_wire::{Answer, Question};

use super::compare::{Verdict, verdict};
use super::expressions::Lens;
use super::gold::Gold;
use super::learn::{Learnt, Lessons};
use super::score::{Score, Told};
use super::{Row, Set, SetTable, expressions};

/// The lens whose answers list every stated value as it was stated.
const PLAIN: &str = "consensus";

/// The answers of each lens to another data set of the same kind: confidences are calibrated by them.
pub(super) type Before = BTreeMap<(String, Option<String>), Vec<Sample>>;

/// Everything about one data set. `before` are the answers to an earlier one; the answer's second part are those to this one.
pub(super) fn measure(
    engine: &Arc<Engine>,
    set: &Set,
    before: Option<&Before>,
) -> (SetTable, Before) {
    let stated = Stated::of(engine, set).ok();
    let asker = Asker {
        engine,
        set,
        stated: stated.as_ref(),
    };
    let mut lessons = Lessons::new(engine, set);
    let (mut rows, mut answers) = (Vec::new(), Before::new());
    for lens in expressions::of(&engine.plugin_list(), set.kind) {
        eprintln!("truth: {}: {}", set.name, lens.expression);
        let learnt = lens.learning.as_ref().map(|one| lessons.learn(one));
        match learnt.transpose() {
            Ok(learnt) => rows.push(asker.row(&lens, learnt, before, &mut answers)),
            Err(reason) => rows.push(Row::refused(&lens.expression, None, reason)),
        }
    }
    let table = SetTable {
        name: set.name.clone(),
        kind: set.kind,
        questions: set.gold.len(),
        stated: stated.map(|stated| stated.right),
        published: set.published.clone(),
        rows,
    };
    (table, answers)
}

struct Asker<'a> {
    engine: &'a Engine,
    set: &'a Set,
    stated: Option<&'a Stated>,
}

impl Asker<'_> {
    fn row(
        &self,
        lens: &Lens,
        learnt: Option<Learnt>,
        before: Option<&Before>,
        answers: &mut Before,
    ) -> Row {
        let (told, seconds) = match self.ask(&lens.expression, learnt.as_ref()) {
            Ok(told) => told,
            Err(error) => return Row::refused(&lens.expression, learnt, format!("{error:#}")),
        };
        let by = learnt.as_ref();
        let key = (
            lens.expression.clone(),
            by.map(|learnt| format!("{} {}", learnt.by, learnt.each_predicate)),
        );
        let curve = before.and_then(|before| Curve::fit(before.get(&key)?));
        let carried = curve.and_then(|curve| self.carried(lens, by, &curve));
        answers.insert(key, told.iter().map(Told::sample).collect());
        Row {
            score: Some(Score::of(self.set.gold.len(), &told, seconds)),
            carried,
            ..Row::refused(&lens.expression, learnt, String::new())
        }
    }

    /// The sureness of the lens behind the answer stage `calibrate`, with a curve that other data gave.
    fn carried(&self, lens: &Lens, learnt: Option<&Learnt>, curve: &Curve) -> Option<Measures> {
        let expression = format!(r#"{}|calibrate(curve="{curve}")"#, lens.expression);
        let (told, _) = self.ask(&expression, learnt).ok()?;
        let samples: Vec<Sample> = told.iter().map(Told::sample).collect();
        Some(sureness(&samples))
    }

    /// Asks everything; what was answered, and the seconds that it took.
    fn ask(&self, expression: &str, learnt: Option<&Learnt>) -> Result<(Vec<Told>, f64)> {
        let lens = |gold: &Gold| match learnt {
            Some(learnt) => learnt.expression(expression, gold),
            None => expression.to_owned(),
        };
        // The first call of a lens makes its instance.
        if let Some(first) = self.set.gold.first() {
            self.engine
                .query(&question(self.set, first, &lens(first)))?;
        }
        let mut told = Vec::with_capacity(self.set.gold.len());
        let mut seconds = 0.0;
        for (at, gold) in self.set.gold.iter().enumerate() {
            let question = question(self.set, gold, &lens(gold));
            let begin = Instant::now();
            let delivered = self.engine.query(&question)?;
            seconds += begin.elapsed().as_secs_f64();
            let nearest = self.stated.and_then(|stated| stated.nearest[at].as_deref());
            told.extend(judged(gold, nearest, &delivered.answered.answer));
        }
        Ok((told, seconds))
    }
}

fn question(set: &Set, gold: &Gold, lens: &str) -> Question {
    let mut question = Question::new(&gold.subject, &gold.predicate).lens(lens);
    question.namespace.clone_from(&set.namespace);
    question
}

/// An answer against the gold; none if the lens chose nothing.
fn judged(gold: &Gold, nearest: Option<&str>, answer: &Answer) -> Option<Told> {
    let winner = answer.winner.as_ref()?.object.to_string();
    let verdict = verdict(gold.rule, &winner, &gold.value);
    let first = answer.shares.first().map_or(0.0, |share| share.share);
    let tied: Vec<bool> = answer
        .shares
        .iter()
        .take_while(|share| share.share.to_bits() == first.to_bits())
        .map(|share| is_right(gold, &share.object.to_string()))
        .collect();
    let right = f64::from(u8::from(verdict == Verdict::Right));
    Some(Told {
        verdict,
        nearest: verdict == Verdict::Right || nearest == Some(&*winner),
        confidence: answer.confidence,
        tied: tied.len() > 1,
        right_of_tied: if tied.len() > 1 {
            tied.iter().filter(|right| **right).count() as f64 / tied.len() as f64
        } else {
            right
        },
        subject: gold.number,
    })
}

fn is_right(gold: &Gold, said: &str) -> bool {
    verdict(gold.rule, said, &gold.value) == Verdict::Right
}

/// What anybody states about the questions.
struct Stated {
    /// Share of the questions whose right value is stated.
    right: f64,
    /// For each question the most special stated value that is true.
    nearest: Vec<Option<String>>,
}

impl Stated {
    fn of(engine: &Engine, set: &Set) -> Result<Self> {
        let (mut right, mut nearest) = (0, Vec::with_capacity(set.gold.len()));
        for gold in &set.gold {
            let delivered = engine.query(&question(set, gold, PLAIN))?;
            let shares = delivered.answered.answer.shares.iter();
            let said: Vec<String> = shares.map(|share| share.object.to_string()).collect();
            right += usize::from(said.iter().any(|said| is_right(gold, said)));
            // The gold's path begins with the most special place.
            let mut path = gold.value.split(',').map(str::trim);
            nearest.push(path.find_map(|place| said.iter().find(|said| *said == place).cloned()));
        }
        Ok(Self {
            right: right as f64 / set.gold.len().max(1) as f64,
            nearest,
        })
    }
}
