//! The reader: questions in, answers out.

use std::sync::Arc;
use std::sync::atomic::AtomicU32;

use stemedb_plugins::{BoundStage, CallMode, CallScope, Pipeline};
use stemedb_storage::Store;
use stemedb_wire::{Answer, answer_digest, canonical_bytes};

use crate::answer;
use crate::artefact::{Artefact, Artefacts, NoArtefacts};
use crate::asked::Asked;
use crate::candidates::{Candidates, Place};
use crate::claims::Claims;
use crate::columns::Source;
use crate::error::QueryError;
use crate::relations::{Noted, Relations};
use crate::run::{CALL_GROUPS_MAX, CALL_ROWS_MAX, Calls, Found, artefacts, reads_time};
use crate::standing::Standing;
use crate::views::{View, ViewOptions, Views};

/// Columns that need votes and co-signatures to be read.
const EVIDENCE_COLUMNS: [&str; 3] = ["votes", "cosigners", "vote-weight"];

/// An answer with its canonical bytes.
#[derive(Debug, Clone)]
pub struct Answered {
    /// The answer.
    pub answer: Arc<Answer>,
    /// Its canonical bytes.
    pub canonical: Arc<[u8]>,
    /// BLAKE3 of the canonical bytes.
    pub digest: [u8; 32],
    /// Whether a view served it.
    pub from_view: bool,
}

/// Answers questions over a store.
pub struct Reader {
    pub(crate) store: Arc<Store>,
    pub(crate) shelf: Arc<dyn Artefacts>,
    pub(crate) views: Views,
    claims: Claims,
    options: ViewOptions,
}

/// Who answers, under which name, and for whom.
#[derive(Clone, Copy)]
pub(crate) struct Asking<'a> {
    pub(crate) pipeline: &'a Pipeline,
    /// The lens as it was written.
    pub(crate) written: &'a str,
    pub(crate) standing: &'a Standing,
    pub(crate) scope: &'a CallScope,
}

impl Reader {
    /// A reader with empty views, over a store without artefacts.
    #[must_use]
    pub fn new(store: Arc<Store>, options: ViewOptions) -> Self {
        Reader {
            store,
            shelf: Arc::new(NoArtefacts),
            views: Views::new(options),
            claims: Claims::new(),
            options,
        }
    }

    /// The same reader with the artefacts of a database.
    #[must_use]
    pub fn with_artefacts(mut self, shelf: Arc<dyn Artefacts>) -> Self {
        self.shelf = shelf;
        self
    }

    /// Answers a question, from a view if one holds. `written` is the lens expression as it was asked.
    ///
    /// # Errors
    /// A plugin's refusal or fault, too many candidates, an estimate that is not here, or a failure of storage.
    pub fn answer(
        &self,
        asked: &Asked,
        pipeline: &Pipeline,
        written: &str,
        standing: &Standing,
        scope: &CallScope,
    ) -> Result<Answered, QueryError> {
        let asking = Asking {
            pipeline,
            written,
            standing,
            scope,
        };
        if !is_viewed(asked, scope) {
            return Ok(self.compute(asked, &asking)?.answered);
        }
        let key = self.view_key(asked, &asking);
        if let Some(answered) = self.served(&key, asked) {
            return Ok(answered);
        }
        let view = self.compute(asked, &asking)?;
        let answered = view.answered.clone();
        self.views.keep(key, view);
        Ok(answered)
    }

    /// The key under which a view of this answer is kept.
    pub(crate) fn view_key(&self, asked: &Asked, asking: &Asking<'_>) -> [u8; 32] {
        asked.view_key(if self.options.ignore_digests {
            asking.written
        } else {
            asking.pipeline.canonical()
        })
    }

    /// The answer of a view, if one holds.
    pub(crate) fn served(&self, key: &[u8; 32], asked: &Asked) -> Option<Answered> {
        let view = self.views.get(key, asked, &self.store);
        let outcome = if view.is_some() { "served" } else { "computed" };
        metrics::counter!("stemedb_views_total", "outcome" => outcome).increment(1);
        let mut answered = view?.answered.clone();
        answered.from_view = true;
        Some(answered)
    }

    fn compute(&self, asked: &Asked, asking: &Asking<'_>) -> Result<View, QueryError> {
        let mut computed = Vec::with_capacity(1);
        self.compute_each(&[asked], asking, |view| computed.push(view))?;
        computed.pop().unwrap_or(Err(QueryError::Cancelled))
    }

