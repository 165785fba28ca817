//! What a host counts, by the names and labels that dashboards use.

mod support;

use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use metrics::{
    Counter, CounterFn, Gauge, Histogram, HistogramFn, Key, KeyName, Metadata, Recorder,
    SharedString, Unit,
};
use parking_lot::Mutex;
use stemedb_plugins::{HostOptions, PluginHost};
use support::{guest, live, no_compiler, reopen, resolve};

#[derive(Default)]
struct Count(AtomicU64);

impl CounterFn for Count {
    fn increment(&self, value: u64) {
        self.0.fetch_add(value, Ordering::Relaxed);
    }

    fn absolute(&self, value: u64) {
        self.0.store(value, Ordering::Relaxed);
    }
}

impl HistogramFn for Count {
    fn record(&self, _: f64) {
        self.increment(1);
    }
}

/// Counts everything under `name{label=value,...}`.
#[derive(Default, Clone)]
struct Ledger(Arc<Mutex<BTreeMap<String, Arc<Count>>>>);

impl Ledger {
    fn entry(&self, key: &Key) -> Arc<Count> {
        let labels: Vec<String> = key
            .labels()
            .map(|label| format!("{}={}", label.key(), label.value()))
            .collect();
        let name = format!("{}{{{}}}", key.name(), labels.join(","));
        Arc::clone(self.0.lock().entry(name).or_default())
    }

    fn count(&self, name: &str) -> u64 {
        let entries = self.0.lock();
        let found = entries
            .get(name)
            .map(|count| count.0.load(Ordering::Relaxed));
        found.unwrap_or_else(|| panic!("no {name} among {:?}", entries.keys()))
    }
}

impl Recorder for Ledger {
    fn describe_counter(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn describe_gauge(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn describe_histogram(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn register_counter(&self, key: &Key, _: &Metadata<'_>) -> Counter {
        Counter::from_arc(self.entry(key))
    }

    fn register_gauge(&self, _: &Key, _: &Metadata<'_>) -> Gauge {
        Gauge::noop()
    }

    fn register_histogram(&self, key: &Key, _: &Metadata<'_>) -> Histogram {
        Histogram::from_arc(self.entry(key))
    }
}

fn clock() -> Duration {
    Duration::from_secs(1)
}

fn with_clock(options: &mut HostOptions) {
    options.monotonic = Some(clock);
    options.repeat_every = 1;
}

#[test]
fn calls_faults_installations_and_the_cache_are_counted() {
    let ledger = Ledger::default();
    let folder = tempfile::tempdir().expect("a folder");
    metrics::with_local_recorder(&ledger, || {
        let host = reopen(folder.path(), with_clock).expect("the host opens");
        let plugin = host
            .install(&guest("test/resolver_stateful"))
            .expect("it installs");
        // Two trial calls came before; one in 64 is timed, the first among them.
        for _ in 0..126 {
            let _ = resolve(&plugin, &live("public"), &[0, 1]);
        }
        host.install(b"nothing").expect_err("no component");
        host.install(&guest("test/resolver_panic"))
            .expect_err("it panics");
        drop((host, plugin));
        let again: PluginHost = reopen(folder.path(), no_compiler).expect("the host opens");
        assert_eq!(again.installed().len(), 1);
    });
    let plugin = "plugin=resolver-stateful";
    assert_eq!(
        ledger.count(&format!("stemedb_plugin_calls_total{{{plugin}}}")),
        2 + 126 + 2
    );
    let timed = format!("stemedb_plugin_call_duration_seconds{{{plugin}}}");
    assert_eq!(ledger.count(&timed), 2);
    let faults = format!("stemedb_plugin_faults_total{{{plugin},kind=stateful}}");
    assert!(ledger.count(&faults) > 0);
    assert_eq!(
        ledger.count(&format!("stemedb_plugin_refusals_total{{{plugin}}}")),
        0
    );
    assert_eq!(
        ledger.count(&format!("stemedb_plugin_busy_total{{{plugin}}}")),
        0
    );
    assert_eq!(
        ledger.count("stemedb_plugin_faults_total{plugin=resolver-panic,kind=trap}"),
        1
    );
    for outcome in ["installed", "malformed", "self-test"] {
        let name = format!("stemedb_plugin_installs_total{{outcome={outcome}}}");
        assert_eq!(ledger.count(&name), 1, "{name}");
    }
    assert_eq!(ledger.count("stemedb_plugin_cache_total{outcome=hit}"), 1);
}
