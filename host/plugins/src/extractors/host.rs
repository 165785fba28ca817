//! Loads extractors: admission, machine code from the cache or the compiler, linking.

use std::sync::Arc;

use wasmtime::Engine;
use wasmtime::component::{Component, Linker};

use super::admit::admit;
use super::plugin::Extractor;
use super::state::{self, State};
use crate::cache::Cache;
use crate::compile::Turn;
use crate::disk::Folder;
use crate::engine;
use crate::error::{InstallError, OpenError};
use crate::identity::Digest;
use crate::options::HostOptions;

/// The engine that runs extractors.
pub struct ExtractorHost {
    engine: Engine,
    linker: Linker<State>,
    options: Arc<HostOptions>,
    cache: Option<Cache>,
    compiling: Turn,
}

impl ExtractorHost {
    /// A host with these limits; machine code is kept if the options name a cache.
    ///
    /// # Errors
    /// When the engine can't be set up, or others could read or write the cache or its key.
    pub fn new(options: HostOptions) -> Result<Self, OpenError> {
        let setting_up = |error: wasmtime::Error| OpenError::Engine(format!("{error:#}"));
        let engine = engine::for_running(&options).map_err(setting_up)?;
        let mut linker = Linker::new(&engine);
        state::link(&mut linker).map_err(setting_up)?;
        let cache = match &options.cache {
            Some(path) => Some(Cache::open(
                &Folder::open(path)?,
                &engine,
                &options.build_id,
            )?),
            None => None,
        };
        Ok(Self {
            engine,
            linker,
            options: Arc::new(options),
            cache,
            compiling: Turn::default(),
        })
    }

    /// Loads a component.
    ///
    /// # Errors
    /// Says which step refused.
    pub fn load(&self, bytes: &[u8]) -> Result<Extractor, InstallError> {
        let digest = Digest::of(bytes);
        let suspect = admit(digest, bytes, self.options.component_bytes_max)?;
        let component = self.machine_code(digest, bytes)?;
        let pre =
            self.linker
                .instantiate_pre(&component)
                .map_err(|error| InstallError::NoWorld {
                    digest,
                    detail: format!("{error:#}"),
                })?;
        let options = Arc::clone(&self.options);
        Ok(Extractor::new(digest, pre, suspect, options))
    }

    fn machine_code(&self, digest: Digest, bytes: &[u8]) -> Result<Component, InstallError> {
        let cached = self.cache.as_ref().and_then(|cache| cache.load(digest));
        if let Some(component) = cached.and_then(|artefact| artefact.load(&self.engine).ok()) {
            return Ok(component);
        }
        let artefact = self
            .compiling
            .compile(digest, bytes, &self.engine, &self.options)?;
        let component = artefact.load(&self.engine).map_err(|error| {
            let detail = format!("the machine code does not fit this host: {error:#}");
            InstallError::Compile { digest, detail }
        })?;
        if let Some(cache) = &self.cache {
            cache.store(digest, &artefact);
        }
        Ok(component)
    }
}