    /// Computes answers to questions of one time, position and namespace, as many together as one call takes. `each` is
    /// given a view for each question, in order.
    ///
    /// # Errors
    /// When an estimate that the lens names is not here; `each` is not called then.
    pub(crate) fn compute_each(
        &self,
        asked: &[&Asked],
        asking: &Asking<'_>,
        mut each: impl FnMut(Result<View, QueryError>),
    ) -> Result<(), QueryError> {
        let artefacts = artefacts(asking.pipeline.stages(), &*self.shelf)?;
        let needs_evidence = needs_evidence(asking.pipeline.stages());
        let mut rest = asked;
        while !rest.is_empty() {
            let mut read = Vec::with_capacity(rest.len().min(CALL_GROUPS_MAX));
            let mut rows = 0;
            for asked in rest {
                if rows >= CALL_ROWS_MAX || read.len() >= CALL_GROUPS_MAX {
                    break;
                }
                let place = Place {
                    store: &self.store,
                    pair: asked.pair(),
                    asked,
                    standing: asking.standing,
                };
                let candidates = Candidates::read(&place, needs_evidence);
                rows += candidates.as_ref().map_or(0, |found| found.rows.len());
                read.push(candidates);
            }
            let (now, later) = rest.split_at(read.len());
            rest = later;
            self.compute_read(now, read, asking, &artefacts, &mut each);
        }
        Ok(())
    }

    /// Computes the answers to questions whose candidates are read.
    fn compute_read(
        &self,
        asked: &[&Asked],
        read: Vec<Result<Candidates, QueryError>>,
        asking: &Asking<'_>,
        artefacts: &[Option<Arc<Artefact>>],
        each: &mut impl FnMut(Result<View, QueryError>),
    ) {
        let Some(first) = asked.first() else { return };
        let mut failed = Vec::with_capacity(read.len());
        let mut candidates = Vec::with_capacity(read.len());
        for one in read {
            match one {
                Ok(found) => {
                    failed.push(None);
                    candidates.push(found);
                }
                Err(error) => failed.push(Some(error)),
            }
        }
        let mut source = Source::new(first, asking.standing);
        self.store.with_facts(|facts| {
            for pair in &candidates {
                source.note_epochs(&pair.rows, facts);
            }
        });
        let relations = Arc::new(Relations::new(&self.store, first, asking.standing));
        let calls = Calls {
            scope: asking.scope,
            source: &source,
            store: &self.store,
            relations: &relations,
            artefacts,
        };
        let found = calls.run(asking.pipeline, &candidates);
        let mut found = (0..).zip(&candidates).zip(found);
        for (asked, failed) in asked.iter().zip(failed) {
            if let Some(error) = failed {
                each(Err(error));
                continue;
            }
            // There is one for each question that did not fail.
            let Some(((group, candidates), found)) = found.next() else {
                return;
            };
            each(found.map_err(QueryError::from).and_then(|found| {
                let noted = relations.noted(group);
                self.view(asked, asking, candidates, &found, artefacts, noted)
            }));
        }
    }

    fn view(
        &self,
        asked: &Asked,
        asking: &Asking<'_>,
        candidates: &Candidates,
        found: &Found<'_>,
        artefacts: &[Option<Arc<Artefact>>],
        related: Option<Noted>,
    ) -> Result<View, QueryError> {
        let (store, claims) = (&self.store, &self.claims);
        let pipeline = asking.pipeline;
        let answer = answer::answer(store, claims, asked, pipeline, candidates, found, artefacts)?;
        let canonical = canonical_bytes(&answer)?;
        let changes = [
            candidates.next_change,
            related.as_ref().and_then(|noted| noted.next_change),
        ];
        Ok(View {
            asked: asked.clone(),
            written: asking.written.to_owned(),
            served: AtomicU32::new(0),
            next_change: changes.into_iter().flatten().min(),
            ages: pipeline.stages().any(reads_time),
            related,
            answered: Answered {
                digest: answer_digest(&canonical),
                canonical: canonical.into(),
                answer: Arc::new(answer),
                from_view: false,
            },
        })
    }
}

/// Only a question asked now may be answered by a view, and only to a live call.
pub(crate) fn is_viewed(asked: &Asked, scope: &CallScope) -> bool {
    asked.now && scope.mode == CallMode::Live
}

pub(crate) fn needs_evidence<'s>(mut stages: impl Iterator<Item = &'s BoundStage>) -> bool {
    stages.any(|stage| {
        let description = stage.judge.description();
        let mut read = description
            .u32_columns
            .iter()
            .chain(&description.f64_columns);
        read.any(|name| EVIDENCE_COLUMNS.contains(&name.as_str()))
    })
}
