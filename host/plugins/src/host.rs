//! The plugin host: installs components and hands out judges by digest.
//!
//! Invariant: a digest that the host knows can be called at once, for as long as the host lives.

use std::{collections::BTreeMap, path::Path, sync::Arc};

use parking_lot::{Mutex, RwLock};
use wasmtime::component::Component;

use crate::{
    admit::{Admitted, admit},
    error::{InstallError, OpenError},
    identity::Digest,
    instance::Mould,
    options::HostOptions,
    plugin::Plugin,
    shared::Shared,
    trial,
};

/// The one engine of a process with everything that is installed on it.
pub struct PluginHost {
    shared: Arc<Shared>,
    installed: RwLock<BTreeMap<Digest, Arc<Plugin>>>,
    installing: Mutex<()>,
}

impl PluginHost {
    /// Opens the host.
    ///
    /// # Errors
    /// When the engine can't be set up.
    pub fn open(_folder: &Path, options: HostOptions) -> Result<Self, OpenError> {
        let shared =
            Shared::new(options).map_err(|error| OpenError::Engine(format!("{error:#}")))?;
        Ok(Self {
            shared,
            installed: RwLock::default(),
            installing: Mutex::default(),
        })
    }

    /// Verifies, admits, compiles, describes and tries a component. Installing the same bytes again changes nothing.
    ///
    /// # Errors
    /// Says which step refused; nothing is kept then.
    pub fn install(&self, bytes: &[u8]) -> Result<Arc<Plugin>, InstallError> {
        let digest = Digest::of(bytes);
        if let Some(known) = self.get(&digest) {
            return Ok(known);
        }
        let admitted = admit(digest, bytes, self.shared.options.component_bytes_max)?;
        let _one_at_a_time = self.installing.lock();
        let component = Component::from_binary(&self.shared.engine, bytes).map_err(|error| {
            InstallError::Compile {
                digest,
                detail: format!("{error:#}"),
            }
        })?;
        let plugin = self.ready(digest, admitted, &component)?;
        self.installed.write().insert(digest, Arc::clone(&plugin));
        Ok(plugin)
    }

    /// The plugin with a digest.
    #[must_use]
    pub fn get(&self, digest: &Digest) -> Option<Arc<Plugin>> {
        self.installed.read().get(digest).cloned()
    }

    /// Everything installed, ordered by digest.
    #[must_use]
    pub fn installed(&self) -> Vec<Arc<Plugin>> {
        self.installed.read().values().cloned().collect()
    }

    fn ready(
        &self,
        digest: Digest,
        admitted: Admitted,
        component: &Component,
    ) -> Result<Arc<Plugin>, InstallError> {
        let wrong_type = |error: wasmtime::Error| InstallError::WrongType {
            digest,
            world: admitted.world,
            detail: format!("{error:#}"),
        };
        let pre = self
            .shared
            .linker
            .instantiate_pre(component)
            .map_err(wrong_type)?;
        let mould = Mould {
            pre,
            world: admitted.world,
            reads_texts: admitted.reads_texts,
        };
        let plugin = trial::run(digest, mould, &self.shared)?;
        self.shared.holders.lock().push(Arc::downgrade(&plugin));
        Ok(plugin)
    }
}
