//! What the sandbox costs: the same lens as a component and as native code on the same slices.
//!
//! Run with `cargo run --release -p stemedb-plugins --example call_cost`; build the guests first. It prints a line for
//! each lens and number of rows: the best time of both, the difference, and the difference for each row. Arguments
//! choose a lens and a number of rows: `call_cost -- recency 1000`.

use std::{
    hint::black_box,
    path::PathBuf,
    sync::Arc,
    time::{Duration, Instant},
};

use stemedb_plugins::{
    Batch, CallMode, CallScope, Context, HostOptions, Judge, ParamValue, Plugin, PluginHost,
    Supports, World,
};
use stemedb_sdk as sdk;

/// Rows of a call, all in one group.
const ROWS: [usize; 4] = [1, 10, 1_000, 10_000];
/// Values that the rows state.
const VALUES: u32 = 5;
/// Time spent on each measurement.
const TIME: Duration = Duration::from_millis(400);

/// What the arguments choose; nothing = everything.
struct Chosen {
    id: Option<String>,
    rows: Vec<usize>,
}

impl Chosen {
    fn from_arguments() -> Self {
        let mut arguments = std::env::args().skip(1);
        let id = arguments.next();
        let rows = arguments.next().and_then(|text| text.parse().ok());
        Self {
            id,
            rows: rows.map_or_else(|| ROWS.to_vec(), |rows| vec![rows]),
        }
    }

    fn lens(&self, id: &str) -> bool {
        self.id.as_ref().is_none_or(|chosen| chosen == id)
    }
}

fn main() {
    let chosen = Chosen::from_arguments();
    let host = PluginHost::in_memory(HostOptions::default()).expect("the host opens");
    println!(
        "{:<22} {:>6} {:>11} {:>11} {:>11} {:>8}",
        "lens", "rows", "native us", "sandbox us", "above us", "ns/row"
    );
    for twin in stemedb_twins::resolvers() {
        let native = |context: &sdk::Context<'_>, batch: &sdk::Batch<'_>| {
            black_box((twin.resolve)(context, batch)).is_ok()
        };
        measure(&host, &chosen, twin.id, &native);
    }
    for twin in stemedb_twins::row_stages() {
        let native = |context: &sdk::Context<'_>, batch: &sdk::Batch<'_>| {
            black_box((twin.weigh)(context, batch)).is_ok()
        };
        measure(&host, &chosen, twin.id, &native);
    }
}

type Native<'a> = &'a dyn Fn(&sdk::Context<'_>, &sdk::Batch<'_>) -> bool;

fn measure(host: &PluginHost, chosen: &Chosen, id: &str, native: Native<'_>) {
    if !chosen.lens(id) {
        return;
    }
    let plugin = host.install(&guest(id)).expect("the lens installs");
    for &rows in &chosen.rows {
        let columns = Columns::new(&plugin, rows);
        let alone = best(|| columns.native(native));
        let sandboxed = best(|| columns.sandboxed(&plugin));
        let above = sandboxed - alone;
        println!(
            "{id:<22} {rows:>6} {:>11.3} {:>11.3} {:>11.3} {:>8.2}",
            alone * 1e6,
            sandboxed * 1e6,
            above * 1e6,
            above * 1e9 / rows as f64
        );
    }
}

fn guest(id: &str) -> Vec<u8> {
    let workspace = concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/guests");
    let folder = std::env::var_os("STEMEDB_GUESTS_DIR");
    let folder = folder.map_or_else(|| PathBuf::from(workspace), PathBuf::from);
    std::fs::read(folder.join(format!("{id}.wasm"))).expect("run `cargo xtask guests` first")
}

