//! Machine code of components: from the cache if that can be trusted, else from the compiler, and then into the cache.
//!
//! Invariant: what is loaded was compiled by this build of the host, or carries its seal.

use wasmtime::{Engine, component::Component};

use crate::{
    cache::Cache,
    compile::Turn,
    disk::Folder,
    error::{InstallError, OpenError},
    identity::Digest,
    options::HostOptions,
};

/// Where a host gets machine code.
#[derive(Default)]
pub(crate) struct Machine {
    cache: Option<Cache>,
    compiling: Turn,
}

impl Machine {
    /// With the cache that the options name, if they name one.
    pub(crate) fn new(engine: &Engine, options: &HostOptions) -> Result<Self, OpenError> {
        let mut machine = Self::default();
        if let Some(path) = &options.cache {
            machine.keep_in(&Folder::open(path)?, engine, options)?;
        }
        Ok(machine)
    }

    /// Keeps a cache in a folder, unless the options named one elsewhere.
    pub(crate) fn keep_in(
        &mut self,
        folder: &Folder,
        engine: &Engine,
        options: &HostOptions,
    ) -> Result<(), OpenError> {
        if self.cache.is_none() {
            self.cache = Some(Cache::open(folder, engine, &options.build_id)?);
        }
        Ok(())
    }

    /// Machine code for a component.
    pub(crate) fn code(
        &self,
        digest: Digest,
        bytes: &[u8],
        engine: &Engine,
        options: &HostOptions,
    ) -> Result<Component, InstallError> {
        let cached = self.cache.as_ref().and_then(|cache| cache.load(digest));
        if let Some(component) = cached.and_then(|artefact| artefact.load(engine).ok()) {
            return Ok(component);
        }
        let artefact = self.compiling.compile(digest, bytes, engine, options)?;
        let component = artefact.load(engine).map_err(|error| {
            let detail = format!("the machine code does not fit this host: {error:#}");
            InstallError::Compile { digest, detail }
        })?;
        if let Some(cache) = &self.cache {
            cache.store(digest, &artefact);
        }
        Ok(component)
    }
}
