//! One instance: a store, its typed function, and how a call's end is told apart.
//!
//! Invariant: an instance that ended a call with a [`Failure::Fault`] is never called again.

use std::{
    sync::{Arc, atomic::AtomicBool},
    time::Duration,
};

use wasmtime::{PoolConcurrencyLimitError, Store, Trap, component::InstancePre};

use crate::{
    abi::{BatchArg, ContextArg, Describe, Judging, Refusal},
    capacity::Permit,
    columns::{Batch, Context, Estimates, Resolutions, Staged, Texts},
    description::Description,
    engine::ticks,
    error::FaultKind,
    identity::World,
    options::HostOptions,
    state::{CallState, TextsLimit},
};

/// Hostcall allowance of any call, in bytes: descriptions, refusals, small batches.
const FUEL_BASE: usize = 128 << 10;
/// Further allowance for each row: shares, classes, weights and some support.
const FUEL_ROW: usize = 256;
/// Further allowance for each group.
const FUEL_GROUP: usize = 256;
/// Further allowance for whoever asks for text: the ids of one question.
const FUEL_TEXTS: usize = 1 << 20;

/// How a call ended without a result.
pub(crate) enum Failure {
    /// The plugin declined.
    Refused(Refusal),
    /// The plugin broke its contract.
    Fault(FaultKind, String),
    /// The pool had no room.
    Busy,
    /// The caller took the call back.
    Stopped,
}

/// A ready instance.
pub(crate) struct Instance {
    store: Store<CallState>,
    describe: Describe,
    judging: Judging,
    world: World,
    calls: u32,
    _permit: Permit,
}

/// Everything that is needed to make an instance.
pub(crate) struct Mould {
    pub(crate) pre: InstancePre<CallState>,
    pub(crate) world: World,
    pub(crate) reads_texts: bool,
    /// What a trap of it may mean.
    pub(crate) suspect: Option<&'static str>,
}

/// What a call asks, prepared for lowering.
pub(crate) struct Question<'a> {
    pub(crate) context: &'a Context,
    pub(crate) batch: &'a Batch<'a>,
    pub(crate) options: &'a HostOptions,
    pub(crate) reads_texts: bool,
    /// Longest run of the call.
    pub(crate) deadline: Duration,
    /// Stops a watched call when it becomes true.
    pub(crate) stop: Option<&'a Arc<AtomicBool>>,
}

impl Question<'_> {
    fn fuel(&self) -> usize {
        let rows = self.batch.rows().saturating_mul(FUEL_ROW);
        let groups = self.batch.groups().saturating_mul(FUEL_GROUP);
        let texts = if self.reads_texts { FUEL_TEXTS } else { 0 };
        (FUEL_BASE + texts)
            .saturating_add(rows)
            .saturating_add(groups)
            .min(self.options.result_bytes_max)
    }

    fn texts(&self) -> Option<Arc<dyn Texts>> {
        if self.reads_texts {
            self.batch.texts.cloned()
        } else {
            None
        }
    }
}

impl Instance {
    /// Makes an instance; the permit is given back when it is dropped.
    pub(crate) fn new(
        mould: &Mould,
        options: &HostOptions,
        permit: Permit,
    ) -> Result<Self, Failure> {
        let state = CallState::new(options.memory_of(mould.world));
        let mut store = Store::new(mould.pre.engine(), state);
        store.limiter(|state| &mut state.ledger);
        store.set_epoch_deadline(ticks(options.deadline));
        store.set_hostcall_fuel(FUEL_BASE);
        let made = mould.pre.instantiate(&mut store).and_then(|instance| {
            let describe = instance.get_typed_func(&mut store, "describe")?;
            Ok((describe, Judging::find(mould.world, &instance, &mut store)?))
        });
        match made {
            Ok((describe, judging)) => {
                if is_watched(mould.world) {
                    store.epoch_deadline_callback(|mut store| Ok(store.data_mut().look()));
                }
                Ok(Self {
                    store,
                    describe,
                    judging,
                    world: mould.world,
                    calls: 0,
                    _permit: permit,
                })
            }
            Err(error) => Err(instantiation(&error, store.data())),
        }
    }

    /// Calls that this instance has answered.
    pub(crate) fn calls(&self) -> u32 {
        self.calls
    }

    /// Asks the instance who it is.
    pub(crate) fn describe(&mut self, options: &HostOptions) -> Result<Description, Failure> {
        self.begin(ticks(options.deadline), FUEL_BASE, None, 0, None);
        let told = self.describe.call(&mut self.store, ());
        self.end(told).map(Description::from)
    }

