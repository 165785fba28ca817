//! Asking: a question's open ends are settled, its judges pinned, the answer found, and the audit told.

use std::sync::Arc;

use stemedb_core::CONFIDENCE_ONE;
use stemedb_plugins::{
    BindError, BoundStage, CallMode, CallScope, Digest, Expression, Judge, Pipeline, Slots, Step,
};
use stemedb_query::{Answered, Asked, LIMIT_MAX, LifecycleFilter, Standing};
use stemedb_wire::{Answer, AuditEntry, PluginName, QueryResponse, Question};

use crate::error::{Error, ErrorKind};
use crate::estimates::name_estimate;
use crate::history::History;
use crate::open::Engine;
use crate::time;
use crate::trying::Query;

/// An answer on its way out: the canonical bytes are there already, so a server need not write them again.
pub struct Delivered {
    /// Names this delivery.
    pub query_id: String,
    /// The answer.
    pub answered: Answered,
}

impl Delivered {
    /// The answer's digest in hexadecimal.
    #[must_use]
    pub fn digest(&self) -> String {
        hex::encode(self.answered.digest)
    }

    /// The response of the HTTP interface.
    #[must_use]
    pub fn response(&self) -> QueryResponse {
        QueryResponse {
            query_id: self.query_id.clone(),
            answer_digest: self.digest(),
            served_by_view: self.answered.from_view,
            answer: Answer::clone(&self.answered.answer),
        }
    }
}

impl Engine {
    /// Answers a question.
    ///
    /// # Errors
    /// What can't be read, bound or run, and why. Failed queries are not audited.
    pub fn query(&self, question: &Question) -> Result<Delivered, Error> {
        let pinned = self.active.load();
        let now = self.options.clock.now_ms();
        let asked = self.settle(question, now)?;
        let expression = parse(&question.lens)?;
        let scope = CallScope {
            namespace: asked.namespace.as_str().into(),
            mode: CallMode::Live,
        };
        let past = match question.known_at {
            Some(_) => Some(self.slots_of(&*self.history_at(asked.position)?)?),
            None => None,
        };
        let slots: &Slots = past.as_ref().unwrap_or(&pinned);
        let seen = slots.seen_by(&asked.namespace, &asked.subject);
        let pipeline = self.bind_at(&expression, &seen, asked.position)?;
        let query = Query {
            slots,
            seen: &seen,
            expression: &expression,
            pipeline: &pipeline,
            now,
        };
        let standing = self.standing_at(asked.position)?;
        let answered = self
            .reader
            .answer(&asked, &pipeline, &question.lens, &standing, &scope)
            .inspect_err(|error| {
                if question.known_at.is_none() {
                    self.failed(&query, error);
                }
            })?;
        let delivered = self.audited(question, now, answered);
        if question.known_at.is_none() {
            self.count_canaries(&query);
            self.shadow(&query, &asked, &standing, &delivered);
        }
        Ok(delivered)
    }

    pub(crate) fn audited(&self, question: &Question, now: u64, answered: Answered) -> Delivered {
        let key = self.audit.next_id(now);
        let query_id = hex::encode(key);
        let answer = &answered.answer;
        let entry = AuditEntry {
            query_id: query_id.clone(),
            at: now,
            question: question.clone(),
            lens: answer.lens.clone(),
            as_of: answer.as_of,
            known_at: answer.known_at,
            position: answer.position,
            answer_digest: hex::encode(answered.digest),
            served_by_view: answered.from_view,
        };
        self.audit.keep(key, entry);
        Delivered { query_id, answered }
    }

    /// Settles times and filters.
    pub(crate) fn settle(&self, question: &Question, now: u64) -> Result<Asked, Error> {
        let time = |field, text: &Option<String>| {
            text.as_deref()
                .map(|text| time::parse(field, text))
                .transpose()
        };
        let as_of = time("as_of", &question.as_of)?;
        let known_at = time("known_at", &question.known_at)?;
        let position = match known_at {
            Some(known_at) => self.store.position_at(known_at)?,
            None => self.store.visible(),
        };
        let max_stale_ms = question.max_stale.saturating_mul(1_000);
        settle_filters(
            question,
            Asked {
                namespace: question.namespace.clone(),
                subject: question.subject.clone(),
                predicate: question.predicate.clone(),
                as_of: as_of.unwrap_or(now),
                known_at: known_at.unwrap_or(now),
                position,
                now: as_of.is_none() && known_at.is_none(),
                lifecycle: LifecycleFilter::Live,
                epoch: None,
                min_confidence: 0,
                include_retracted: question.include_retracted,
                max_stale_ms,
                limit: question.limit.min(LIMIT_MAX),
            },
        )
    }

    /// The same question at the times of an audit entry.
    pub(crate) fn settle_again(&self, entry: &AuditEntry) -> Result<Asked, Error> {
        let asked = self.settle(&entry.question, entry.at)?;
        Ok(Asked {
            as_of: entry.as_of,
            known_at: entry.known_at,
            position: entry.position,
            now: false,
            ..asked
        })
    }

    /// Binds each step to an installed plugin: by slot, or by the version or digest that the step pins.
    pub(crate) fn bind(&self, expression: &Expression, slots: &Slots) -> Result<Pipeline, Error> {
        self.bind_at(expression, slots, u64::MAX)
    }

