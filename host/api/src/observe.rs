//! The layer around every request: trace id, time limit, log, counters, and problem documents for all errors.

use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderValue, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tracing::Instrument;

use crate::refusal::{self, Refusal};
use crate::state::App;
use crate::trace_id;

/// Runs a request.
pub(crate) async fn observe(State(app): State<App>, request: Request, next: Next) -> Response {
    let trace_id = app.traces.of(request.headers());
    let method = method_label(request.method());
    let path = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("other", MatchedPath::as_str)
        .to_owned();
    let span = tracing::info_span!("request", trace_id, method, path);
    answer(
        app,
        request,
        next,
        Seen {
            trace_id,
            method,
            path,
        },
    )
    .instrument(span)
    .await
}

/// What is known of a request before it runs.
struct Seen {
    trace_id: String,
    method: &'static str,
    path: String,
}

async fn answer(app: App, request: Request, next: Next, seen: Seen) -> Response {
    let started = Instant::now();
    let what = request.uri().path().to_owned();
    let response = run(&app, request, next).await;
    let mut response = refusal::document(response, &seen.trace_id, &what);
    if let Ok(value) = HeaderValue::from_str(&seen.trace_id) {
        response.headers_mut().insert(trace_id::HEADER, value);
    }
    measure(seen, &response, started);
    response
}

async fn run(app: &App, request: Request, next: Next) -> Response {
    let address_bytes = request
        .uri()
        .path_and_query()
        .map_or(0, |uri| uri.as_str().len());
    if address_bytes > app.limits.read_body {
        let limit = app.limits.read_body;
        let detail = format!(
            "the address has {address_bytes} bytes, at most {limit} are read; STEMEDB_READ_BODY_LIMIT sets the limit"
        );
        return Refusal::new("address_too_long", detail).into_response();
    }
    let limit = app.limits.timeout;
    match tokio::time::timeout(limit, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Refusal::new(
            "timeout",
            format!("the request took longer than {limit:?}; a write may still have been done, and sending it again does no harm"),
        )
        .into_response(),
    }
}

fn measure(seen: Seen, response: &Response, started: Instant) {
    let elapsed = started.elapsed();
    let status = response.status().as_u16();
    tracing::debug!(status, micros = elapsed.as_micros() as u64, "answered");
    let labels = [
        ("method", seen.method.to_owned()),
        ("path", seen.path),
        ("status", status.to_string()),
    ];
    metrics::counter!("stemedb_http_requests_total", &labels).increment(1);
    metrics::histogram!("stemedb_http_request_duration_seconds", &labels)
        .record(elapsed.as_secs_f64());
}

/// Methods that clients may invent share a label, or each would cost memory for good.
fn method_label(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "POST" => "POST",
        "HEAD" => "HEAD",
        "PUT" => "PUT",
        "DELETE" => "DELETE",
        "OPTIONS" => "OPTIONS",
        _ => "other",
    }
}
