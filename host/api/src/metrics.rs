//! The metrics of the whole server: one table from which descriptions, buckets and `docs/metrics.md` come.
//!
//! Invariant: no label takes its values from clients without a bound.

use std::sync::OnceLock;

use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};

/// What a metric is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum MetricKind {
    /// Only rises.
    Counter,
    /// Rises and falls.
    Gauge,
    /// Counts values by size; the upper ends of the buckets.
    Histogram(&'static [f64]),
}

/// One metric.
#[derive(Debug, Clone, Copy)]
pub struct Metric {
    /// Its name.
    pub name: &'static str,
    /// What it is.
    pub kind: MetricKind,
    /// Unit of the value.
    pub unit: &'static str,
    /// Its labels, with commas between.
    pub labels: &'static str,
    /// What it counts or measures.
    pub meaning: &'static str,
}

const SECONDS: MetricKind = MetricKind::Histogram(&[
    0.000_01, 0.000_025, 0.000_05, 0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025,
    0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0,
]);
const COUNTS: MetricKind = MetricKind::Histogram(&[
    1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 512.0, 1_024.0, 2_048.0, 4_096.0, 16_384.0,
    65_536.0,
]);

const fn metric(
    name: &'static str,
    kind: MetricKind,
    unit: &'static str,
    labels: &'static str,
    meaning: &'static str,
) -> Metric {
    Metric {
        name,
        kind,
        unit,
        labels,
        meaning,
    }
}

use MetricKind::{Counter, Gauge};

