//! Estimates: jobs in which a joint method judges a whole predicate space, and the artefacts that they leave.
//!
//! A job runs beside the queries and holds no part of the engine that they wait for. Its result is a file named by its
//! digest, and an entry of the control log that gives the digest a name.
//!
//! Invariant: a name stands for a digest from the position of its entry on; before, for what it stood for then.

use std::sync::{Arc, Weak};

use stemedb_core::{Body, Id};
use stemedb_plugins::{BindError, BoundStage, CallMode, CallScope, JointPipeline, ParamValue};
use stemedb_query::{
    Artefact, ArtefactError, Artefacts, Estimated, JointAsked, JointState, LifecycleFilter,
    QueryError, Voice, VoiceKind,
};
use stemedb_storage::Entry;
use stemedb_wire::{
    ArtefactHead, EstimateEntry, EstimateList, EstimateRequest, EstimateState, EstimateView,
    VoiceView,
};

use crate::ask::{invalid_lens, parse, plugin_name};
use crate::control::Action;
use crate::error::{Error, ErrorKind};
use crate::history::History;
use crate::jobs::{Job, Outcome, Settled};
use crate::open::Engine;
use crate::shelf::Shelf;
use crate::time;

/// Longest name of an estimate; a digest has one digit more.
const NAME_BYTES_MAX: usize = 63;
/// Predicates that a scope may name.
const PREDICATES_MAX: usize = 1_024;
/// Most voices that a view lists.
const VOICES_MAX: usize = 10_000;
/// Digits of a digest.
const DIGEST_DIGITS: usize = 64;

impl Engine {
    /// Begins an estimator's job; [`Engine::estimate_state`] tells how far it is.
    ///
    /// # Errors
    /// What does not fit in the request, or too many jobs that wait.
    pub fn begin_estimate(
        self: &Arc<Self>,
        request: &EstimateRequest,
    ) -> Result<EstimateState, Error> {
        let settled = self.settle_estimate(request)?;
        let engine = Arc::downgrade(self);
        let job = self.jobs.enqueue(settled, move |job| work(&engine, job))?;
        Ok(job.view())
    }

    /// Where a job stands.
    ///
    /// # Errors
    /// A ticket that is not known.
    pub fn estimate_state(&self, ticket: &str) -> Result<EstimateState, Error> {
        Ok(self.job(ticket)?.view())
    }

    /// Takes a job back. One that has ended stays as it is.
    ///
    /// # Errors
    /// A ticket that is not known.
    pub fn cancel_estimate(&self, ticket: &str) -> Result<EstimateState, Error> {
        let job = self.job(ticket)?;
        self.jobs.cancel(&job);
        Ok(job.view())
    }

    /// Takes all jobs back and waits until none runs; none is accepted any more. For whoever is about to close the
    /// database.
    pub fn stop_estimates(&self) {
        self.jobs.close();
    }

    /// All names with what they stand for now, and the latest jobs.
    #[must_use]
    pub fn estimates(&self) -> EstimateList {
        let history = self.history.load();
        let entry = |(name, digest): (&String, &String)| EstimateEntry {
            name: name.clone(),
            digest: digest.clone(),
        };
        EstimateList {
            estimates: history.estimates().iter().map(entry).collect(),
            jobs: self.jobs.views(),
        }
    }

    /// What an estimate says of those who speak.
    ///
    /// # Errors
    /// A name or digest that is not known, or a file that is missing or damaged.
    pub fn estimate_view(&self, name_or_digest: &str, limit: usize) -> Result<EstimateView, Error> {
        let history = self.history.load();
        let digest = digest_of(name_or_digest, &history)?;
        let names = history.estimates().iter();
        let names: Vec<String> = names
            .filter(|(_, known)| **known == digest)
            .map(|(name, _)| name.clone())
            .collect();
        let artefact = match self.shelf.artefact(&digest) {
            Err(ArtefactError::Missing { .. }) if names.is_empty() => {
                return Err(unknown(name_or_digest, &history));
            }
            told => told.map_err(QueryError::from)?,
        };
        let mut voices: Vec<Voice> = artefact.voices().collect();
        voices.sort_by(|a, b| {
            let key = |voice: &Voice| voice.reliability.unwrap_or(-1.0);
            key(b)
                .total_cmp(&key(a))
                .then(b.claims.cmp(&a.claims))
                .then(a.id.cmp(&b.id))
        });
        voices.truncate(limit.min(VOICES_MAX));
        Ok(EstimateView {
            digest,
            names,
            made: artefact.head().clone(),
            voices: voices.iter().map(|voice| self.voice(voice)).collect(),
        })
    }

