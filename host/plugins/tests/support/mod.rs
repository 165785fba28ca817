//! Built guests and small batches for the tests of the host.
#![allow(
    dead_code,
    unreachable_pub,
    reason = "each test binary uses a part of it"
)]

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use stemedb_plugins::{Batch, Supports};
use stemedb_plugins::{
    CallMode, CallScope, Compiler, Context, HostOptions, Judge, OpenError, Plugin, PluginError,
    PluginHost, Resolutions, World,
};

/// Where built guests lie: `STEMEDB_GUESTS_DIR`, else `target/guests` of the workspace.
pub fn guests_folder() -> PathBuf {
    let workspace = concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/guests");
    std::env::var_os("STEMEDB_GUESTS_DIR").map_or_else(|| PathBuf::from(workspace), PathBuf::from)
}

/// The bytes of a built guest, such as `recency` or `test/resolver_spin`.
pub fn guest(id: &str) -> Vec<u8> {
    let path = guests_folder().join(format!("{id}.wasm"));
    fs::read(&path).unwrap_or_else(|error| {
        panic!(
            "{}: {error}; run `cargo xtask guests` first",
            path.display()
        )
    })
}

/// A host in a folder of its own, small enough to stand beside others.
pub fn host(change: impl FnOnce(&mut HostOptions)) -> (tempfile::TempDir, PluginHost) {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let host = reopen(folder.path(), change).expect("the host opens");
    (folder, host)
}

/// A host in a folder that another host may have used.
pub fn reopen(
    folder: &Path,
    change: impl FnOnce(&mut HostOptions),
) -> Result<PluginHost, OpenError> {
    let mut options = HostOptions {
        instances_max: 16,
        memory_bytes_max: 32 << 20,
        ..HostOptions::default()
    };
    change(&mut options);
    PluginHost::open(&folder.join("plugins"), options)
}

/// A compiler that can't be started: whoever opens with it can use nothing but the cache.
pub fn no_compiler(options: &mut HostOptions) {
    options.compiler = Compiler::Child {
        program: PathBuf::from("/nonexistent/compiler"),
        args: Vec::new(),
    };
}

/// A scope for live calls.
pub fn live(namespace: &str) -> CallScope {
    CallScope {
        namespace: Arc::from(namespace),
        mode: CallMode::Live,
    }
}

/// A scope for calls on fresh instances.
pub fn fresh() -> CallScope {
    CallScope {
        namespace: Arc::from("public"),
        mode: CallMode::Fresh,
    }
}

/// Calls `resolve` with one group of rows whose values are given; every other column is made up.
pub fn resolve(
    plugin: &Plugin,
    scope: &CallScope,
    values: &[u32],
) -> Result<Resolutions, PluginError> {
    with_rows(plugin, values, |context, batch| {
        plugin.resolve(scope, context, batch)
    })
}

/// Calls the function of the plugin's world, a resolver's or a row stage's, and forgets the answer.
pub fn judge(plugin: &Plugin, scope: &CallScope, values: &[u32]) -> Result<(), PluginError> {
    with_rows(plugin, values, |context, batch| {
        match plugin.reference().world {
            World::RowStage => plugin.weigh(scope, context, batch).map(drop),
            _ => plugin.resolve(scope, context, batch).map(drop),
        }
    })
}

fn with_rows<T>(
    plugin: &Plugin,
    values: &[u32],
    call: impl FnOnce(&Context, &Batch<'_>) -> T,
) -> T {
    let rows = values.len();
    let ones = vec![1.0; rows];
    let zeros = vec![0_u32; rows];
    let description = plugin.description();
    let whole: Vec<&[u32]> = description
        .u32_columns
        .iter()
        .map(|name| if name == "value" { values } else { &zeros[..] })
        .collect();
    let floats: Vec<&[f64]> = description.f64_columns.iter().map(|_| &ones[..]).collect();
    let offsets = [0, u32::try_from(rows).expect("few rows")];
    let supports = Supports::default();
    let batch = Batch {
        offsets: &offsets,
        u32_columns: &whole,
        f64_columns: &floats,
        supports: &supports,
        texts: None,
    };
    let context = Context {
        as_of_ms: 1_700_000_000_000,
        params: description.default_params(),
    };
    call(&context, &batch)
}
