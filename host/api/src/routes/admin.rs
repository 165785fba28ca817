//! Plugins and the operator's decisions.

use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use stemedb_engine::{Engine, Error};
use stemedb_wire::{
    Activation, ActivationRequest, Capture, InstallTicketView, PluginList, RollbackRequest,
    StewardRequest, TrustRequest,
};

use crate::extract::{Json, Raw};
use crate::refusal::Refusal;
use crate::state::App;

pub(super) type Answer<T> = Result<axum::Json<T>, Refusal>;

/// Lists slots, installed plugins and the latest decisions.
#[utoipa::path(get, path = "/v1/plugins", tag = "plugins", responses((status = 200, body = PluginList)))]
pub(crate) async fn plugins(State(app): State<App>) -> Answer<PluginList> {
    let engine = app.engine.clone();
    Ok(axum::Json(
        app.reads.run(move || engine.plugin_list()).await?,
    ))
}

/// Takes a component in and begins to install it.
#[utoipa::path(post, path = "/v1/admin/plugins", tag = "admin",
    request_body(content = Vec<u8>, content_type = "application/wasm", description = "The component."),
    responses((status = 202, body = InstallTicketView, description = "Taken in; `location` names the address to poll.")))]
pub(crate) async fn upload(
    State(app): State<App>,
    Raw(component): Raw,
) -> Result<Response, Refusal> {
    if component.is_empty() {
        return Err(Refusal::new(
            "invalid_body",
            "the body is empty; send the bytes of a component",
        ));
    }
    let engine = app.engine.clone();
    let ticket = app
        .uploads
        .run(move || engine.begin_install(component.into()))
        .await??;
    let address = format!("/v1/admin/plugins/installs/{}", ticket.ticket);
    let mut response = (StatusCode::ACCEPTED, axum::Json(ticket)).into_response();
    if let Ok(value) = HeaderValue::from_str(&address) {
        response.headers_mut().insert(header::LOCATION, value);
    }
    Ok(response)
}

/// Says where an installation stands.
#[utoipa::path(get, path = "/v1/admin/plugins/installs/{ticket}", tag = "admin",
    params(("ticket" = String, Path, description = "The ticket of the upload.")),
    responses((status = 200, body = InstallTicketView)))]
pub(crate) async fn install_state(
    State(app): State<App>,
    Path(ticket): Path<String>,
) -> Answer<InstallTicketView> {
    Ok(axum::Json(app.engine.install_state(&ticket)?))
}

/// Fills a set of slots in one step.
#[utoipa::path(post, path = "/v1/admin/activations", tag = "admin", request_body = ActivationRequest,
    responses((status = 200, body = Activation)))]
pub(crate) async fn activate(
    State(app): State<App>,
    Json(request): Json<ActivationRequest>,
) -> Answer<Activation> {
    decide(&app, move |engine| engine.activate(&request)).await
}

/// Goes back to the set of slots that held before.
#[utoipa::path(post, path = "/v1/admin/activations/rollback", tag = "admin", request_body = RollbackRequest,
    responses((status = 200, body = Activation)))]
pub(crate) async fn rollback(
    State(app): State<App>,
    Json(request): Json<RollbackRequest>,
) -> Answer<Activation> {
    decide(&app, move |engine| engine.rollback(&request)).await
}

/// Tells what the plugins of an audited question were called with: every column of its candidates, and their texts.
#[utoipa::path(get, path = "/v1/admin/captures/{id}", tag = "admin",
    params(("id" = String, Path, description = "Id of the audited query.")),
    responses((status = 200, body = Capture)))]
pub(crate) async fn capture(State(app): State<App>, Path(id): Path<String>) -> Answer<Capture> {
    let engine = app.engine.clone();
    Ok(axum::Json(
        app.reads.run(move || engine.capture(&id)).await??,
    ))
}

/// Sets the trust in an agent.
#[utoipa::path(post, path = "/v1/admin/trust", tag = "admin", request_body = TrustRequest,
    responses((status = 200, body = Activation)))]
pub(crate) async fn trust(
    State(app): State<App>,
    Json(request): Json<TrustRequest>,
) -> Answer<Activation> {
    decide(&app, move |engine| engine.trust(&request)).await
}

/// Gives or takes the steward role.
#[utoipa::path(post, path = "/v1/admin/stewards", tag = "admin", request_body = StewardRequest,
    responses((status = 200, body = Activation)))]
pub(crate) async fn steward(
    State(app): State<App>,
    Json(request): Json<StewardRequest>,
) -> Answer<Activation> {
    decide(&app, move |engine| engine.steward(&request)).await
}

pub(super) async fn decide(
    app: &App,
    work: impl FnOnce(&Engine) -> Result<Activation, Error> + Send + 'static,
) -> Answer<Activation> {
    let engine = app.engine.clone();
    let decided = app.decisions.run(move || work(&engine)).await??;
    Ok(axum::Json(decided))
}
