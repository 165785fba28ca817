//! Many questions at once: batches of questions, and views that are refreshed together.
//!
//! Invariant: each answer has the bits that it would have had alone.

use std::sync::Arc;

use stemedb_plugins::{CallScope, Pipeline};

use crate::asked::Asked;
use crate::error::QueryError;
use crate::reader::{Answered, Asking, Reader, is_viewed};
use crate::standing::Standing;
use crate::views::View;

/// A view that was served and holds no longer.
#[derive(Clone)]
pub struct StaleView {
    key: [u8; 32],
    view: Arc<View>,
}

impl StaleView {
    /// The question that it answers, with its old times.
    #[must_use]
    pub fn asked(&self) -> &Asked {
        &self.view.asked
    }

    /// The lens as it was written.
    #[must_use]
    pub fn written(&self) -> &str {
        &self.view.written
    }
}

impl Reader {
    /// Answers questions of one valid time, one position and one namespace, in their order, from views where they hold.
    ///
    /// # Errors
    /// An estimate that the lens names and that is not here. A question's own failure stands in its place.
    pub fn answer_many(
        &self,
        asked: &[Asked],
        pipeline: &Pipeline,
        written: &str,
        standing: &Standing,
        scope: &CallScope,
    ) -> Result<Vec<Result<Answered, QueryError>>, QueryError> {
        let asking = Asking {
            pipeline,
            written,
            standing,
            scope,
        };
        same_moment(asked)?;
        let mut answers: Vec<Option<Result<Answered, QueryError>>> = Vec::new();
        let mut open = Vec::new();
        for (at, asked) in asked.iter().enumerate() {
            let viewed = is_viewed(asked, scope);
            let key = viewed.then(|| self.view_key(asked, &asking));
            let served = key.and_then(|key| self.served(&key, asked));
            if served.is_none() {
                open.push((at, key));
            }
            answers.push(served.map(Ok));
        }
        let questions: Vec<&Asked> = open.iter().map(|(at, _)| &asked[*at]).collect();
        let mut places = open.into_iter();
        self.compute_each(&questions, &asking, |view| {
            let Some((at, key)) = places.next() else {
                return;
            };
            answers[at] = Some(view.map(|view| {
                let answered = view.answered.clone();
                if let Some(key) = key {
                    self.views.keep(key, view);
                }
                answered
            }));
        })?;
        Ok(answers.into_iter().flatten().collect())
    }

    /// Views that were served since they were computed and that a write or a decision has overtaken, the most served
    /// first.
    #[must_use]
    pub fn stale_views(&self, limit: usize) -> Vec<StaleView> {
        let stale = self.views.stale(&self.store, limit);
        stale
            .into_iter()
            .map(|(key, view)| StaleView { key, view })
            .collect()
    }

    /// Computes the views of questions of one valid time, one position and one namespace; gives the number that are kept.
    /// Failures are left to whoever asks.
    ///
    /// # Errors
    /// As [`Reader::answer_many`].
    pub fn refresh(
        &self,
        asked: &[Asked],
        pipeline: &Pipeline,
        written: &str,
        standing: &Standing,
        scope: &CallScope,
    ) -> Result<usize, QueryError> {
        let asking = Asking {
            pipeline,
            written,
            standing,
            scope,
        };
        same_moment(asked)?;
        let questions: Vec<&Asked> = asked.iter().collect();
        let mut places = asked.iter();
        let mut kept = 0;
        self.compute_each(&questions, &asking, |view| {
            if let (Some(asked), Ok(view)) = (places.next(), view) {
                self.views.keep(self.view_key(asked, &asking), view);
                kept += 1;
            }
        })?;
        Ok(kept)
    }

    /// Forgets a view, unless it was computed anew since it was listed.
    pub fn forget(&self, stale: &StaleView) {
        self.views.forget(&stale.key, &stale.view);
    }
}

/// Questions that are judged together are told one time and read at one position.
fn same_moment(asked: &[Asked]) -> Result<(), QueryError> {
    let moment = |asked: &Asked| (asked.as_of, asked.position, filters(asked));
    let same = asked
        .windows(2)
        .all(|pair| moment(&pair[0]) == moment(&pair[1]) && pair[0].namespace == pair[1].namespace);
    if same {
        return Ok(());
    }
    Err(QueryError::Invalid {
        field: "as_of",
        reason:
            "questions that are answered together have one time, position, namespace and filter"
                .to_owned(),
    })
}

/// The filters that relations between values are read with.
fn filters(asked: &Asked) -> impl PartialEq + use<> {
    (
        asked.lifecycle,
        asked.epoch,
        asked.min_confidence,
        asked.include_retracted,
    )
}
