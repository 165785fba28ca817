//! What a store holds beside the instance: the memory ledger and the text source of the running call.
//!
//! Invariant: nothing of one call is left when the next begins.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use wasmtime::{ResourceLimiter, StoreContextMut, UpdateDeadline, component::Linker};

use crate::{
    abi,
    columns::{BroaderPairs, Texts},
};

/// Most ids that a guest may ask text for in one call of `texts`.
const TEXT_IDS_MAX: usize = 65_536;
/// Most bytes of text that one judging call may fetch.
const TEXT_BYTES_MAX: usize = 16 << 20;
/// Most ids that a guest may relate to each other in one call of `broader`.
const BROADER_IDS_MAX: usize = 4_096;
/// Calls of `broader` that one judging call may make for each of its groups, and for all of them if they are few.
const BROADER_CALLS_GROUP: usize = 4;
const BROADER_CALLS_LEAST: usize = 1_024;
/// What an element of a table costs in the ledger, in bytes.
const TABLE_ELEMENT_BYTES: usize = 16;

/// Sums all memories and tables of an instance against one budget.
pub(crate) struct Ledger {
    bytes: usize,
    bytes_max: usize,
    denied: bool,
}

impl Ledger {
    pub(crate) fn new(bytes_max: usize) -> Self {
        Self {
            bytes: 0,
            bytes_max,
            denied: false,
        }
    }

    /// Forgets what was refused before.
    pub(crate) fn begin(&mut self) {
        self.denied = false;
    }

    /// Whether memory was refused since the call began.
    pub(crate) fn denied(&self) -> bool {
        self.denied
    }

    fn charge(&mut self, more: usize) -> bool {
        match self.bytes.checked_add(more) {
            Some(total) if total <= self.bytes_max => {
                self.bytes = total;
                true
            }
            _ => {
                self.denied = true;
                false
            }
        }
    }
}

impl ResourceLimiter for Ledger {
    fn memory_growing(
        &mut self,
        current: usize,
        desired: usize,
        maximum: Option<usize>,
    ) -> wasmtime::Result<bool> {
        if maximum.is_some_and(|limit| desired > limit) {
            return Ok(false);
        }
        Ok(self.charge(desired.saturating_sub(current)))
    }

    fn table_growing(
        &mut self,
        current: usize,
        desired: usize,
        maximum: Option<usize>,
    ) -> wasmtime::Result<bool> {
        if maximum.is_some_and(|limit| desired > limit) {
            return Ok(false);
        }
        Ok(self.charge(
            desired
                .saturating_sub(current)
                .saturating_mul(TABLE_ELEMENT_BYTES),
        ))
    }
}

/// The data of a store.
pub(crate) struct CallState {
    pub(crate) ledger: Ledger,
    texts: Option<Arc<dyn Texts>>,
    text_bytes_left: usize,
    broader_calls_left: usize,
    patience: Patience,
}

/// How long a call that can be stopped may still run.
#[derive(Default)]
struct Patience {
    ticks_left: u64,
    stop: Option<Arc<AtomicBool>>,
    stopped: bool,
}

/// Ticks between two looks at the flag that stops a call.
const LOOK_EVERY_TICKS: u64 = 10;

impl CallState {
    pub(crate) fn new(memory_bytes_max: usize) -> Self {
        Self {
            ledger: Ledger::new(memory_bytes_max),
            texts: None,
            text_bytes_left: 0,
            broader_calls_left: 0,
            patience: Patience::default(),
        }
    }

    /// Begins a call that may run so many ticks and can be stopped; the answer is the ticks until the first look.
    pub(crate) fn watch(&mut self, ticks: u64, stop: Option<Arc<AtomicBool>>) -> u64 {
        let first = ticks.min(LOOK_EVERY_TICKS);
        self.patience = Patience {
            ticks_left: ticks - first,
            stop,
            stopped: false,
        };
        first
    }

