//! An estimator's job: all pairs of a predicate space, weighed by row stages in batches, judged together in one call.
//!
//! Not the keeping of the result: the engine gives it a name.
//!
//! Invariant: what is found is a function of the job, the pipeline, and the log before the position read at; pairs stand
//! in the order of their keys, whatever order their claims came in.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, Ordering};

use stemedb_core::{Body, Id, PairKey, Timestamp};
use stemedb_plugins::{CallScope, Estimates, JointPipeline, PluginError, Supports, Texts};
use stemedb_storage::{Entry, Short};

use crate::artefact::{Artefact, Voice, VoiceKind};
use crate::asked::{Asked, LifecycleFilter};
use crate::candidates::{Candidates, Place};
use crate::columns::{Columns, Group, Numbering, Numbers, Source, voice};
use crate::error::QueryError;
use crate::reader::{Reader, needs_evidence};
use crate::relations::Relations;
use crate::run::{
    CALL_GROUPS_MAX, CALL_ROWS_MAX, Calls, add_supports, artefacts, context, is_local,
};
use crate::standing::Standing;
use crate::texts::ValueTexts;

/// Most rows that an estimator is given.
pub const ROWS_MAX: usize = 4 << 20;

/// Beginning of the subjects of the control log's mirror.
const MIRROR: &str = "plugin://";

/// A job whose open ends are settled.
#[derive(Debug, Clone, PartialEq)]
pub struct JointAsked {
    /// The tenant.
    pub namespace: String,
    /// Only these predicates; all if empty.
    pub predicates: Vec<String>,
    /// Only subjects that begin so.
    pub subject_prefix: String,
    /// Which stages are candidates.
    pub lifecycle: LifecycleFilter,
    /// Valid time.
    pub as_of: Timestamp,
    /// Transaction time, for the record; `position` is what counts.
    pub known_at: Timestamp,
    /// Only records before this log position exist.
    pub position: u64,
}

impl JointAsked {
    fn admits(&self, subject: &str, predicate: &str) -> bool {
        // What the operator decided is no voice among others, unless somebody asks for just that.
        let mirrored = |text: &str| text.starts_with(MIRROR);
        subject.starts_with(&self.subject_prefix)
            && (!mirrored(subject) || mirrored(&self.subject_prefix))
            && (self.predicates.is_empty()
                || self.predicates.iter().any(|wanted| wanted == predicate))
    }
}

/// What a job is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum JointState {
    /// It has not begun.
    Queued = 0,
    /// It looks which pairs belong to its scope.
    Scanning = 1,
    /// It reads candidates and runs row stages.
    Weighing = 2,
    /// The estimator runs.
    Estimating = 3,
    /// The result is written down.
    Writing = 4,
}

/// How far a job is, and the way to stop it.
#[derive(Debug, Default)]
pub struct JointProgress {
    /// Stops the job when it becomes true.
    pub stop: Arc<AtomicBool>,
    state: AtomicU8,
    pairs: AtomicU64,
    pairs_done: AtomicU64,
    groups: AtomicU64,
    rows: AtomicU64,
}

impl JointProgress {
    /// What the job is doing.
    #[must_use]
    pub fn state(&self) -> JointState {
        match self.state.load(Ordering::Relaxed) {
            0 => JointState::Queued,
            1 => JointState::Scanning,
            2 => JointState::Weighing,
            3 => JointState::Estimating,
            _ => JointState::Writing,
        }
    }

    /// Pairs to look at in this state, and those that were looked at.
    #[must_use]
    pub fn pairs(&self) -> (u64, u64) {
        let read = |number: &AtomicU64| number.load(Ordering::Relaxed);
        (read(&self.pairs), read(&self.pairs_done))
    }

    /// Pairs with candidates and their rows, so far.
    #[must_use]
    pub fn weighed(&self) -> (u64, u64) {
        let read = |number: &AtomicU64| number.load(Ordering::Relaxed);
        (read(&self.groups), read(&self.rows))
    }

    /// Notes that the job goes on with something else, over so many pairs.
    pub fn enter(&self, state: JointState, pairs: u64) {
        self.pairs_done.store(0, Ordering::Relaxed);
        self.pairs.store(pairs, Ordering::Relaxed);
        self.state.store(state as u8, Ordering::Relaxed);
    }

    fn note(&self, gathered: &Gathered) {
        let groups = gathered.offsets.len() as u64 - 1;
        self.groups.store(groups, Ordering::Relaxed);
        let rows = gathered.claims.len() as u64;
        self.rows.store(rows, Ordering::Relaxed);
    }

    fn done(&self, pairs: u64) -> Result<(), QueryError> {
        self.pairs_done.fetch_add(pairs, Ordering::Relaxed);
        if self.stop.load(Ordering::Relaxed) {
            return Err(QueryError::Cancelled);
        }
        Ok(())
    }
}

