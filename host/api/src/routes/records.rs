//! Single writes: one signed record in, its place in the database out.
//!
//! Invariant: an answer of success is given only when the record is durable and visible.

use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use stemedb_core::{Body, RecordKind, SignedRecord};
use stemedb_engine::Accepted;
use stemedb_wire::{AcceptedView, ImpactView, SignedRecordText, WithdrawnView};
use tokio::sync::oneshot;

use crate::extract::Json;
use crate::refusal::Refusal;
use crate::state::App;

/// Claims listed in the answer to a retraction; the rest is at `GET /v1/sources/{id}/impact`.
const IMPACT_CLAIMS: usize = 20;

/// Writes a claim.
#[utoipa::path(post, path = "/v1/assert", tag = "records", request_body = SignedRecordText,
    responses((status = 201, body = AcceptedView, description = "Accepted, durable and visible."),
              (status = 200, body = AcceptedView, description = "It was here already; nothing was written.")))]
pub(crate) async fn assert(
    State(app): State<App>,
    Json(text): Json<SignedRecordText>,
) -> Result<Response, Refusal> {
    let record = decode(&text, &[RecordKind::Claim])?;
    Ok(created(write(&app, record).await?))
}

/// Writes a claim that corrects or moves on another one, its parent.
#[utoipa::path(post, path = "/v1/supersede", tag = "records", request_body = SignedRecordText,
    responses((status = 201, body = AcceptedView, description = "Accepted, durable and visible."),
              (status = 200, body = AcceptedView, description = "It was here already; nothing was written.")))]
pub(crate) async fn supersede(
    State(app): State<App>,
    Json(text): Json<SignedRecordText>,
) -> Result<Response, Refusal> {
    let record = decode(&text, &[RecordKind::Claim])?;
    if !matches!(&record.body, Body::Claim(claim) if claim.parent.is_some()) {
        let detail = "the claim names no parent; give it the id of the claim that it supersedes, or send it to /v1/assert";
        return Err(Refusal::new("no_parent", detail));
    }
    Ok(created(write(&app, record).await?))
}

/// Writes a co-signature of a claim.
#[utoipa::path(post, path = "/v1/cosign", tag = "records", request_body = SignedRecordText,
    responses((status = 201, body = AcceptedView, description = "Accepted, durable and visible."),
              (status = 200, body = AcceptedView, description = "It was here already; nothing was written.")))]
pub(crate) async fn cosign(
    State(app): State<App>,
    Json(text): Json<SignedRecordText>,
) -> Result<Response, Refusal> {
    let record = decode(&text, &[RecordKind::Signature])?;
    Ok(created(write(&app, record).await?))
}

/// Writes a vote on a claim.
#[utoipa::path(post, path = "/v1/vote", tag = "records", request_body = SignedRecordText,
    responses((status = 201, body = AcceptedView, description = "Accepted, durable and visible."),
              (status = 200, body = AcceptedView, description = "It was here already; nothing was written.")))]
pub(crate) async fn vote(
    State(app): State<App>,
    Json(text): Json<SignedRecordText>,
) -> Result<Response, Refusal> {
    let record = decode(&text, &[RecordKind::Vote])?;
    Ok(created(write(&app, record).await?))
}

/// Writes an epoch.
#[utoipa::path(post, path = "/v1/epoch", tag = "records", request_body = SignedRecordText,
    responses((status = 201, body = AcceptedView, description = "Accepted, durable and visible."),
              (status = 200, body = AcceptedView, description = "It was here already; nothing was written.")))]
pub(crate) async fn epoch(
    State(app): State<App>,
    Json(text): Json<SignedRecordText>,
) -> Result<Response, Refusal> {
    let record = decode(&text, &[RecordKind::Epoch])?;
    Ok(created(write(&app, record).await?))
}

/// Writes a source.
#[utoipa::path(post, path = "/v1/sources", tag = "sources", request_body = SignedRecordText,
    responses((status = 201, body = AcceptedView, description = "Accepted, durable and visible."),
              (status = 200, body = AcceptedView, description = "It was here already; nothing was written.")))]
pub(crate) async fn source(
    State(app): State<App>,
    Json(text): Json<SignedRecordText>,
) -> Result<Response, Refusal> {
    let record = decode(&text, &[RecordKind::Source])?;
    Ok(created(write(&app, record).await?))
}

