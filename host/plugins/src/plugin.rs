//! An installed plugin: its identity, its pool of instances, and the rules of a call.
//!
//! Not a choice of plugin: slots and expressions name which one is called.
//!
//! Invariant: an instance never serves two namespaces, and none is used again after a fault.

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
};

use parking_lot::Mutex;

use crate::{
    capacity::Permit,
    check::{self, Asked, Checked},
    columns::{Batch, Context, Estimates, Resolutions, Staged},
    description::Description,
    error::{FaultKind, PluginError, PluginFault},
    identity::{PluginRef, World},
    instance::{Failure, Instance, Mould, Question},
    judge::{CallMode, CallScope, Judge},
    meters::Meters,
    outcome::Outcome,
    shared::Shared,
};

/// How much of a refusal's words reaches the caller, in characters.
const REFUSAL_CHARS_MAX: usize = 2048;

/// An installed component that can be called.
pub struct Plugin {
    reference: Arc<PluginRef>,
    description: Description,
    mould: Mould,
    shared: Arc<Shared>,
    idle: Mutex<Vec<(Arc<str>, Instance)>>,
    calls: AtomicU32,
    meters: Meters,
}

impl Plugin {
    pub(crate) fn new(
        reference: PluginRef,
        description: Description,
        mould: Mould,
        shared: Arc<Shared>,
    ) -> Self {
        let meters = Meters::of(&reference);
        let reference = Arc::new(reference);
        Self {
            reference,
            description,
            mould,
            shared,
            idle: Mutex::default(),
            calls: AtomicU32::new(0),
            meters,
        }
    }

    /// Faults since this process began, by kind, without the kinds that never happened.
    #[must_use]
    pub fn faults(&self) -> Vec<(FaultKind, u64)> {
        self.meters.faults()
    }

    /// Idle instances that are kept.
    #[must_use]
    pub fn idle_instances(&self) -> usize {
        self.idle.lock().len()
    }

    /// Drops one idle instance to make room; the answer is whether there was one.
    pub(crate) fn shed(&self) -> bool {
        let oldest = {
            let mut idle = self.idle.lock();
            if idle.is_empty() {
                None
            } else {
                Some(idle.remove(0))
            }
        };
        oldest.is_some()
    }

    /// One call from beginning to end: instance, call, output check, repetition, metrics.
    fn judge<T: Outcome>(
        &self,
        scope: &CallScope,
        question: &Question<'_>,
        call: impl Fn(&mut Instance) -> Result<T, Failure>,
        check: impl Fn(&T) -> Checked,
    ) -> Result<T, PluginError> {
        check::input(&self.description, question.batch).map_err(|detail| PluginError::Input {
            plugin: Arc::clone(&self.reference),
            detail,
        })?;
        let turn = self.calls.fetch_add(1, Ordering::Relaxed);
        let started = self.meters.begin(turn, self.shared.options.monotonic);
        let told = self.judge_once(scope, &call, &check);
        self.meters.end(started, self.shared.options.monotonic);
        if scope.mode == CallMode::Live && self.is_repeated(turn) {
            self.compare(&told, &call, &check)?;
        }
        told.map_err(|failure| self.error(failure))
    }

    fn judge_once<T: Outcome>(
        &self,
        scope: &CallScope,
        call: &impl Fn(&mut Instance) -> Result<T, Failure>,
        check: &impl Fn(&T) -> Checked,
    ) -> Result<T, Failure> {
        let mut instance = match scope.mode {
            CallMode::Live => self.take(&scope.namespace)?,
            CallMode::Fresh => self.make()?,
            CallMode::Beside => self.make_beside()?,
        };
        let told = call(&mut instance).and_then(|result| match check(&result) {
            Ok(()) => Ok(result),
            Err(detail) => Err(Failure::Fault(FaultKind::BadResult, detail)),
        });
        let sound = matches!(told, Ok(_) | Err(Failure::Refused(_)));
        if sound && scope.mode == CallMode::Live {
            self.put_back(Arc::clone(&scope.namespace), instance);
        }
        told
    }

