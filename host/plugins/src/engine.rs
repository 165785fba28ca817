//! The one engine of a process: what WebAssembly may do here, and the ticker behind deadlines.
//!
//! The compiler child builds its engine from the same function, so that what it compiles can be loaded.
//!
//! Invariant: everything that could make two runs differ is off (threads, relaxed SIMD, free NaN bits).

use std::{thread, time::Duration};

use wasmtime::{
    Config, Engine, InstanceAllocationStrategy, OptLevel, PoolingAllocationConfig, Strategy,
};

use crate::options::HostOptions;

/// One tick of the deadline clock.
pub(crate) const TICK: Duration = Duration::from_millis(5);
/// WebAssembly stack of a call; threads that call plugins need at least four times as much.
const STACK_BYTES_MAX: usize = 512 << 10;
/// Linear memories that one component may have.
const MEMORIES_PER_COMPONENT: u32 = 8;
/// Linear memories of guests made from interpreters: QuickJS has three, CPython one.
const MEMORIES_PER_INTERPRETER: u32 = 3;
/// Core instances of guests made from interpreters: CPython is linked from some twenty libraries.
const CORE_INSTANCES_PER_INTERPRETER: u32 = 32;
/// Tables of one component.
const TABLES_PER_COMPONENT: u32 = 32;
/// Core instances of one component.
const CORE_INSTANCES_PER_COMPONENT: u32 = 64;
/// Elements of one table.
const TABLE_ELEMENTS_MAX: usize = 50_000;
/// Metadata of an instance.
const INSTANCE_BYTES_MAX: usize = 4 << 20;

/// What WebAssembly may do, the same for compiling and for running.
fn features() -> Config {
    let mut config = Config::new();
    config.strategy(Strategy::Cranelift);
    config.cranelift_opt_level(OptLevel::Speed);
    config.cranelift_nan_canonicalization(true);
    config.concurrency_support(false);
    config.wasm_component_model(true);
    config.wasm_simd(true);
    config.wasm_relaxed_simd(false);
    config.wasm_memory64(false);
    config.wasm_custom_page_sizes(false);
    config.wasm_wide_arithmetic(false);
    config.wasm_backtrace_max_frames(None);
    config.epoch_interruption(true);
    config.max_wasm_stack(STACK_BYTES_MAX);
    config
}

/// The engine of a compiler child: it runs nothing, so it reserves nothing.
pub(crate) fn for_compiling() -> wasmtime::Result<Engine> {
    Engine::new(&features())
}

/// The engine that runs instances, with its ticker started.
pub(crate) fn for_running(options: &HostOptions) -> wasmtime::Result<Engine> {
    let mut pool = PoolingAllocationConfig::new();
    let instances = options.instances_max;
    pool.total_component_instances(instances)
        // Room for every instance to be the largest: counts cost address space, not memory.
        .total_core_instances(instances.saturating_mul(CORE_INSTANCES_PER_INTERPRETER))
        .total_memories(instances.saturating_mul(MEMORIES_PER_INTERPRETER))
        .total_tables(instances.saturating_mul(8))
        .max_memories_per_component(MEMORIES_PER_COMPONENT)
        .max_tables_per_component(TABLES_PER_COMPONENT)
        .max_core_instances_per_component(CORE_INSTANCES_PER_COMPONENT)
        .max_core_instance_size(INSTANCE_BYTES_MAX)
        .max_component_instance_size(INSTANCE_BYTES_MAX)
        .max_memory_size(
            options
                .memory_bytes_max
                .max(options.estimator_memory_bytes_max),
        )
        .table_elements(TABLE_ELEMENTS_MAX);
    let mut config = features();
    config.allocation_strategy(InstanceAllocationStrategy::Pooling(pool));
    let engine = Engine::new(&config)?;
    start_ticker(&engine)?;
    Ok(engine)
}

/// Advances the engine's epoch until the engine is gone.
fn start_ticker(engine: &Engine) -> wasmtime::Result<()> {
    let engine = engine.weak();
    let tick = move || {
        while let Some(alive) = engine.upgrade() {
            alive.increment_epoch();
            drop(alive);
            thread::sleep(TICK);
        }
    };
    thread::Builder::new()
        .name("plugin-deadlines".to_owned())
        .spawn(tick)
        .map_err(wasmtime::Error::new)?;
    Ok(())
}

/// Ticks after which a call that may take `deadline` is stopped: never early, at most two ticks late.
pub(crate) fn ticks(deadline: Duration) -> u64 {
    let whole = deadline.as_millis().div_ceil(TICK.as_millis());
    u64::try_from(whole)
        .unwrap_or(u64::MAX / 2)
        .saturating_add(1)
}
