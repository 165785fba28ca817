//! One instance of an extractor, and how a call's end is told apart.
//!
//! Invariant: an instance that ended a call with a fault is never called again.

use std::sync::Arc;

use wasmtime::{Store, Trap, component::InstancePre};

use super::abi::{Describe, Description, Extract, Files, Hits, Limits, Observation, Refusal};
use super::error::ExtractorFaultKind as Kind;
use super::state::{OverBudget, Questions, State};
use crate::engine::ticks;
use crate::options::HostOptions;

/// Bytes that a description may hold.
const DESCRIPTION_BYTES_MAX: usize = 4 << 20;

/// A failure without the extractor's name.
pub(crate) type Failure = (Kind, String);

/// A ready instance.
pub(crate) struct Instance {
    store: Store<State>,
    describe: Describe,
    extract: Extract,
}

impl Instance {
    pub(crate) fn new(pre: &InstancePre<State>, options: &HostOptions) -> Result<Self, Failure> {
        let mut store = Store::new(pre.engine(), State::new(options.memory_bytes_max));
        store.limiter(|state| &mut state.ledger);
        store.set_epoch_deadline(ticks(options.deadline));
        store.set_hostcall_fuel(DESCRIPTION_BYTES_MAX);
        let made = pre.instantiate(&mut store).and_then(|instance| {
            let describe = instance.get_typed_func(&mut store, "describe")?;
            let extract = instance.get_typed_func(&mut store, "extract")?;
            Ok((describe, extract))
        });
        match made {
            Ok((describe, extract)) => Ok(Self {
                store,
                describe,
                extract,
            }),
            Err(error) => Err((Kind::Instantiation, format!("{error:#}"))),
        }
    }

    pub(crate) fn describe(&mut self, options: &HostOptions) -> Result<Description, Failure> {
        self.store.set_epoch_deadline(ticks(options.deadline));
        self.store.set_hostcall_fuel(DESCRIPTION_BYTES_MAX);
        let none = Limits {
            hits: 0,
            questions: 0,
            answer_bytes: 0,
            observations: 0,
        };
        self.store.data_mut().begin(None, none, 0);
        let told = self.describe.call(&mut self.store, ());
        self.end(told)
    }

    pub(crate) fn extract(
        &mut self,
        files: &Files,
        hits: &Hits,
        questions: Arc<dyn Questions>,
        limits: Limits,
        options: &HostOptions,
    ) -> Result<Vec<Observation>, Failure> {
        self.store.set_epoch_deadline(ticks(options.deadline));
        self.store.set_hostcall_fuel(options.result_bytes_max);
        let count = files.paths.len();
        self.store.data_mut().begin(Some(questions), limits, count);
        let told = self.extract.call(&mut self.store, (files, hits));
        self.end(told)
    }

    fn end<T>(&mut self, told: wasmtime::Result<(Result<T, Refusal>,)>) -> Result<T, Failure> {
        let state = self.store.data_mut();
        state.end();
        match told {
            Ok((Ok(result),)) => Ok(result),
            Ok((Err(refusal),)) => Err((
                Kind::Refused,
                format!(
                    "code {}: {}",
                    refusal.code,
                    refusal.message.chars().take(2_048).collect::<String>()
                ),
            )),
            Err(error) => Err(failure(&error, state)),
        }
    }
}

fn failure(error: &wasmtime::Error, state: &State) -> Failure {
    let told = format!("{error:#}");
    let kind = match error.downcast_ref::<Trap>() {
        Some(Trap::Interrupt) => {
            return (Kind::Deadline, "it ran longer than a call may".to_owned());
        }
        Some(Trap::StackOverflow) => Kind::Stack,
        _ if state.ledger.denied() => {
            let told = "it asked for more memory than an instance may hold";
            return (Kind::Memory, told.to_owned());
        }
        Some(_) => Kind::Trap,
        None if error.is::<OverBudget>() => Kind::OverBudget,
        None => Kind::BadResult,
    };
    (kind, told)
}