/// All metrics, by part of the server.
pub const METRICS: &[Metric] = &[
    metric(
        "stemedb_http_requests_total",
        Counter,
        "requests",
        "method, path, status",
        "Requests answered.",
    ),
    metric(
        "stemedb_http_request_duration_seconds",
        SECONDS,
        "seconds",
        "method, path, status",
        "Time until a request was answered; for a batch until its answer began.",
    ),
    metric(
        "stemedb_requests_rejected_total",
        Counter,
        "requests",
        "reason",
        "Requests turned away because too many of their class were waiting.",
    ),
    metric(
        "stemedb_errors_total",
        Counter,
        "errors",
        "type, layer",
        "Errors by their code and the part of the server that they arose in.",
    ),
    metric(
        "stemedb_queries_total",
        Counter,
        "queries",
        "lens",
        "Queries answered, by the plugin that resolved them.",
    ),
    metric(
        "stemedb_query_latency_seconds",
        SECONDS,
        "seconds",
        "lens",
        "Time that the engine took for an answer.",
    ),
    metric(
        "stemedb_query_candidates",
        COUNTS,
        "claims",
        "",
        "Candidates that a query's resolver saw.",
    ),
    metric(
        "stemedb_views_total",
        Counter,
        "queries",
        "outcome",
        "Queries whose answer a stored view `served`, or that were `computed`.",
    ),
    metric(
        "stemedb_views_refreshed_total",
        Counter,
        "views",
        "",
        "Stored views that were computed anew in batches, after a write or a decision had overtaken them.",
    ),
    metric(
        "stemedb_estimates_total",
        Counter,
        "jobs",
        "outcome",
        "Estimators' jobs that ended: `done`, `failed` or `cancelled`.",
    ),
    metric(
        "stemedb_writes_total",
        Counter,
        "records",
        "kind, outcome",
        "Records sent one by one: `accepted`, `duplicate` or `refused`.",
    ),
    metric(
        "stemedb_batch_lines_total",
        Counter,
        "lines",
        "outcome",
        "Lines of batches: `accepted`, `duplicate` or `refused`.",
    ),
    metric(
        "stemedb_records_accepted_total",
        Counter,
        "records",
        "",
        "Records that the log took in, control entries among them.",
    ),
    metric(
        "stemedb_records",
        Gauge,
        "records",
        "",
        "Records in the database.",
    ),
    metric(
        "stemedb_log_position_bytes",
        Gauge,
        "bytes",
        "",
        "Log position behind the last visible record.",
    ),
    metric(
        "stemedb_log_applied_bytes",
        Gauge,
        "bytes",
        "",
        "Log position before which the tables hold everything durably.",
    ),
    metric(
        "stemedb_plugins_installed",
        Gauge,
        "plugins",
        "",
        "Installed plugins.",
    ),
    metric(
        "stemedb_plugin_slots",
        Gauge,
        "slots",
        "",
        "Slots that are filled.",
    ),
    metric(
        "stemedb_plugin_calls_total",
        Counter,
        "calls",
        "plugin",
        "Calls of a plugin.",
    ),
    metric(
        "stemedb_plugin_call_duration_seconds",
        SECONDS,
        "seconds",
        "plugin",
        "Time of a call; one call in 64 is timed.",
    ),
    metric(
        "stemedb_plugin_faults_total",
        Counter,
        "faults",
        "plugin, kind",
        "Calls in which a plugin failed.",
    ),
    metric(
        "stemedb_plugin_refusals_total",
        Counter,
        "calls",
        "plugin",
        "Calls that a plugin refused, such as for its parameters.",
    ),
    metric(
        "stemedb_plugin_busy_total",
        Counter,
        "calls",
        "plugin",
        "Calls that found no free instance in time.",
    ),
    metric(
        "stemedb_plugin_installs_total",
        Counter,
        "installations",
        "outcome",
        "Installations by their outcome.",
    ),
    metric(
        "stemedb_plugin_cache_total",
        Counter,
        "look-ups",
        "outcome",
        "Look-ups of machine code in the cache on disk.",
    ),
    metric(
        "stemedb_control_entries_total",
        Counter,
        "decisions",
        "action",
        "Decisions of the operator.",
    ),
    metric(
        "stemedb_shadow_answers_total",
        Counter,
        "answers",
        "slot, outcome",
        "Answers that the share of a shadow took: `agreed`, `differed`, `failed`, or `dropped` because too many waited.",
    ),
    metric(
        "stemedb_shadow_failures_total",
        Counter,
        "answers",
        "slot, kind",
        "Answers that a shadow did not give: faults by kind, `refused`, `busy`, `unbound`, `other`.",
    ),
    metric(
        "stemedb_shadow_latency_seconds",
        SECONDS,
        "seconds",
        "slot, judge",
        "Time of an answer on fresh instances beside the served one: `active` or `shadow`.",
    ),
    metric(
        "stemedb_canary_answers_total",
        Counter,
        "answers",
        "slot, by",
        "Answers of slots that have a canary: by the `canary`, or by the `active` version.",
    ),
    metric(
        "stemedb_trips_total",
        Counter,
        "trips",
        "plugin, outcome",
        "Versions with too many faults: `fell-back` to the last good one, or `stuck` because there is none.",
    ),
    metric(
        "stemedb_wal_fsync_latency_seconds",
        SECONDS,
        "seconds",
        "",
        "Time of a sync of the log.",
    ),
    metric(
        "stemedb_wal_flush_latency_seconds",
        SECONDS,
        "seconds",
        "",
        "Time of a commit: one write and one sync.",
    ),
    metric(
        "stemedb_wal_batch_size",
        COUNTS,
        "records",
        "",
        "Records that a commit made durable together.",
    ),
    metric(
        "stemedb_wal_bytes_written_total",
        Counter,
        "bytes",
        "",
        "Bytes appended to the log.",
    ),
    metric(
        "stemedb_wal_writes_total",
        Counter,
        "records",
        "",
        "Records appended to the log.",
    ),
    metric(
        "stemedb_wal_write_errors_total",
        Counter,
        "errors",
        "error",
        "Writes of the log that failed.",
    ),
    metric(
        "stemedb_wal_disk_usage_bytes",
        Gauge,
        "bytes",
        "",
        "Size of the log.",
    ),
    metric(
        "stemedb_wal_segments_count",
        Gauge,
        "files",
        "",
        "Segments of the log.",
    ),
    metric(
        "stemedb_wal_rotations_total",
        Counter,
        "files",
        "",
        "Segments begun.",
    ),
    metric(
        "stemedb_wal_recovery_attempts_total",
        Counter,
        "recoveries",
        "",
        "Recoveries of the log.",
    ),
    metric(
        "stemedb_wal_recovery_duration_seconds",
        SECONDS,
        "seconds",
        "",
        "Time of a recovery.",
    ),
];

static RECORDER: OnceLock<Option<PrometheusHandle>> = OnceLock::new();

/// Makes the recorder of this process; the same one for every server in it.
///
/// # Errors
/// When the process has another recorder already.
pub(crate) fn recorder() -> Result<PrometheusHandle, String> {
    let installed = RECORDER.get_or_init(|| match install() {
        Ok(handle) => Some(handle),
        Err(error) => {
            tracing::error!(error, "the metrics can't be recorded");
            None
        }
    });
    installed
        .clone()
        .ok_or_else(|| "this process records its metrics elsewhere already".to_owned())
}

fn install() -> Result<PrometheusHandle, String> {
    let mut builder = PrometheusBuilder::new();
    for metric in METRICS {
        if let MetricKind::Histogram(buckets) = metric.kind {
            builder = builder
                .set_buckets_for_metric(Matcher::Full(metric.name.to_owned()), buckets)
                .map_err(|error| error.to_string())?;
        }
    }
    let handle = builder
        .install_recorder()
        .map_err(|error| error.to_string())?;
    for metric in METRICS {
        match metric.kind {
            Counter => metrics::describe_counter!(metric.name, metric.meaning),
            Gauge => metrics::describe_gauge!(metric.name, metric.meaning),
            MetricKind::Histogram(_) => metrics::describe_histogram!(metric.name, metric.meaning),
        }
    }
    Ok(handle)
}