/// Withdraws a source or a claim, or marks a claim for erasure; says what rests on a withdrawn source.
#[utoipa::path(post, path = "/v1/retractions", tag = "sources", request_body = SignedRecordText,
    responses((status = 201, body = WithdrawnView, description = "Accepted, durable and visible."),
              (status = 200, body = WithdrawnView, description = "It was here already; nothing was written.")))]
pub(crate) async fn retraction(
    State(app): State<App>,
    Json(text): Json<SignedRecordText>,
) -> Result<Response, Refusal> {
    let record = decode(&text, &[RecordKind::Retraction, RecordKind::Erasure])?;
    let target = match &record.body {
        Body::Retraction(content) => Some(content.target.to_string()),
        _ => None,
    };
    let accepted = write(&app, record).await?;
    let impact = match target {
        Some(target) => impact(&app, target).await?,
        None => None,
    };
    let id = accepted.id.clone();
    let status = status(&accepted);
    let view = WithdrawnView { accepted, impact };
    Ok(located((status, axum::Json(view)).into_response(), &id))
}

/// What rests on the target, if it is a source.
async fn impact(app: &App, target: String) -> Result<Option<ImpactView>, Refusal> {
    let engine = app.engine.clone();
    let impact = app
        .reads
        .run(move || engine.impact(&target, IMPACT_CLAIMS))
        .await?;
    match impact {
        Ok(impact) => Ok(Some(impact)),
        Err(error) if error.code() == "no_source" => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// The record of a body, if it is of a kind that the endpoint takes.
fn decode(text: &SignedRecordText, kinds: &[RecordKind]) -> Result<SignedRecord, Refusal> {
    let record = text.decode()?;
    let kind = record.body.kind();
    if kinds.contains(&kind) {
        return Ok(record);
    }
    let taken: Vec<&str> = kinds.iter().map(|kind| kind.name()).collect();
    let detail = format!(
        "the record is a {}, this endpoint takes a {}; {} takes what was sent",
        kind.name(),
        taken.join(" or "),
        endpoint(kind)
    );
    Err(Refusal::new("wrong_kind", detail))
}

fn endpoint(kind: RecordKind) -> &'static str {
    match kind {
        RecordKind::Claim => "/v1/assert",
        RecordKind::Signature => "/v1/cosign",
        RecordKind::Vote => "/v1/vote",
        RecordKind::Epoch => "/v1/epoch",
        RecordKind::Source => "/v1/sources",
        RecordKind::Retraction | RecordKind::Erasure => "/v1/retractions",
    }
}

async fn write(app: &App, record: SignedRecord) -> Result<AcceptedView, Refusal> {
    let kind = record.body.kind().name();
    let written = submit(app, record).await;
    let outcome = match &written {
        Ok(view) if view.status == "duplicate" => "duplicate",
        Ok(_) => "accepted",
        Err(_) => "refused",
    };
    metrics::counter!("stemedb_writes_total", "kind" => kind, "outcome" => outcome).increment(1);
    written
}

async fn submit(app: &App, record: SignedRecord) -> Result<AcceptedView, Refusal> {
    let (send, placed) = oneshot::channel();
    app.engine.submit(vec![record], move |mut outcomes| {
        // A client that has gone hears nothing; the record stays.
        let _ = send.send(outcomes.pop());
    })?;
    let outcome = placed.await.ok().flatten().ok_or_else(Refusal::lost)?;
    Ok(view(&outcome?))
}

/// A place as clients see it.
pub(crate) fn view(accepted: &Accepted) -> AcceptedView {
    let status = if accepted.duplicate {
        "duplicate"
    } else {
        "accepted"
    };
    AcceptedView {
        id: accepted.id.map(|id| id.to_string()).unwrap_or_default(),
        status: status.to_owned(),
        position: accepted.position,
        accepted_at: accepted.stamp.time_ms,
    }
}

fn status(view: &AcceptedView) -> StatusCode {
    if view.status == "duplicate" {
        StatusCode::OK
    } else {
        StatusCode::CREATED
    }
}

fn created(view: AcceptedView) -> Response {
    let id = view.id.clone();
    located((status(&view), axum::Json(view)).into_response(), &id)
}

fn located(mut response: Response, id: &str) -> Response {
    if let Ok(value) = HeaderValue::from_str(&format!("/v1/trace/{id}")) {
        response.headers_mut().insert(header::LOCATION, value);
    }
    response
}
