//! Estimators' jobs over a data set, and the names under which their results are asked for.
//!
//! Invariant: a job that fails fails only the lenses that need it.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use serde::Serialize;
use stemedb_engine::Engine;
use stemedb_wire::{EstimateRequest, EstimateScope, EstimateState};

use super::Set;
use super::expressions::{Learning, NAME, Scope};
use super::gold::Gold;

/// How often a job is looked at.
const LOOK: Duration = Duration::from_millis(5);

/// What was learnt, as the report names it.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Learnt {
    /// Row stages and estimator.
    pub(crate) by: String,
    /// Whether each predicate was learnt by itself.
    pub(crate) each_predicate: bool,
    /// Seconds of all jobs.
    pub(crate) seconds: f64,
    /// Claims that were learnt from.
    pub(crate) claims: u64,
    /// Begin of the names of the results.
    #[serde(skip)]
    name: String,
}

impl Learnt {
    /// The expression with the name of the estimate that a question needs.
    pub(super) fn expression(&self, expression: &str, gold: &Gold) -> String {
        let name = if self.each_predicate {
            name_of(&self.name, &gold.predicate)
        } else {
            self.name.clone()
        };
        expression.replace(NAME, &name)
    }
}

fn name_of(name: &str, predicate: &str) -> String {
    format!("{name}-{}", predicate.replace('_', "-"))
}

/// What has been learnt over one data set so far. A lens that reads the same estimate as one before it needs no new job.
pub(super) struct Lessons<'a> {
    engine: &'a Arc<Engine>,
    set: &'a Set,
    known: BTreeMap<Learning, Result<Learnt, String>>,
}

impl<'a> Lessons<'a> {
    pub(super) fn new(engine: &'a Arc<Engine>, set: &'a Set) -> Self {
        Self {
            engine,
            set,
            known: BTreeMap::new(),
        }
    }

    /// Learns, or gives what was learnt before.
    pub(super) fn learn(&mut self, learning: &Learning) -> Result<Learnt, String> {
        if let Some(known) = self.known.get(learning) {
            return known.clone();
        }
        let name = format!("{}-{}", self.set.namespace, self.known.len());
        let learnt = self.jobs(learning, &name);
        let learnt = learnt.map_err(|error| format!("{error:#}"));
        self.known.insert(learning.clone(), learnt.clone());
        learnt
    }

    fn jobs(&self, learning: &Learning, name: &str) -> Result<Learnt> {
        eprintln!("truth: {}: learning by {}", self.set.name, learning.lens);
        let begin = Instant::now();
        let mut claims = 0;
        let predicates = self.set.predicates();
        let each_predicate = learning.scope == Scope::Each;
        if each_predicate {
            for predicate in predicates {
                let name = name_of(name, &predicate);
                claims += self.job(&learning.lens, name, vec![predicate])?;
            }
        } else {
            claims += self.job(&learning.lens, name.to_owned(), predicates)?;
        }
        Ok(Learnt {
            by: learning.lens.clone(),
            each_predicate,
            seconds: begin.elapsed().as_secs_f64(),
            claims,
            name: name.to_owned(),
        })
    }

    /// One job from beginning to end; the answer is how many claims it learnt from.
    fn job(&self, lens: &str, name: String, predicates: Vec<String>) -> Result<u64> {
        let request = EstimateRequest {
            name,
            lens: lens.to_owned(),
            scope: EstimateScope {
                namespace: self.set.namespace.clone(),
                predicates,
                ..EstimateScope::default()
            },
            by: "bench".to_owned(),
            reason: "a measurement".to_owned(),
        };
        let begun = self.engine.begin_estimate(&request)?;
        let ended = self.ended(&begun.ticket)?;
        match ended.reason {
            Some(reason) => bail!("{lens} could not learn: {reason}"),
            None if ended.digest.is_none() => bail!("{lens} could not learn: {}", ended.state),
            None => Ok(ended.rows),
        }
    }

    fn ended(&self, ticket: &str) -> Result<EstimateState> {
        loop {
            let state = self.engine.estimate_state(ticket)?;
            if matches!(&*state.state, "done" | "failed" | "cancelled") {
                return Ok(state);
            }
            std::thread::sleep(LOOK);
        }
    }
}
