//! Versions that are tried out: shadows, canaries, and those that were taken out.

use axum::extract::{Path, State};
use stemedb_wire::{Activation, TrialEnd, TrialList, TrialRequest, TrialView};

use super::admin::{Answer, decide};
use crate::extract::Json;
use crate::state::App;

/// Lists what is tried out, and the versions that were taken out after faults.
#[utoipa::path(get, path = "/v1/admin/trials", tag = "admin", responses((status = 200, body = TrialList)))]
pub(crate) async fn trials(State(app): State<App>) -> Answer<TrialList> {
    let engine = app.engine.clone();
    Ok(axum::Json(app.reads.run(move || engine.trials()).await?))
}

/// Says what is tried out in a slot, with the latest answers that differ.
#[utoipa::path(get, path = "/v1/admin/trials/{slot}", tag = "admin",
    params(("slot" = String, Path, description = "The slot.")),
    responses((status = 200, body = TrialView)))]
pub(crate) async fn trial(State(app): State<App>, Path(slot): Path<String>) -> Answer<TrialView> {
    let engine = app.engine.clone();
    let view = app.reads.run(move || engine.trial(&slot)).await??;
    Ok(axum::Json(view))
}

/// Runs a version beside the active one of a slot, on a share of the queries; it serves nothing.
#[utoipa::path(post, path = "/v1/admin/shadows", tag = "admin", request_body = TrialRequest,
    responses((status = 200, body = Activation)))]
pub(crate) async fn start_shadow(
    State(app): State<App>,
    Json(request): Json<TrialRequest>,
) -> Answer<Activation> {
    decide(&app, move |engine| engine.start_shadow(&request)).await
}

/// Ends the shadow of a slot.
#[utoipa::path(post, path = "/v1/admin/shadows/stop", tag = "admin", request_body = TrialEnd,
    responses((status = 200, body = Activation)))]
pub(crate) async fn stop_shadow(
    State(app): State<App>,
    Json(request): Json<TrialEnd>,
) -> Answer<Activation> {
    decide(&app, move |engine| engine.stop_shadow(&request)).await
}

/// Lets a version serve a share of the subjects in a slot.
#[utoipa::path(post, path = "/v1/admin/canaries", tag = "admin", request_body = TrialRequest,
    responses((status = 200, body = Activation)))]
pub(crate) async fn start_canary(
    State(app): State<App>,
    Json(request): Json<TrialRequest>,
) -> Answer<Activation> {
    decide(&app, move |engine| engine.start_canary(&request)).await
}

/// Fills a slot with its canary, for all subjects.
#[utoipa::path(post, path = "/v1/admin/canaries/promote", tag = "admin", request_body = TrialEnd,
    responses((status = 200, body = Activation)))]
pub(crate) async fn promote_canary(
    State(app): State<App>,
    Json(request): Json<TrialEnd>,
) -> Answer<Activation> {
    decide(&app, move |engine| engine.promote_canary(&request)).await
}

/// Ends the canary of a slot; the active version serves all subjects again.
#[utoipa::path(post, path = "/v1/admin/canaries/withdraw", tag = "admin", request_body = TrialEnd,
    responses((status = 200, body = Activation)))]
pub(crate) async fn withdraw_canary(
    State(app): State<App>,
    Json(request): Json<TrialEnd>,
) -> Answer<Activation> {
    decide(&app, move |engine| engine.withdraw_canary(&request)).await
}
