//! Loads extractors: admission, machine code from the cache or the compiler, linking.

use std::sync::Arc;

use wasmtime::Engine;
use wasmtime::component::Linker;

use super::admit::admit;
use super::plugin::Extractor;
use super::state::{self, State};
use crate::engine;
use crate::error::{InstallError, OpenError};
use crate::identity::Digest;
use crate::machine::Machine;
use crate::options::HostOptions;

/// The engine that runs extractors.
pub struct ExtractorHost {
    engine: Engine,
    linker: Linker<State>,
    options: Arc<HostOptions>,
    machine: Machine,
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
        let machine = Machine::new(&engine, &options)?;
        Ok(Self {
            engine,
            linker,
            options: Arc::new(options),
            machine,
        })
    }

    /// Loads a component.
    ///
    /// # Errors
    /// Says which step refused.
    pub fn load(&self, bytes: &[u8]) -> Result<Extractor, InstallError> {
        let digest = Digest::of(bytes);
        let suspect = admit(digest, bytes, self.options.component_bytes_max)?;
        let component = self
            .machine
            .code(digest, bytes, &self.engine, &self.options)?;
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
}
