//! How often lenses are right on real data that has a gold standard: `cargo xtask bench truth`.
//!
//! The data sets are imported as anybody would import them, each question of the gold standard is asked as anybody would
//! ask it, through every lens expression that the installed lenses allow, and the answers are compared with the gold.
//! Nothing is fitted to the data here. The data is no part of the project: without it nothing is measured, and that is said.
//!
//! Invariant: a lens that can't answer has a row that says why; it never ends the run.

mod ask;
mod compare;
mod expressions;
mod gold;
mod learn;
mod load;
mod score;
mod table;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::Result;
use serde::Serialize;
use stemedb_calibration::Measures;

use crate::place::Place;
use gold::Gold;
use learn::Learnt;
use score::Score;

pub(crate) use table::print;

const BENCH: &str = "truth";

/// The whole measurement.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Truth {
    /// How answers are compared with the gold.
    pub(crate) rules: Vec<String>,
    /// One table for each data set.
    pub(crate) tables: Vec<SetTable>,
}

/// What every lens came to on one data set.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct SetTable {
    /// The data set.
    pub(crate) name: String,
    /// Which data.
    pub(crate) kind: Kind,
    /// Questions of the gold standard.
    pub(crate) questions: usize,
    /// Share of the questions whose right value anybody states: no lens that chooses among stated values gets further.
    pub(crate) stated: Option<f64>,
    /// Published figures of the same data.
    pub(crate) published: Vec<Published>,
    /// Each lens.
    pub(crate) rows: Vec<Row>,
}

/// A figure of the literature.
#[derive(Debug, Clone, Copy, Serialize)]
pub(crate) struct Published {
    /// Of what.
    pub(crate) what: &'static str,
    /// Share of right answers.
    pub(crate) accuracy: f64,
}

/// One lens expression on one data set.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Row {
    /// The expression.
    pub(crate) lens: String,
    /// What was learnt before.
    pub(crate) learnt: Option<Learnt>,
    /// What came out.
    pub(crate) score: Option<Score>,
    /// How sure it is behind the answer stage `calibrate`, whose curve was fitted on the answers to the day before.
    pub(crate) carried: Option<Measures>,
    /// Why nothing came out.
    pub(crate) refused: Option<String>,
}

impl Row {
    fn refused(lens: &str, learnt: Option<Learnt>, reason: String) -> Self {
        Row {
            lens: lens.to_owned(),
            learnt,
            score: None,
            carried: None,
            refused: (!reason.is_empty()).then_some(reason),
        }
    }
}

/// Measures everything; nothing if the data is not there.
pub(crate) fn run(place: &Place) -> Result<Option<Truth>> {
    let shared = &place.shared;
    if !load::is_there(shared) {
        eprintln!(
            "truth: SKIPPED, NOTHING IS MEASURED: the data sets are not in {}. They are no part of the project; give their \
             folder with --shared",
            shared.display()
        );
        return Ok(None);
    }
    let folder = place.folder(BENCH)?;
    let engine = place.open(&folder.path().join("db"), |options| {
        // Each question is asked once: a kept answer would only cost.
        options.views.bytes_max = 0;
    })?;
    let sets = load::all(&engine, shared, &examples(), folder.path())?;
    let mut tables = Vec::new();
    let mut answers: BTreeMap<String, ask::Before> = BTreeMap::new();
    for set in &sets {
        let before = set.after.as_ref().and_then(|earlier| answers.get(earlier));
        let (table, own) = ask::measure(&engine, set, before);
        answers.insert(set.namespace.clone(), own);
        tables.push(table);
    }
    Ok(Some(Truth {
        rules: compare::RULES.map(str::to_owned).to_vec(),
        tables,
    }))
}

/// The mappings of the data sets.
fn examples() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples")
}

/// A data set that is loaded.
#[derive(Debug)]
pub(crate) struct Set {
    pub(crate) name: String,
    pub(crate) kind: Kind,
    pub(crate) namespace: String,
    /// The namespace of the same data a day earlier.
    pub(crate) after: Option<String>,
    pub(crate) published: Vec<Published>,
    pub(crate) gold: Vec<Gold>,
}

impl Set {
    /// The predicates that questions ask about, sorted.
    pub(crate) fn predicates(&self) -> Vec<String> {
        let all: BTreeSet<&String> = self.gold.iter().map(|gold| &gold.predicate).collect();
        all.into_iter().cloned().collect()
    }
}

/// Which data: lens expressions with parameters are made for one of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Kind {
    Flight,
    Birthplaces,
}
