//! The names that dashboards and alerts are written against.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use metrics::{Counter, Gauge, Histogram, Key, KeyName, Metadata, Recorder, SharedString, Unit};
use stemedb_wal::disk::{Fault, FaultRule, Operation, SimDisk};
use stemedb_wal::{Journal, JournalOptions};

/// Remembers which metrics were touched.
#[derive(Default)]
struct Names(Mutex<BTreeSet<String>>);

impl Names {
    fn note(&self, key: &Key) {
        let labels: Vec<String> = key
            .labels()
            .map(|label| format!("{}={}", label.key(), label.value()))
            .collect();
        self.0
            .lock()
            .unwrap()
            .insert(format!("{}{{{}}}", key.name(), labels.join(",")));
    }
}

impl Recorder for Names {
    fn describe_counter(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}
    fn describe_gauge(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}
    fn describe_histogram(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn register_counter(&self, key: &Key, _: &Metadata<'_>) -> Counter {
        self.note(key);
        Counter::noop()
    }

    fn register_gauge(&self, key: &Key, _: &Metadata<'_>) -> Gauge {
        self.note(key);
        Gauge::noop()
    }

    fn register_histogram(&self, key: &Key, _: &Metadata<'_>) -> Histogram {
        self.note(key);
        Histogram::noop()
    }
}

fn fill_and_fail() {
    let disk = SimDisk::new();
    let options = JournalOptions {
        segment_bytes: 512,
        ..JournalOptions::default()
    };
    let (mut journal, _) = Journal::open(Arc::new(disk.clone()), "wal", 0, options).unwrap();
    for _ in 0..5 {
        journal.append(&[1; 300]).unwrap();
        journal.commit().unwrap();
    }
    disk.inject(FaultRule {
        skip: 1,
        ..FaultRule::next(Operation::Write, Fault::DiskFull { bytes: 9 })
    });
    journal.append(&[1; 300]).unwrap();
    journal.commit().unwrap_err();
}

#[test]
fn all_names_are_recorded() {
    let names = Names::default();
    metrics::with_local_recorder(&names, fill_and_fail);
    let expected = [
        "batch_size{}",
        "bytes_written_total{}",
        "disk_usage_bytes{}",
        "flush_latency_seconds{}",
        "fsync_latency_seconds{}",
        "recovery_attempts_total{}",
        "recovery_duration_seconds{}",
        "rotations_total{}",
        "segments_count{}",
        "write_errors_total{error=disk_full}",
        "writes_total{}",
    ];
    let recorded: Vec<String> = names.0.into_inner().unwrap().into_iter().collect();
    assert_eq!(recorded, expected.map(|name| format!("stemedb_wal_{name}")));
}