/// What an estimator found.
#[derive(Debug, Clone, PartialEq)]
pub struct Estimated {
    /// Pairs that were judged.
    pub groups: u64,
    /// Their rows.
    pub rows: u64,
    /// Everybody who spoke.
    pub voices: Vec<Voice>,
    /// How likely each claim is right; empty if the method has no such notion.
    pub likelihoods: Vec<(Short, f64)>,
    /// Rounds until the method settled.
    pub rounds: u32,
}

/// What the estimator is given, gathered from batch to batch.
struct Gathered {
    offsets: Vec<u32>,
    columns: Columns,
    numbers: Numbers,
    supports: Supports,
    claims: Vec<Short>,
    /// The voice of each row, and where the first row of each voice stands in the log.
    voices: Vec<u32>,
    speakers: Numbering,
    first_said: Vec<u64>,
}

impl Reader {
    /// Runs an estimator's job.
    ///
    /// # Errors
    /// What a judge refuses or breaks, a scope beyond the bounds, a job that was stopped, or a failure of storage.
    pub fn estimate(
        &self,
        asked: &JointAsked,
        pipeline: &JointPipeline,
        standing: &Standing,
        scope: &CallScope,
        progress: &JointProgress,
    ) -> Result<Estimated, QueryError> {
        let pairs = self.pairs_of(asked, progress)?;
        let question = question(asked);
        let artefacts = artefacts(pipeline.stages(), &*self.shelf)?;
        let relations = Arc::new(Relations::new(&self.store, &question, standing));
        let mut texts = ValueTexts::new(&self.store, &relations);
        let mut gathered = Gathered {
            offsets: vec![0],
            columns: empty(pipeline),
            numbers: Numbers::default(),
            supports: Supports::default(),
            claims: Vec::new(),
            voices: Vec::new(),
            speakers: Numbering::default(),
            first_said: Vec::new(),
        };
        progress.enter(JointState::Weighing, pairs.len() as u64);
        let evidence = needs_evidence(pipeline.stages());
        let together = is_local(pipeline.row_stages.iter());
        let mut rest = pairs.as_slice();
        while !rest.is_empty() {
            let candidates = self.batch(&question, rest, evidence, together, standing)?;
            rest = &rest[candidates.len()..];
            let mut source = Source::new(&question, standing);
            self.store.with_facts(|facts| {
                for pair in &candidates {
                    source.note_epochs(&pair.rows, facts);
                }
            });
            let calls = Calls {
                scope,
                source: &source,
                store: &self.store,
                relations: &relations,
                artefacts: &artefacts,
            };
            for groups in weighed(&calls, pipeline, &candidates) {
                let artefact = artefacts.last().and_then(Option::as_deref);
                let groups = groups?;
                gathered.add_columns(&groups, pipeline, &source, artefact);
                // Pairs without candidates have nothing to say to a joint method.
                for group in groups.iter().filter(|group| !group.rows.is_empty()) {
                    texts.add(group);
                    gathered.add(group)?;
                }
            }
            progress.note(&gathered);
            progress.done(candidates.len() as u64)?;
        }
        progress.enter(JointState::Estimating, 0);
        let source = Source::new(&question, standing);
        let found = gathered.judge(texts, pipeline, &source, scope, &progress.stop)?;
        self.estimated(&gathered, found)
    }

    /// The pairs of a scope, ordered by key.
    fn pairs_of(
        &self,
        asked: &JointAsked,
        progress: &JointProgress,
    ) -> Result<Vec<PairKey>, QueryError> {
        progress.enter(JointState::Scanning, 0);
        let mut pairs = self.store.pairs(asked.position)?;
        progress.enter(JointState::Scanning, pairs.len() as u64);
        // In the order of the log, so that it is read in sequence.
        pairs.sort_unstable_by_key(|(_, position)| *position);
        let mut wanted = Vec::new();
        for (pair, position) in pairs {
            progress.done(1)?;
            if let Entry::Record { record, .. } = self.store.entry(position)?
                && let Body::Claim(claim) = &record.body
                && record.header.namespace == asked.namespace
                && asked.admits(&claim.subject, &claim.predicate)
            {
                wanted.push(pair);
            }
        }
        wanted.sort_unstable();
        Ok(wanted)
    }

    /// The candidates of the next pairs, as many as one call takes.
    fn batch(
        &self,
        question: &Asked,
        pairs: &[PairKey],
        evidence: bool,
        together: bool,
        standing: &Standing,
    ) -> Result<Vec<Candidates>, QueryError> {
        let pairs_max = if together { CALL_GROUPS_MAX } else { 1 };
        let mut batch = Vec::new();
        let mut rows = 0;
        for pair in pairs.iter().take(pairs_max) {
            let place = Place {
                store: &self.store,
                pair: *pair,
                asked: question,
                standing,
            };
            let candidates = Candidates::read(&place, evidence)?;
            rows += candidates.rows.len();
            batch.push(candidates);
            if rows >= CALL_ROWS_MAX {
                break;
            }
        }
        Ok(batch)
    }