    fn voice(&self, voice: &Voice) -> VoiceView {
        let id = Id(voice.id);
        let title = match voice.kind {
            VoiceKind::Agent => None,
            // A source that can't be read is one without a title.
            VoiceKind::Source => match self.store.record(&id) {
                Ok(Some((_, Entry::Record { record, .. }))) => match record.body {
                    Body::Source(source) => Some(source.title),
                    _ => None,
                },
                _ => None,
            },
        };
        VoiceView {
            kind: match voice.kind {
                VoiceKind::Agent => "agent",
                VoiceKind::Source => "source",
            }
            .to_owned(),
            id: id.to_string(),
            title,
            claims: u64::from(voice.claims),
            reliability: voice.reliability,
        }
    }

    fn job(&self, ticket: &str) -> Result<Arc<Job>, Error> {
        let job = ticket.parse().ok().and_then(|ticket| self.jobs.get(ticket));
        job.ok_or_else(|| {
            let message = format!("no estimate has the ticket {ticket}; old ones are forgotten");
            Error::new(ErrorKind::NotFound, "unknown_ticket", message)
        })
    }

    /// Settles times and position, pins judges, checks the scope.
    fn settle_estimate(&self, request: &EstimateRequest) -> Result<Settled, Error> {
        check_name(&request.name)?;
        let scope = &request.scope;
        if scope.namespace.is_empty() || scope.predicates.len() > PREDICATES_MAX {
            return Err(invalid(format!(
                "the scope needs a namespace and at most {PREDICATES_MAX} predicates"
            )));
        }
        let now = self.options.clock.now_ms();
        let as_of = scope.as_of.as_deref();
        let as_of = as_of.map(|text| time::parse("as_of", text)).transpose()?;
        let position = self.store.visible();
        let mut predicates = scope.predicates.clone();
        predicates.sort();
        predicates.dedup();
        let expression = parse(&request.lens)?;
        let pinned = self.active.load();
        let pipeline = JointPipeline::bind(&expression, |step| self.judge(step, &pinned));
        let pipeline = pipeline.map_err(|error| match error {
            BindError::Lookup(error) => error,
            other => invalid_lens(other.to_string()),
        })?;
        let history = self.history_at(position)?;
        let pipeline = pipeline.settled(|stage| name_estimate(stage, &history))?;
        Ok(Settled {
            request: request.clone(),
            asked: JointAsked {
                namespace: scope.namespace.clone(),
                predicates,
                subject_prefix: scope.subject_prefix.clone(),
                lifecycle: LifecycleFilter::parse(&scope.lifecycle)?,
                as_of: as_of.unwrap_or(now),
                known_at: now,
                position,
            },
            pipeline,
            standing: history.standing(),
        })
    }
}

/// What the thread needs of the engine while it computes: none of it keeps the engine open.
fn work(engine: &Weak<Engine>, job: &Job) {
    let parts = engine
        .upgrade()
        .map(|engine| (Arc::clone(&engine.reader), Arc::clone(&engine.shelf)));
    let Some((reader, shelf)) = parts else {
        return job.end(Outcome::Cancelled);
    };
    let scope = CallScope {
        namespace: job.asked.namespace.as_str().into(),
        // A joint method's instance holds a whole predicate space: it is not kept.
        mode: CallMode::Fresh,
    };
    let found = reader.estimate(
        &job.asked,
        &job.pipeline,
        &job.standing,
        &scope,
        &job.progress,
    );
    let named = found
        .map_err(Error::from)
        .and_then(|found| keep(&shelf, job, found))
        .and_then(|digest| match engine.upgrade() {
            Some(engine) => engine.name(job, digest),
            None => Err(QueryError::Cancelled.into()),
        });
    job.end(match named {
        Ok(digest) => Outcome::Done(digest),
        Err(error) if error.code() == "cancelled" => Outcome::Cancelled,
        Err(error) => {
            tracing::warn!(name = job.request.name, %error, "an estimate failed");
            Outcome::Failed(error.to_string())
        }
    });
}