    fn is_repeated(&self, turn: u32) -> bool {
        let every = self.shared.options.repeat_every;
        every != 0 && turn % every == every - 1
    }

    /// Asks a fresh instance the same; another answer is a fault and empties the pool.
    fn compare<T: Outcome>(
        &self,
        told: &Result<T, Failure>,
        call: &impl Fn(&mut Instance) -> Result<T, Failure>,
        check: &impl Fn(&T) -> Checked,
    ) -> Result<(), PluginError> {
        let fresh = CallScope {
            namespace: Arc::from(""),
            mode: CallMode::Fresh,
        };
        let again = self.judge_once(&fresh, call, check);
        let same = match (told, &again) {
            (Ok(told), Ok(again)) => told.same(again),
            (Err(Failure::Refused(told)), Err(Failure::Refused(again))) => told == again,
            (Err(_), _) | (_, Err(Failure::Busy | Failure::Fault(FaultKind::Deadline, _))) => true,
            _ => false,
        };
        if same {
            return Ok(());
        }
        let poisoned = std::mem::take(&mut *self.idle.lock());
        drop(poisoned);
        let detail = "a fresh instance gave another answer to the same question".to_owned();
        Err(self.error(Failure::Fault(FaultKind::Stateful, detail)))
    }

    fn take(&self, namespace: &Arc<str>) -> Result<Instance, Failure> {
        let idle = {
            let mut idle = self.idle.lock();
            let found = idle
                .iter()
                .rposition(|(owner, _)| Arc::ptr_eq(owner, namespace) || owner == namespace);
            found.map(|at| idle.swap_remove(at).1)
        };
        idle.map_or_else(|| self.make(), Ok)
    }

    fn put_back(&self, namespace: Arc<str>, instance: Instance) {
        if instance.calls() >= self.shared.options.instance_calls_max {
            return;
        }
        let mut idle = self.idle.lock();
        if idle.iter().filter(|(owner, _)| *owner == namespace).count()
            < self.shared.options.idle_max
        {
            idle.push((namespace, instance));
        }
    }

    fn make(&self) -> Result<Instance, Failure> {
        let permit = self.permit()?;
        Instance::new(&self.mould, &self.shared.options, permit)
    }

    /// An instance where there is room for one at once.
    fn make_beside(&self) -> Result<Instance, Failure> {
        let permit = self.shared.capacity.try_take().ok_or(Failure::Busy)?;
        Instance::new(&self.mould, &self.shared.options, permit)
    }

    fn permit(&self) -> Result<Permit, Failure> {
        self.shared.permit(|| self.shed()).ok_or(Failure::Busy)
    }

    fn error(&self, failure: Failure) -> PluginError {
        let plugin = Arc::clone(&self.reference);
        match failure {
            Failure::Refused(refusal) => {
                self.meters.refusal();
                PluginError::Refused {
                    plugin,
                    code: refusal.code,
                    message: refusal.message.chars().take(REFUSAL_CHARS_MAX).collect(),
                }
            }
            Failure::Busy => {
                self.meters.busy();
                PluginError::Busy {
                    plugin,
                    instances_max: self.shared.options.instances_max,
                }
            }
            Failure::Stopped => PluginError::Stopped { plugin },
            Failure::Fault(kind, mut detail) => {
                self.meters.fault(kind);
                if let (FaultKind::Trap, Some(suspect)) = (kind, self.mould.suspect) {
                    detail = format!("{detail}; {suspect}");
                }
                tracing::warn!(plugin = %plugin, kind = kind.name(), detail, "plugin fault");
                PluginFault {
                    plugin,
                    kind,
                    detail,
                }
                .into()
            }
        }
    }

