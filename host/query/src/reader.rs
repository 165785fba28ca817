//! The reader: one question in, one answer out.

use std::sync::Arc;

use stemedb_plugins::{CallMode, CallScope, Pipeline};
use stemedb_storage::Store;
use stemedb_wire::{Answer, answer_digest, canonical_bytes};

use crate::answer;
use crate::asked::Asked;
use crate::candidates::{Candidates, Place};
use crate::claims::Claims;
use crate::columns::Source;
use crate::error::QueryError;
use crate::run::{reads_time, run};
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
    store: Arc<Store>,
    views: Views,
    claims: Claims,
    options: ViewOptions,
}

impl Reader {
    /// A reader with empty views.
    #[must_use]
    pub fn new(store: Arc<Store>, options: ViewOptions) -> Self {
        Reader {
            store,
            views: Views::new(options),
            claims: Claims::new(),
            options,
        }
    }

    /// Answers a question, from a view if one holds. `written` is the lens expression as it was asked.
    ///
    /// # Errors
    /// A plugin's refusal or fault, too many candidates, or a failure of storage.
    pub fn answer(
        &self,
        asked: &Asked,
        pipeline: &Pipeline,
        written: &str,
        standing: &Standing,
        scope: &CallScope,
    ) -> Result<Answered, QueryError> {
        let viewed = asked.now && scope.mode == CallMode::Live;
        if !viewed {
            return Ok(self.compute(asked, pipeline, standing, scope)?.answered);
        }
        let lens = if self.options.ignore_digests {
            written
        } else {
            pipeline.canonical()
        };
        let key = asked.view_key(lens);
        if let Some(view) = self.views.get(&key, asked, &self.store) {
            metrics::counter!("stemedb_views_total", "outcome" => "served").increment(1);
            let mut answered = view.answered.clone();
            answered.from_view = true;
            return Ok(answered);
        }
        metrics::counter!("stemedb_views_total", "outcome" => "computed").increment(1);
        let view = self.compute(asked, pipeline, standing, scope)?;
        let answered = view.answered.clone();
        self.views.keep(key, view);
        Ok(answered)
    }

    fn compute(
        &self,
        asked: &Asked,
        pipeline: &Pipeline,
        standing: &Standing,
        scope: &CallScope,
    ) -> Result<View, QueryError> {
        let place = Place {
            store: &self.store,
            asked,
            standing,
        };
        let candidates = Candidates::read(&place, needs_evidence(pipeline))?;
        let source = self
            .store
            .with_facts(|facts| Source::new(asked, standing, &candidates.rows, facts));
        let found = run(pipeline, scope, &source, &candidates, &self.store)?;
        let answer = answer::answer(
            &self.store,
            &self.claims,
            asked,
            pipeline,
            &candidates,
            &found,
        )?;
        let canonical = canonical_bytes(&answer)?;
        Ok(View {
            next_change: candidates.next_change,
            ages: pipeline.stages().any(reads_time),
            answered: Answered {
                digest: answer_digest(&canonical),
                canonical: canonical.into(),
                answer: Arc::new(answer),
                from_view: false,
            },
        })
    }
}

fn needs_evidence(pipeline: &Pipeline) -> bool {
    pipeline.stages().any(|stage| {
        let description = stage.judge.description();
        let mut read = description
            .u32_columns
            .iter()
            .chain(&description.f64_columns);
        read.any(|name| EVIDENCE_COLUMNS.contains(&name.as_str()))
    })
}