/// Writes the artefact down.
fn keep(shelf: &Shelf, job: &Job, found: Estimated) -> Result<String, Error> {
    job.progress.enter(JointState::Writing, 0);
    let failed = |why: String| {
        let message = format!("the estimate can't be written to db/artefacts: {why}");
        Error::new(ErrorKind::Internal, "estimate_failed", message)
    };
    let head = head(job, &found);
    let (mut voices, mut rows) = (found.voices, found.likelihoods);
    let bytes = Artefact::encode(&head, &mut voices, &mut rows);
    let bytes = bytes.map_err(|error| failed(error.to_string()))?;
    shelf.put(&bytes).map_err(|error| failed(error.to_string()))
}

fn head(job: &Job, found: &Estimated) -> ArtefactHead {
    let asked = &job.asked;
    ArtefactHead {
        name: job.request.name.clone(),
        estimator: plugin_name(job.pipeline.estimator.judge.reference()),
        lens: job.pipeline.canonical().to_owned(),
        namespace: asked.namespace.clone(),
        predicates: asked.predicates.clone(),
        subject_prefix: asked.subject_prefix.clone(),
        lifecycle: job.request.scope.lifecycle.clone(),
        as_of: asked.as_of,
        known_at: asked.known_at,
        position: asked.position,
        groups: found.groups,
        rows: found.rows,
        voices: found.voices.len() as u64,
        likelihoods: found.likelihoods.len() as u64,
        rounds: found.rounds,
    }
}

impl Engine {
    /// Gives a digest its name, unless the job was taken back meanwhile.
    fn name(&self, job: &Job, digest: String) -> Result<String, Error> {
        if job.progress.stop.load(std::sync::atomic::Ordering::Relaxed) {
            return Err(QueryError::Cancelled.into());
        }
        let request = &job.request;
        self.decide(&request.by, &request.reason, |_| {
            Ok(Action::Estimate {
                name: request.name.clone(),
                digest: digest.clone(),
            })
        })?;
        Ok(digest)
    }
}

/// Puts the digest in the place of the name of an estimate, where a judge reads one.
pub(crate) fn name_estimate(stage: &mut BoundStage, history: &History) -> Result<(), Error> {
    let Some(at) = stage.judge.description().artefact_param() else {
        return Ok(());
    };
    let slot = &stage.slot;
    if let Some(ParamValue::Text(named)) = stage.params.get_mut(at) {
        if named.is_empty() {
            return Err(invalid_lens(format!(
                "the step {slot} rests on an estimate; name one: {slot}(estimate=NAME)"
            )));
        }
        *named = digest_of(named, history)?;
    }
    Ok(())
}

/// The digest that a name stands for; a digest stands for itself.
fn digest_of(name_or_digest: &str, history: &History) -> Result<String, Error> {
    let text = name_or_digest;
    if text.len() == DIGEST_DIGITS && text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Ok(text.to_ascii_lowercase());
    }
    let found = history.estimates().get(text).cloned();
    found.ok_or_else(|| unknown(text, history))
}

fn unknown(name_or_digest: &str, history: &History) -> Error {
    let known: Vec<&str> = history.estimates().keys().map(String::as_str).collect();
    let known = if known.is_empty() {
        "there was none at the time asked about".to_owned()
    } else {
        format!("known are {}", known.join(", "))
    };
    let name: String = name_or_digest.chars().take(DIGEST_DIGITS).collect();
    Error::new(
        ErrorKind::NotFound,
        "unknown_estimate",
        format!("there is no estimate {name:?}; {known}"),
    )
}

fn check_name(name: &str) -> Result<(), Error> {
    let fits = name.len() <= NAME_BYTES_MAX
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && name
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if fits {
        return Ok(());
    }
    Err(invalid(format!(
        "{:?} is no name of an estimate; it has lower-case letters, digits and hyphens, a letter first, at most {NAME_BYTES_MAX}",
        name.chars().take(DIGEST_DIGITS).collect::<String>()
    )))
}

fn invalid(message: String) -> Error {
    Error::new(ErrorKind::Invalid, "invalid_estimate", message)
}
