//! What all plugins of a host share: engine, linker, limits, and the room for instances.

use std::sync::{Arc, Weak};

use parking_lot::Mutex;
use wasmtime::{Engine, component::Linker};

use crate::{
    capacity::{Capacity, Permit},
    engine,
    options::HostOptions,
    plugin::Plugin,
    state::{self, CallState},
};

/// The part of the host that plugins hold.
pub(crate) struct Shared {
    pub(crate) engine: Engine,
    pub(crate) linker: Linker<CallState>,
    pub(crate) options: HostOptions,
    pub(crate) capacity: Arc<Capacity>,
    /// Plugins that may hold idle instances; asked for room when there is none.
    pub(crate) holders: Mutex<Vec<Weak<Plugin>>>,
}

impl Shared {
    pub(crate) fn new(options: HostOptions) -> wasmtime::Result<Arc<Self>> {
        let engine = engine::for_running(&options)?;
        let mut linker = Linker::new(&engine);
        state::link(&mut linker)?;
        let capacity = Capacity::new(options.instances_max);
        Ok(Arc::new(Self {
            engine,
            linker,
            options,
            capacity,
            holders: Mutex::default(),
        }))
    }

    /// A permit for one more instance: free, made free by dropping an idle one, or waited for.
    pub(crate) fn permit(&self, shed_own: impl Fn() -> bool) -> Option<Permit> {
        loop {
            if let Some(permit) = self.capacity.try_take() {
                return Some(permit);
            }
            if self.shed_any() || shed_own() {
                continue;
            }
            if !self.capacity.wait(self.options.wait_max) {
                return None;
            }
        }
    }

    fn shed_any(&self) -> bool {
        let mut holders = self.holders.lock();
        holders.retain(|holder| holder.strong_count() > 0);
        let alive: Vec<_> = holders.iter().filter_map(Weak::upgrade).collect();
        drop(holders);
        alive.iter().any(|plugin| plugin.shed())
    }
}