    /// Whether a watched call goes on.
    pub(crate) fn look(&mut self) -> UpdateDeadline {
        let patience = &mut self.patience;
        let stop = patience.stop.as_ref();
        patience.stopped = stop.is_some_and(|stop| stop.load(Ordering::Relaxed));
        if patience.stopped || patience.ticks_left == 0 {
            return UpdateDeadline::Interrupt;
        }
        let next = patience.ticks_left.min(LOOK_EVERY_TICKS);
        patience.ticks_left -= next;
        UpdateDeadline::Continue(next)
    }

    /// Whether the call ended because its caller took it back.
    pub(crate) fn was_stopped(&self) -> bool {
        self.patience.stopped
    }

    /// Begins a call over so many groups.
    pub(crate) fn begin(&mut self, texts: Option<Arc<dyn Texts>>, groups: usize) {
        self.ledger.begin();
        self.texts = texts;
        self.text_bytes_left = TEXT_BYTES_MAX;
        self.broader_calls_left = groups
            .saturating_mul(BROADER_CALLS_GROUP)
            .max(BROADER_CALLS_LEAST);
    }

    /// Ends a call: nothing of it stays.
    pub(crate) fn end(&mut self) {
        self.texts = None;
        self.patience.stop = None;
    }

    /// Whether memory was refused since the call began.
    pub(crate) fn memory_denied(&self) -> bool {
        self.ledger.denied()
    }

    fn relate(
        &mut self,
        group: u32,
        ids: &[u32],
        prefix: &str,
        predicate: &str,
    ) -> Result<BroaderPairs, BroaderRefused> {
        if ids.len() > BROADER_IDS_MAX || self.broader_calls_left == 0 {
            return Err(BroaderRefused(format!(
                "it asked for the relations of more than {BROADER_IDS_MAX} values at once, or more than \
                 {BROADER_CALLS_GROUP} times a group"
            )));
        }
        self.broader_calls_left -= 1;
        match &self.texts {
            Some(source) => source
                .broader(group, ids, prefix, predicate)
                .map_err(BroaderRefused),
            None => Ok(BroaderPairs::default()),
        }
    }

    fn fetch(&mut self, group: u32, ids: &[u32]) -> Result<Vec<String>, TextsLimit> {
        if ids.len() > TEXT_IDS_MAX {
            return Err(TextsLimit);
        }
        let Some(source) = &self.texts else {
            return Ok(vec![String::new(); ids.len()]);
        };
        let texts = source.texts(group, ids);
        let bytes = texts.iter().map(String::len).sum::<usize>();
        self.text_bytes_left = self.text_bytes_left.checked_sub(bytes).ok_or(TextsLimit)?;
        Ok(texts)
    }
}

/// A guest asked for more text than a call may fetch.
#[derive(Debug, thiserror::Error)]
#[error(
    "it asked for the text of more than {TEXT_IDS_MAX} values at once, or for more than {TEXT_BYTES_MAX} bytes of text"
)]
pub(crate) struct TextsLimit;

/// A guest asked for relations between values that can't be had.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct BroaderRefused(String);

/// Links the contract's only imports.
pub(crate) fn link(linker: &mut Linker<CallState>) -> wasmtime::Result<()> {
    let mut values = linker.instance(abi::VALUES)?;
    values.func_wrap(
        "broader",
        |mut store: StoreContextMut<'_, CallState>,
         (group, ids, prefix, predicate): (u32, Vec<u32>, String, String)| {
            store
                .data_mut()
                .relate(group, &ids, &prefix, &predicate)
                .map(|pairs| (pairs,))
                .map_err(wasmtime::Error::new)
        },
    )?;
    values.func_wrap(
        "texts",
        |mut store: StoreContextMut<'_, CallState>, (group, ids): (u32, Vec<u32>)| {
            store
                .data_mut()
                .fetch(group, &ids)
                .map(|found| (found,))
                .map_err(wasmtime::Error::new)
        },
    )
}