    /// As [`Engine::bind`]; names of estimates stand for what they stood for at a position.
    pub(crate) fn bind_at(
        &self,
        expression: &Expression,
        slots: &Slots,
        position: u64,
    ) -> Result<Pipeline, Error> {
        let lookup = |step: &Step| self.judge(step, slots);
        let pipeline = Pipeline::bind(expression, lookup).map_err(|error| match error {
            BindError::Lookup(error) => error,
            other => invalid_lens(other.to_string()),
        })?;
        let rests = |stage: &BoundStage| stage.judge.description().artefact_param().is_some();
        if !pipeline.stages().any(rests) {
            return Ok(pipeline);
        }
        let history = self.history_at(position)?;
        pipeline.settled(|stage| name_estimate(stage, &history))
    }

    pub(crate) fn judge(&self, step: &Step, slots: &Slots) -> Result<Arc<dyn Judge>, Error> {
        if let Some(pin) = &step.pin {
            return self.pinned(&step.slot, pin);
        }
        if self.options.faults.pin_late {
            // Gives a swap the time to come between two steps; a test must see it.
            std::thread::sleep(std::time::Duration::from_micros(200));
            let late = self.active.load().get(&step.slot).cloned();
            return late.ok_or_else(|| unknown_slot(&step.slot, slots));
        }
        slots
            .get(&step.slot)
            .cloned()
            .ok_or_else(|| unknown_slot(&step.slot, slots))
    }

    fn pinned(&self, slot: &str, pin: &str) -> Result<Arc<dyn Judge>, Error> {
        if let Some(plugin) = Digest::parse(pin).and_then(|digest| self.host.get(&digest)) {
            return Ok(plugin);
        }
        match self.host.find(slot, pin) {
            Ok(plugin) => Ok(plugin),
            Err(error) => Err(Error::new(
                ErrorKind::NotFound,
                "unknown_plugin",
                format!("the lens step {slot}@{pin} can't run: {error}"),
            )),
        }
    }

    /// The control log as it stood at a position.
    pub(crate) fn history_at(&self, position: u64) -> Result<Arc<History>, Error> {
        let now = self.history.load_full();
        let stored = self.store.with_facts(|facts| {
            let known = facts.control(position);
            (known.len() != now.len()).then(|| known.to_vec())
        });
        match stored {
            None => Ok(now),
            Some(stored) => Ok(Arc::new(History::fold(self.operator.agent(), &stored)?)),
        }
    }

    pub(crate) fn standing_at(&self, position: u64) -> Result<Arc<Standing>, Error> {
        Ok(self.history_at(position)?.standing())
    }
}

fn settle_filters(question: &Question, mut asked: Asked) -> Result<Asked, Error> {
    let invalid = |field: &str, reason: String| {
        let message = format!("the field {field} can't be used: {reason}");
        Error::new(ErrorKind::Invalid, "invalid_question", message)
    };
    for (field, text) in [
        ("namespace", &question.namespace),
        ("subject", &question.subject),
        ("predicate", &question.predicate),
    ] {
        if text.is_empty() || text.contains('\0') {
            return Err(invalid(
                field,
                "it must have at least one character and no NUL".to_owned(),
            ));
        }
    }
    asked.lifecycle = LifecycleFilter::parse(&question.lifecycle)?;
    asked.epoch = match &question.epoch {
        Some(id) => Some(id.parse().map_err(|reason| invalid("epoch", reason))?),
        None => None,
    };
    if !(0.0..=1.0).contains(&question.min_confidence) {
        return Err(invalid(
            "min_confidence",
            format!("{} does not lie in 0 ..= 1", question.min_confidence),
        ));
    }
    let millionths = (question.min_confidence * f64::from(CONFIDENCE_ONE)).round();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it lies in 0 ..= 1,000,000"
    )]
    {
        asked.min_confidence = millionths as u32;
    }
    if question.limit > LIMIT_MAX {
        return Err(invalid(
            "limit",
            format!("{} is more than {LIMIT_MAX}", question.limit),
        ));
    }
    Ok(asked)
}

pub(crate) fn parse(lens: &str) -> Result<Expression, Error> {
    Expression::parse(lens).map_err(|error| invalid_lens(error.to_string()))
}

pub(crate) fn invalid_lens(message: String) -> Error {
    Error::new(ErrorKind::Invalid, "invalid_lens", message)
}

fn unknown_slot(slot: &str, slots: &Slots) -> Error {
    let known: Vec<&str> = slots.iter().map(|(slot, _)| slot).collect();
    let known = if known.is_empty() {
        "none was active at the time asked about".to_owned()
    } else {
        format!("active are {}", known.join(", "))
    };
    Error::new(
        ErrorKind::NotFound,
        "unknown_lens",
        format!("no plugin fills the slot {slot}; {known}"),
    )
}

/// A plugin as answers and lists name it.
pub(crate) fn plugin_name(plugin: &stemedb_plugins::PluginRef) -> PluginName {
    PluginName {
        id: plugin.id.clone(),
        version: plugin.version.clone(),
        world: plugin.world.name().to_owned(),
        digest: plugin.digest.to_string(),
    }
}
