//! Health, metrics, and the browsable page.

use std::collections::BTreeSet;
use std::path::Path;

use stemedb_api::{METRICS, MetricKind};
use stemedb_wire::Health;

use crate::client::{BEARER, NOW, component, guests, rate, start, text};

/// Components of the lens library: each fills the slot of its name.
fn library() -> u64 {
    let files = std::fs::read_dir(guests()).unwrap();
    let is_component = |path: &Path| path.extension().is_some_and(|found| found == "wasm");
    let components = files.filter(|file| is_component(&file.as_ref().unwrap().path()));
    components.count() as u64
}

#[test]
fn health_counts() {
    let fixture = start();
    let empty: Health = fixture.get("/v1/health").good();
    assert_eq!(empty.status, "ok");
    let library = library();
    assert!(library > 0);
    assert_eq!((empty.plugins, empty.slots), (library, library));
    fixture.claim(&rate("ann", 1.0, NOW));
    let one: Health = fixture.get("/v1/health").good();
    assert_eq!(one.records, empty.records + 1);
    assert!(one.position > empty.position);
}

/// Names of the metrics that an ordinary run does not bring about: they count what goes wrong, what is tried out, and jobs.
const OF_OTHER_RUNS: [&str; 9] = [
    "stemedb_estimates_total",
    "stemedb_shadow_answers_total",
    "stemedb_shadow_failures_total",
    "stemedb_shadow_latency_seconds",
    "stemedb_canary_answers_total",
    "stemedb_trips_total",
    "stemedb_wal_write_errors_total",
    "stemedb_wal_rotations_total",
    "stemedb_requests_rejected_total",
];

#[test]
fn metrics_have_the_names_of_the_table() {
    // Opened twice, so that the cache of machine code is asked also.
    let fixture = start().reopen();
    let claim = rate("ann", 1.0, NOW);
    fixture.claim(&claim);
    let ndjson = [("content-type", "application/x-ndjson")];
    let body = text(&rate("bob", 1.0, NOW)).to_string();
    fixture.send("POST", "/v1/assert/batch", &ndjson, body.as_bytes());
    let wasm = component("recency");
    fixture.send(
        "POST",
        "/v1/admin/plugins",
        &[("authorization", BEARER)],
        &wasm,
    );
    for _ in 0..200 {
        fixture.get("/v1/query?subject=Drug%3AX&predicate=rate");
    }
    let refresh = "/v1/admin/views/refresh";
    fixture.send("POST", refresh, &[("authorization", BEARER)], b"");
    // A write overtakes the view that the questions left, so there is one to compute anew.
    fixture.claim(&rate("cyd", 2.0, NOW));
    let admin = [("authorization", BEARER)];
    fixture.send("POST", "/v1/admin/views/refresh", &admin, b"");
    fixture.get("/nowhere");
    let reply = fixture.get("/metrics");
    assert_eq!(reply.status, 200);
    assert!(reply.header("content-type").starts_with("text/plain"));
    let types: BTreeSet<(&str, &str)> = reply
        .text
        .lines()
        .filter_map(|line| line.strip_prefix("# TYPE ")?.split_once(' '))
        .collect();
    for metric in METRICS {
        let kind = match metric.kind {
            MetricKind::Counter => "counter",
            MetricKind::Gauge => "gauge",
            MetricKind::Histogram(_) => "histogram",
        };
        let expected = !OF_OTHER_RUNS.contains(&metric.name);
        assert!(
            !expected || types.contains(&(metric.name, kind)),
            "{} {kind}",
            metric.name
        );
    }
    for (name, _) in &types {
        assert!(
            METRICS.iter().any(|metric| metric.name == *name),
            "{name} is not in METRICS"
        );
    }
    let route = "stemedb_http_requests_total{method=\"POST\",path=\"/v1/assert\",status=\"201\"}";
    assert!(reply.text.contains(route));
    assert!(reply.text.contains("path=\"other\",status=\"404\""));
    assert!(
        reply
            .text
            .contains("stemedb_query_latency_seconds_bucket{lens=\"layered\",le=\"0.001\"}")
    );
}

#[test]
fn the_page_is_there_without_the_network() {
    let fixture = start();
    let page = fixture.get("/swagger-ui/");
    assert_eq!(page.status, 200);
    assert!(page.header("content-type").starts_with("text/html"));
    assert!(!page.text.contains("https://"), "{}", page.text);
    let script = fixture.get("/swagger-ui/swagger-initializer.js");
    assert!(
        script.text.contains("/api-doc/openapi.json"),
        "{}",
        script.text
    );
    assert_eq!(fixture.get("/swagger-ui/swagger-ui-bundle.js").status, 200);
    fixture
        .get("/swagger-ui/nothing.js")
        .problem(404, "unknown_path");
}