/// Seconds of a call: the best mean over short rounds, so that other load on the machine counts little.
fn best(call: impl Fn()) -> f64 {
    let once = {
        let start = Instant::now();
        call();
        start.elapsed().max(Duration::from_nanos(100))
    };
    let round = (Duration::from_millis(3).as_nanos() / once.as_nanos()).clamp(1, 100_000);
    let begin = Instant::now();
    let mut best = f64::INFINITY;
    while begin.elapsed() < TIME {
        let start = Instant::now();
        for _ in 0..round {
            call();
        }
        best = best.min(start.elapsed().as_secs_f64() / round as f64);
    }
    best
}

/// Made-up rows with everything that a lens may ask for.
struct Columns {
    offsets: Vec<u32>,
    whole: Vec<Vec<u32>>,
    floats: Vec<Vec<f64>>,
    supports: Supports,
    context: Context,
    scope: CallScope,
}

impl Columns {
    fn new(plugin: &Plugin, rows: usize) -> Self {
        let description = plugin.description();
        let row = |row: usize| row as u32;
        let whole = |name: &String| -> Vec<u32> {
            match name.as_str() {
                // Ids are numbered by first row.
                "value" => (0..rows)
                    .map(|at| (row(at) * 7 % VALUES).min(row(at)))
                    .collect(),
                "agent" | "source" => (0..rows).map(row).collect(),
                "tier" => (0..rows).map(|at| row(at) % 6).collect(),
                _ => vec![0; rows],
            }
        };
        let floats = |name: &String| -> Vec<f64> {
            let of = |at: usize| match name.as_str() {
                "valid-time" | "hlc" => 1.7e12 - at as f64 * 1e3,
                "age" => at as f64 * 1e3,
                "half-life" => 86_400_000.0,
                _ => 1.0 / (1.0 + (at % 8) as f64),
            };
            (0..rows).map(of).collect()
        };
        Self {
            offsets: vec![0, row(rows)],
            whole: description.u32_columns.iter().map(whole).collect(),
            floats: description.f64_columns.iter().map(floats).collect(),
            supports: Supports::default(),
            context: Context {
                as_of_ms: 1_700_000_000_000,
                params: description.default_params(),
            },
            scope: CallScope {
                namespace: Arc::from("public"),
                mode: CallMode::Live,
            },
        }
    }

    fn sandboxed(&self, plugin: &Plugin) {
        let whole: Vec<&[u32]> = self.whole.iter().map(Vec::as_slice).collect();
        let floats: Vec<&[f64]> = self.floats.iter().map(Vec::as_slice).collect();
        let batch = Batch {
            offsets: &self.offsets,
            u32_columns: &whole,
            f64_columns: &floats,
            supports: &self.supports,
            texts: None,
        };
        let answered = match plugin.reference().world {
            World::RowStage => plugin
                .weigh(&self.scope, &self.context, &batch)
                .map(|found| drop(black_box(found))),
            _ => plugin
                .resolve(&self.scope, &self.context, &batch)
                .map(|found| drop(black_box(found))),
        };
        answered.expect("an answer");
    }

    fn native(&self, native: Native<'_>) {
        let whole: Vec<&[u32]> = self.whole.iter().map(Vec::as_slice).collect();
        let floats: Vec<&[f64]> = self.floats.iter().map(Vec::as_slice).collect();
        let params: Vec<sdk::ParamValue> = self.context.params.iter().map(param).collect();
        let batch = sdk::Batch {
            offsets: &self.offsets,
            u32_columns: &whole,
            f64_columns: &floats,
            supports: sdk::SupportsView::default(),
        };
        let as_of = self.context.as_of_ms as f64;
        assert!(
            native(&sdk::Context::new(as_of, &params), &batch),
            "an answer"
        );
    }
}

fn param(value: &ParamValue) -> sdk::ParamValue {
    match value {
        ParamValue::Number(number) => sdk::ParamValue::Number(*number),
        ParamValue::Flag(flag) => sdk::ParamValue::Flag(*flag),
        ParamValue::Text(text) => sdk::ParamValue::Text(text.clone()),
    }
}