    /// Names voices and claims.
    fn estimated(&self, gathered: &Gathered, found: Estimates) -> Result<Estimated, QueryError> {
        let mut claims_of = vec![0u32; gathered.first_said.len()];
        for voice in &gathered.voices {
            claims_of[*voice as usize] += 1;
        }
        let mut voices = Vec::with_capacity(claims_of.len());
        for (at, (position, claims)) in gathered.first_said.iter().zip(claims_of).enumerate() {
            let (kind, id) = self.speaker(*position)?;
            voices.push(Voice {
                kind,
                id,
                claims,
                reliability: found.weights.get(at).copied(),
            });
        }
        let claims = gathered.claims.iter().copied();
        Ok(Estimated {
            groups: gathered.offsets.len() as u64 - 1,
            rows: gathered.claims.len() as u64,
            voices,
            likelihoods: claims.zip(found.probabilities).collect(),
            rounds: found.rounds,
        })
    }

    /// Who speaks in the claim at a position.
    fn speaker(&self, position: u64) -> Result<(VoiceKind, [u8; 32]), QueryError> {
        if let Entry::Record { record, .. } = self.store.entry(position)?
            && let Body::Claim(claim) = &record.body
        {
            return Ok(match claim.source {
                Some(Id(source)) => (VoiceKind::Source, source),
                None => (VoiceKind::Agent, record.header.author.0),
            });
        }
        Err(QueryError::NoClaim { position })
    }
}

/// The job as a question about any of its pairs.
fn question(asked: &JointAsked) -> Asked {
    Asked {
        namespace: asked.namespace.clone(),
        subject: String::new(),
        predicate: String::new(),
        as_of: asked.as_of,
        known_at: asked.known_at,
        position: asked.position,
        now: false,
        lifecycle: asked.lifecycle,
        epoch: None,
        min_confidence: 0,
        include_retracted: false,
        max_stale_ms: 0,
        limit: 0,
    }
}

/// Runs the row stages over a batch; if the batch is too much for one call, over each pair by itself.
fn weighed<'c>(
    calls: &Calls<'_>,
    pipeline: &JointPipeline,
    candidates: &'c [Candidates],
) -> Vec<Result<Vec<Group<'c>>, PluginError>> {
    let stages = &pipeline.row_stages;
    let staged = |pairs: &'c [Candidates]| {
        let mut groups: Vec<Group<'c>> = pairs.iter().map(Group::of).collect();
        calls.stage(stages, &mut groups, 0).map(|()| groups)
    };
    match staged(candidates) {
        Err(_) if candidates.len() > 1 => candidates.chunks(1).map(staged).collect(),
        told => vec![told],
    }
}

fn empty(pipeline: &JointPipeline) -> Columns {
    let description = pipeline.estimator.judge.description();
    Columns {
        whole: vec![Vec::new(); description.u32_columns.len()],
        real: vec![Vec::new(); description.f64_columns.len()],
    }
}

impl Gathered {
    fn add_columns(
        &mut self,
        groups: &[Group<'_>],
        pipeline: &JointPipeline,
        source: &Source<'_>,
        artefact: Option<&Artefact>,
    ) {
        let description = pipeline.estimator.judge.description();
        let columns = source.columns(description, groups, artefact, &mut self.numbers);
        for (all, more) in self.columns.whole.iter_mut().zip(columns.whole) {
            all.extend(more);
        }
        for (all, more) in self.columns.real.iter_mut().zip(columns.real) {
            all.extend(more);
        }
    }

    fn add(&mut self, group: &Group<'_>) -> Result<(), QueryError> {
        // There are at most as many groups as rows, and at most 2^22 of these.
        let number = self.offsets.len() as u32 - 1;
        add_supports(&mut self.supports, number, group);
        for live in &group.rows {
            let voice = self.speakers.number(voice(live.row));
            if voice as usize == self.first_said.len() {
                self.first_said.push(live.row.position);
            }
            self.voices.push(voice);
            self.claims.push(stemedb_storage::short(&live.row.id.0));
        }
        self.offsets.push(self.claims.len() as u32);
        if self.claims.len() > ROWS_MAX {
            return Err(QueryError::TooMany {
                what: "claims",
                max: ROWS_MAX as u64,
            });
        }
        Ok(())
    }

    /// The one call of the estimator.
    fn judge(
        &self,
        texts: ValueTexts,
        pipeline: &JointPipeline,
        source: &Source<'_>,
        scope: &CallScope,
        stop: &Arc<AtomicBool>,
    ) -> Result<Estimates, QueryError> {
        let estimator = &pipeline.estimator;
        let context = context(estimator, source);
        let texts: Arc<dyn Texts> = Arc::new(texts);
        let told = self
            .columns
            .as_batch(&self.offsets, &self.supports, &texts, |batch| {
                estimator.judge.estimate_until(scope, &context, batch, stop)
            });
        told.map_err(|error| match error {
            PluginError::Stopped { .. } => QueryError::Cancelled,
            other => other.into(),
        })
    }
}