    fn question<'a>(&'a self, context: &'a Context, batch: &'a Batch<'a>) -> Question<'a> {
        Question {
            context,
            batch,
            options: &self.shared.options,
            reads_texts: self.mould.reads_texts,
            deadline: self.shared.options.deadline_of(self.reference.world),
            stop: None,
        }
    }

    /// Calls an estimator with made-up rows: no longer than any other plugin may run.
    pub(crate) fn estimate_in_trial(
        &self,
        scope: &CallScope,
        context: &Context,
        rows: &Batch<'_>,
    ) -> Result<Estimates, PluginError> {
        let deadline = self.shared.options.deadline;
        let question = Question {
            deadline,
            ..self.question(context, rows)
        };
        self.estimate_asked(scope, rows, &question)
    }

    fn estimate_watched(
        &self,
        scope: &CallScope,
        context: &Context,
        rows: &Batch<'_>,
        stop: Option<&Arc<AtomicBool>>,
    ) -> Result<Estimates, PluginError> {
        let question = Question {
            stop,
            ..self.question(context, rows)
        };
        self.estimate_asked(scope, rows, &question)
    }

    fn estimate_asked(
        &self,
        scope: &CallScope,
        rows: &Batch<'_>,
        question: &Question<'_>,
    ) -> Result<Estimates, PluginError> {
        self.in_world(World::Estimator)?;
        let asked = Asked::new(&self.description, rows);
        self.judge(
            scope,
            question,
            |instance| instance.estimate(question),
            |found| check::estimates(&asked, found),
        )
    }

    fn in_world(&self, wanted: World) -> Result<(), PluginError> {
        if self.reference.world == wanted {
            Ok(())
        } else {
            Err(self.wrong_world(wanted))
        }
    }
}

impl fmt::Debug for Plugin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Plugin({})", self.reference)
    }
}

impl Judge for Plugin {
    fn reference(&self) -> &PluginRef {
        &self.reference
    }

    fn description(&self) -> &Description {
        &self.description
    }

    fn weigh(
        &self,
        scope: &CallScope,
        context: &Context,
        rows: &Batch<'_>,
    ) -> Result<Staged, PluginError> {
        self.in_world(World::RowStage)?;
        let question = self.question(context, rows);
        let asked = Asked::new(&self.description, rows);
        self.judge(
            scope,
            &question,
            |instance| instance.weigh(&question),
            |found| check::staged(&asked, found),
        )
    }

    fn resolve(
        &self,
        scope: &CallScope,
        context: &Context,
        rows: &Batch<'_>,
    ) -> Result<Resolutions, PluginError> {
        self.in_world(World::Resolver)?;
        let question = self.question(context, rows);
        let asked = Asked::new(&self.description, rows);
        self.judge(
            scope,
            &question,
            |instance| instance.resolve(&question),
            |found| check::resolutions(&asked, found),
        )
    }

    fn adjust(
        &self,
        scope: &CallScope,
        context: &Context,
        rows: &Batch<'_>,
        found: &Resolutions,
    ) -> Result<Resolutions, PluginError> {
        self.in_world(World::AnswerStage)?;
        let question = self.question(context, rows);
        let asked = Asked::new(&self.description, rows);
        let check = |after: &Resolutions| check::adjusted(&asked, found, after);
        self.judge(
            scope,
            &question,
            |instance| instance.adjust(&question, found),
            check,
        )
    }

    fn estimate(
        &self,
        scope: &CallScope,
        context: &Context,
        rows: &Batch<'_>,
    ) -> Result<Estimates, PluginError> {
        self.estimate_watched(scope, context, rows, None)
    }

    fn estimate_until(
        &self,
        scope: &CallScope,
        context: &Context,
        rows: &Batch<'_>,
        stop: &Arc<AtomicBool>,
    ) -> Result<Estimates, PluginError> {
        self.estimate_watched(scope, context, rows, Some(stop))
    }
}
