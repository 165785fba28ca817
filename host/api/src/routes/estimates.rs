//! Estimators' jobs, and the estimates that they leave.

use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use stemedb_engine::{Engine, Error};
use stemedb_wire::{EstimateList, EstimateRequest, EstimateState, EstimateView};

use super::admin::Answer;
use crate::extract::{Json, Params};
use crate::refusal::Refusal;
use crate::state::App;

/// Parameters of an estimate's page.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct VoicesParams {
    /// Most voices that are listed, at most 10,000; all are counted.
    #[serde(default = "hundred")]
    limit: usize,
}

const fn hundred() -> usize {
    100
}

/// Begins an estimator's job: a joint method learns from all claims of a scope how reliable each source is.
#[utoipa::path(post, path = "/v1/admin/estimates", tag = "admin", request_body = EstimateRequest,
    responses((status = 202, body = EstimateState, description = "Taken in; `location` names the address to poll.")))]
pub(crate) async fn begin(
    State(app): State<App>,
    Json(request): Json<EstimateRequest>,
) -> Result<Response, Refusal> {
    let engine = app.engine.clone();
    let begun = move || engine.begin_estimate(&request);
    let state = app.decisions.run(begun).await??;
    let address = format!("/v1/admin/estimates/{}", state.ticket);
    let mut response = (StatusCode::ACCEPTED, axum::Json(state)).into_response();
    if let Ok(value) = HeaderValue::from_str(&address) {
        response.headers_mut().insert(header::LOCATION, value);
    }
    Ok(response)
}

/// Says where an estimator's job stands.
#[utoipa::path(get, path = "/v1/admin/estimates/{ticket}", tag = "admin",
    params(("ticket" = String, Path, description = "The ticket of the job.")),
    responses((status = 200, body = EstimateState)))]
pub(crate) async fn state(
    State(app): State<App>,
    Path(ticket): Path<String>,
) -> Answer<EstimateState> {
    Ok(axum::Json(app.engine.estimate_state(&ticket)?))
}

/// Takes an estimator's job back. One that has ended stays as it is.
#[utoipa::path(post, path = "/v1/admin/estimates/{ticket}/cancel", tag = "admin",
    params(("ticket" = String, Path, description = "The ticket of the job.")),
    responses((status = 200, body = EstimateState)))]
pub(crate) async fn cancel(
    State(app): State<App>,
    Path(ticket): Path<String>,
) -> Answer<EstimateState> {
    Ok(axum::Json(app.engine.cancel_estimate(&ticket)?))
}

/// Lists the estimates that have a name, and the latest jobs.
#[utoipa::path(get, path = "/v1/estimates", tag = "estimates", responses((status = 200, body = EstimateList)))]
pub(crate) async fn estimates(State(app): State<App>) -> Answer<EstimateList> {
    read(&app, |engine| Ok(engine.estimates())).await
}

/// Shows what an estimate was made of, and how reliable it finds each source and agent.
#[utoipa::path(get, path = "/v1/estimates/{name}", tag = "estimates",
    params(("name" = String, Path, description = "The name or the digest of an estimate."), VoicesParams),
    responses((status = 200, body = EstimateView)))]
pub(crate) async fn estimate(
    State(app): State<App>,
    Path(name): Path<String>,
    Params(params): Params<VoicesParams>,
) -> Answer<EstimateView> {
    read(&app, move |engine| {
        engine.estimate_view(&name, params.limit)
    })
    .await
}

async fn read<T: Send + 'static>(
    app: &App,
    work: impl FnOnce(&Engine) -> Result<T, Error> + Send + 'static,
) -> Answer<T> {
    let engine = app.engine.clone();
    let answer = app.reads.run(move || work(&engine)).await??;
    Ok(axum::Json(answer))
}
