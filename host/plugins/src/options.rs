//! Limits and choices of the plugin host, each with its unit and its default.

use std::{path::PathBuf, time::Duration};

use crate::identity::World;

/// Who turns components into machine code.
#[derive(Debug, Clone)]
pub enum Compiler {
    /// A child process with limits of its own; its program must call `compile_child_main`.
    Child {
        /// The program.
        program: PathBuf,
        /// Its arguments.
        args: Vec<String>,
    },
    /// This process, without limits: for embedders that bring no binary and trust their plugins' size.
    InProcess,
}

/// Limits and choices of the plugin host.
#[derive(Debug, Clone)]
pub struct HostOptions {
    /// Longest run of one call.
    pub deadline: Duration,
    /// All memories and tables of one instance together, in bytes.
    pub memory_bytes_max: usize,
    /// Longest run of an estimator, which judges a whole predicate space in one call.
    pub estimator_deadline: Duration,
    /// All memories and tables of an estimator's instance together, in bytes; below 4 GiB.
    pub estimator_memory_bytes_max: usize,
    /// Largest component, in bytes.
    pub component_bytes_max: usize,
    /// Most data that one call may hand to the host, in bytes; small batches get less.
    pub result_bytes_max: usize,
    /// Instances that exist at a time, over all plugins and namespaces.
    pub instances_max: u32,
    /// Idle instances kept for one plugin and namespace.
    pub idle_max: usize,
    /// Longest wait for a free instance.
    pub wait_max: Duration,
    /// One live call in so many is repeated on a fresh instance; 0 = never.
    pub repeat_every: u32,
    /// Calls after which an instance is replaced.
    pub instance_calls_max: u32,
    /// Plugins that may be installed.
    pub plugins_max: usize,
    /// Installations that may wait.
    pub installs_max: usize,
    /// Who compiles.
    pub compiler: Compiler,
    /// Longest compilation.
    pub compile_deadline: Duration,
    /// Address space of a compilation, in bytes.
    pub compile_bytes_max: u64,
    /// Where compiled components are kept; in the plugins' folder if there is none. Several hosts of one user, in several
    /// processes, may name the same folder, which only that user may write and read.
    pub cache: Option<PathBuf>,
    /// Part of the cache key beside the engine's own: changes when the host's build does.
    pub build_id: String,
    /// A monotonic clock for the duration metric; without it durations are not measured.
    pub monotonic: Option<fn() -> Duration>,
}

impl Default for HostOptions {
    fn default() -> Self {
        Self {
            deadline: Duration::from_millis(250),
            memory_bytes_max: 128 << 20,
            estimator_deadline: Duration::from_secs(600),
            estimator_memory_bytes_max: 2 << 30,
            component_bytes_max: 64 << 20,
            result_bytes_max: 64 << 20,
            instances_max: 128,
            idle_max: 16,
            wait_max: Duration::from_secs(1),
            repeat_every: 256,
            instance_calls_max: 1 << 20,
            plugins_max: 1024,
            installs_max: 16,
            compiler: Compiler::InProcess,
            compile_deadline: Duration::from_secs(120),
            compile_bytes_max: 8 << 30,
            cache: None,
            build_id: env!("CARGO_PKG_VERSION").to_owned(),
            monotonic: None,
        }
    }
}

impl HostOptions {
    /// Longest run of one call of a plugin of this world.
    pub(crate) fn deadline_of(&self, world: World) -> Duration {
        match world {
            World::Estimator => self.estimator_deadline,
            _ => self.deadline,
        }
    }

    /// Most memory of an instance of this world, in bytes.
    pub(crate) fn memory_of(&self, world: World) -> usize {
        match world {
            World::Estimator => self.estimator_memory_bytes_max,
            _ => self.memory_bytes_max,
        }
    }
}
