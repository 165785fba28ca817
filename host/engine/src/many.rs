//! Many questions at once: those that can be judged together are, and views that were overtaken are computed anew in
//! batches.
//!
//! Invariant: an answer has the bits that the question alone would have got at the same time and position.

use std::collections::BTreeMap;

use stemedb_plugins::{CallMode, CallScope, Expression, Pipeline, Slots};
use stemedb_query::Asked;
use stemedb_wire::{Question, RefreshedViews};

use crate::ask::{Delivered, parse};
use crate::error::{Error, ErrorKind};
use crate::open::Engine;
use crate::trying::Query;

/// Questions that are answered in one call.
pub const QUESTIONS_MAX: usize = 1 << 16;

/// A question with everything that an answer is made with.
struct Prepared {
    asked: Asked,
    expression: Expression,
    seen: Slots,
    pipeline: Pipeline,
}

/// What questions must have in common to be judged together: judges, the lens as written, tenant, times, filters.
type Together = (String, String, String, [u64; 2], String);

impl Engine {
    /// Answers questions in their order; each has its own audit entry. Those that ask what is known now are read at one
    /// position.
    ///
    /// # Errors
    /// More questions than one call takes. A question's own failure stands in its place.
    pub fn query_many(
        &self,
        questions: &[Question],
    ) -> Result<Vec<Result<Delivered, Error>>, Error> {
        if questions.len() > QUESTIONS_MAX {
            let message = format!(
                "{} questions are asked at once, at most {QUESTIONS_MAX} are answered",
                questions.len()
            );
            return Err(Error::new(ErrorKind::Exhausted, "exhausted", message));
        }
        let pinned = self.active.load();
        let now = self.options.clock.now_ms();
        let position = self.store.visible();
        let mut answers: Vec<Option<Result<Delivered, Error>>> = Vec::new();
        let mut groups: BTreeMap<Together, Vec<(usize, Prepared)>> = BTreeMap::new();
        for (at, question) in questions.iter().enumerate() {
            let prepared = self.settle(question, now).and_then(|asked| {
                let position = question
                    .known_at
                    .as_ref()
                    .map_or(position, |_| asked.position);
                let asked = Asked { position, ..asked };
                self.prepare(asked, &question.lens, &pinned, question.known_at.is_some())
            });
            match prepared {
                Ok(prepared) => {
                    let key = prepared.together(&question.lens);
                    groups.entry(key).or_default().push((at, prepared));
                    answers.push(None);
                }
                Err(error) => answers.push(Some(Err(error))),
            }
        }
        for group in groups.into_values() {
            self.answer_group(questions, &pinned, now, group, &mut answers);
        }
        Ok(answers.into_iter().flatten().collect())
    }

    fn answer_group(
        &self,
        questions: &[Question],
        pinned: &Slots,
        now: u64,
        group: Vec<(usize, Prepared)>,
        answers: &mut [Option<Result<Delivered, Error>>],
    ) {
        let asked: Vec<Asked> = group.iter().map(|(_, one)| one.asked.clone()).collect();
        let Some((first, leader)) = group.first() else {
            return;
        };
        let scope = scope(&leader.asked);
        let lens = &questions[*first].lens;
        let standing = self.standing_at(leader.asked.position);
        let told = standing.and_then(|standing| {
            let told =
                self.reader
                    .answer_many(&asked, &leader.pipeline, lens, &standing, &scope)?;
            Ok((standing, told))
        });
        let (standing, told) = match told {
            Ok(told) => told,
            Err(error) => {
                for (at, _) in group {
                    answers[at] = Some(Err(error.clone()));
                }
                return;
            }
        };
        for ((at, one), told) in group.into_iter().zip(told) {
            let live = questions[at].known_at.is_none();
            let query = Query {
                slots: pinned,
                seen: &one.seen,
                expression: &one.expression,
                pipeline: &one.pipeline,
                now,
            };
            answers[at] = Some(match told {
                Ok(answered) => {
                    let delivered = self.audited(&questions[at], now, answered);
                    if live {
                        self.count_canaries(&query);
                        self.shadow(&query, &one.asked, &standing, &delivered);
                    }
                    Ok(delivered)
                }
                Err(error) => {
                    if live {
                        self.failed(&query, &error);
                    }
                    Err(error.into())
                }
            });
        }
    }

    fn prepare(
        &self,
        asked: Asked,
        lens: &str,
        pinned: &Slots,
        past: bool,
    ) -> Result<Prepared, Error> {
        let expression = parse(lens)?;
        let seen = if past {
            let slots = self.slots_of(&*self.history_at(asked.position)?)?;
            slots.seen_by(&asked.namespace, &asked.subject).into_owned()
        } else {
            pinned
                .seen_by(&asked.namespace, &asked.subject)
                .into_owned()
        };
        let pipeline = self.bind_at(&expression, &seen, asked.position)?;
        Ok(Prepared {
            asked,
            expression,
            seen,
            pipeline,
        })
    }

    /// Computes views anew that were served since they were computed and that a write or a decision has overtaken: the
    /// most served first, at most `limit`. Failures are left to whoever asks next.
    ///
    /// # Errors
    /// When the control log can't be read.
    pub fn refresh_views(&self, limit: usize) -> Result<RefreshedViews, Error> {
        let stale = self.reader.stale_views(limit);
        let pinned = self.active.load();
        let now = self.options.clock.now_ms();
        let position = self.store.visible();
        let mut groups: BTreeMap<Together, Vec<Prepared>> = BTreeMap::new();
        for view in &stale {
            let asked = Asked {
                as_of: now,
                known_at: now,
                position,
                ..view.asked().clone()
            };
            if let Ok(prepared) = self.prepare(asked, view.written(), &pinned, false) {
                let key = prepared.together(view.written());
                groups.entry(key).or_default().push(prepared);
            }
        }
        let standing = self.standing_at(position)?;
        let mut kept = 0;
        for ((_, written, ..), group) in groups {
            let asked: Vec<Asked> = group.iter().map(|one| one.asked.clone()).collect();
            let Some(leader) = group.first() else {
                continue;
            };
            let scope = scope(&leader.asked);
            let refreshed =
                self.reader
                    .refresh(&asked, &leader.pipeline, &written, &standing, &scope);
            kept += refreshed.unwrap_or(0);
        }
        for view in &stale {
            self.reader.forget(view);
        }
        metrics::counter!("stemedb_views_refreshed_total").increment(kept as u64);
        Ok(RefreshedViews {
            stale: stale.len() as u64,
            kept: kept as u64,
        })
    }
}

impl Prepared {
    fn together(&self, written: &str) -> Together {
        let asked = &self.asked;
        (
            self.pipeline.canonical().to_owned(),
            written.to_owned(),
            asked.namespace.clone(),
            [asked.as_of, asked.position],
            format!(
                "{:?} {:?} {} {}",
                asked.lifecycle, asked.epoch, asked.min_confidence, asked.include_retracted
            ),
        )
    }
}

fn scope(asked: &Asked) -> CallScope {
    CallScope {
        namespace: asked.namespace.as_str().into(),
        mode: CallMode::Live,
    }
}
