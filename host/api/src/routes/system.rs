//! How the server is, its metrics, and its own description.

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use stemedb_wire::Health;

use crate::openapi;
use crate::refusal::Refusal;
use crate::state::App;

/// Says how the server is.
#[utoipa::path(get, path = "/v1/health", tag = "system",
    responses((status = 200, body = Health, description = "It serves; `problems` names what is wrong all the same.")))]
pub(crate) async fn health(State(app): State<App>) -> Result<axum::Json<Health>, Refusal> {
    let engine = app.engine.clone();
    Ok(axum::Json(app.reads.run(move || engine.health()).await?))
}

/// Gives the metrics in the text format of Prometheus.
#[utoipa::path(get, path = "/metrics", tag = "system",
    responses((status = 200, body = String, content_type = "text/plain")))]
pub(crate) async fn metrics(State(app): State<App>) -> Result<Response, Refusal> {
    let shared = app.clone();
    let text = app
        .reads
        .run(move || {
            gauges(&shared.engine.health());
            shared.prometheus.render()
        })
        .await?;
    let plain = "text/plain; version=0.0.4; charset=utf-8";
    Ok(([(header::CONTENT_TYPE, plain)], text).into_response())
}

/// What is asked for rather than told as it happens.
fn gauges(health: &Health) {
    metrics::gauge!("stemedb_records").set(health.records as f64);
    metrics::gauge!("stemedb_log_position_bytes").set(health.position as f64);
    metrics::gauge!("stemedb_log_applied_bytes").set(health.applied as f64);
    metrics::gauge!("stemedb_plugins_installed").set(health.plugins as f64);
    metrics::gauge!("stemedb_plugin_slots").set(health.slots as f64);
}

/// Gives this description.
#[utoipa::path(get, path = "/api-doc/openapi.json", tag = "system",
    responses((status = 200, content_type = "application/json")))]
pub(crate) async fn description() -> Result<Response, Refusal> {
    let text = openapi::document().map_err(|error| {
        Refusal::new(
            "internal",
            format!("the description can't be written: {error}"),
        )
    })?;
    Ok((
        StatusCode::OK,
        [(header::CONTENT_TYPE, "application/json")],
        text,
    )
        .into_response())
}
