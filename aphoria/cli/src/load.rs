//! Extractors from files.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use aphoria_scan::{Component, Extracting, description};
use stemedb_plugins::extractors::ExtractorHost;
use stemedb_plugins::{Compiler, HostOptions};

use crate::places;

/// Longest call: the clock is a last resort, counts come first.
const DEADLINE: Duration = Duration::from_secs(30);
/// Memory of an instance, in bytes.
const MEMORY_BYTES_MAX: usize = 256 << 20;
/// Instances at a time.
const INSTANCES_MAX: u32 = 512;

/// The host for extractors, with the user's cache of machine code where there is one.
pub(crate) fn host() -> Result<Arc<ExtractorHost>> {
    let compiler = std::env::current_exe().map_or(Compiler::InProcess, |program| Compiler::Child {
        program,
        args: vec![places::COMPILE.to_owned()],
    });
    let options = HostOptions {
        deadline: DEADLINE,
        memory_bytes_max: MEMORY_BYTES_MAX,
        estimator_memory_bytes_max: MEMORY_BYTES_MAX,
        instances_max: INSTANCES_MAX,
        compiler,
        cache: places::cache().map(|folder| folder.join("compiled")),
        ..HostOptions::default()
    };
    Ok(Arc::new(ExtractorHost::new(options)?))
}

/// A component, asked who it is.
pub(crate) fn component(host: &Arc<ExtractorHost>, path: &Path) -> Result<Arc<dyn Extracting>> {
    let bytes = std::fs::read(path).with_context(|| format!("{} can't be read", path.display()))?;
    let loaded = host
        .load(&bytes)
        .with_context(|| format!("{} is no extractor", path.display()))?;
    let told = loaded
        .describe()
        .with_context(|| format!("{} can't describe itself", path.display()))?;
    let described = description(told)
        .with_context(|| format!("{} describes itself wrongly", path.display()))?;
    Ok(Arc::new(Component::new(
        Arc::clone(host),
        bytes.into(),
        described,
    )))
}