    /// Calls `weigh`.
    pub(crate) fn weigh(&mut self, question: &Question<'_>) -> Result<Staged, Failure> {
        let Judging::Weigh(function) = self.judging else {
            return Err(absent());
        };
        let (context, batch) = self.ask(question);
        let told = function.call(&mut self.store, (&context, &batch));
        self.end(told)
    }

    /// Calls `resolve`.
    pub(crate) fn resolve(&mut self, question: &Question<'_>) -> Result<Resolutions, Failure> {
        let Judging::Resolve(function) = self.judging else {
            return Err(absent());
        };
        let (context, batch) = self.ask(question);
        let told = function.call(&mut self.store, (&context, &batch));
        self.end(told)
    }

    /// Calls `adjust`.
    pub(crate) fn adjust(
        &mut self,
        question: &Question<'_>,
        found: &Resolutions,
    ) -> Result<Resolutions, Failure> {
        let Judging::Adjust(function) = self.judging else {
            return Err(absent());
        };
        let (context, batch) = self.ask(question);
        let told = function.call(&mut self.store, (&context, &batch, found));
        self.end(told)
    }

    /// Calls `estimate`.
    pub(crate) fn estimate(&mut self, question: &Question<'_>) -> Result<Estimates, Failure> {
        let Judging::Estimate(function) = self.judging else {
            return Err(absent());
        };
        let (context, batch) = self.ask(question);
        let told = function.call(&mut self.store, (&context, &batch));
        self.end(told)
    }

    fn ask<'a>(&mut self, question: &Question<'a>) -> (ContextArg<'a>, BatchArg<'a>) {
        self.begin(
            ticks(question.deadline),
            question.fuel(),
            question.texts(),
            question.batch.groups(),
            question.stop.cloned(),
        );
        // A double holds every millisecond that the contract allows.
        let as_of = question.context.as_of_ms as f64;
        (
            ContextArg {
                as_of,
                params: &question.context.params,
            },
            BatchArg::from(question.batch),
        )
    }

    fn begin(
        &mut self,
        ticks: u64,
        fuel: usize,
        texts: Option<Arc<dyn Texts>>,
        groups: usize,
        stop: Option<Arc<AtomicBool>>,
    ) {
        self.calls = self.calls.saturating_add(1);
        let first = if is_watched(self.world) {
            self.store.data_mut().watch(ticks, stop)
        } else {
            ticks
        };
        self.store.set_epoch_deadline(first);
        self.store.set_hostcall_fuel(fuel);
        self.store.data_mut().begin(texts, groups);
    }

    fn end<T>(&mut self, told: wasmtime::Result<(Result<T, Refusal>,)>) -> Result<T, Failure> {
        let state = self.store.data_mut();
        state.end();
        match told {
            Ok((Ok(result),)) => Ok(result),
            Ok((Err(refusal),)) => Err(Failure::Refused(refusal)),
            Err(error) => Err(fault(&error, state)),
        }
    }
}

/// Whether a call is long enough to be looked after while it runs.
fn is_watched(world: World) -> bool {
    world == World::Estimator
}

fn absent() -> Failure {
    Failure::Fault(
        FaultKind::BadResult,
        "the instance has no such function".to_owned(),
    )
}

/// Tells the faults of a call apart.
fn fault(error: &wasmtime::Error, state: &CallState) -> Failure {
    let told = format!("{error:#}");
    let kind = match error.downcast_ref::<Trap>() {
        Some(Trap::Interrupt) if state.was_stopped() => return Failure::Stopped,
        Some(Trap::Interrupt) => {
            return Failure::Fault(
                FaultKind::Deadline,
                "it ran longer than a call may".to_owned(),
            );
        }
        Some(Trap::StackOverflow) => FaultKind::Stack,
        _ if state.memory_denied() => {
            return Failure::Fault(
                FaultKind::Memory,
                "it asked for more memory than an instance may hold".to_owned(),
            );
        }
        Some(_) => FaultKind::Trap,
        None if error.is::<TextsLimit>() || told.contains("fuel allocated for hostcalls") => {
            FaultKind::OversizedResult
        }
        None => FaultKind::BadResult,
    };
    Failure::Fault(kind, told)
}

fn instantiation(error: &wasmtime::Error, state: &CallState) -> Failure {
    if error.is::<PoolConcurrencyLimitError>() {
        return Failure::Busy;
    }
    if error.downcast_ref::<Trap>().is_some() || state.memory_denied() {
        return fault(error, state);
    }
    Failure::Fault(FaultKind::Instantiation, format!("{error:#}"))
}
