//! Everything else that is read: traces, impacts, the feed, the audit, and replays.

use axum::extract::{Path, State};
use serde::Deserialize;
use stemedb_engine::{Engine, Error};
use stemedb_wire::{AuditEntry, AuditList, Feed, ImpactView, ReplayResponse, Trace};

use crate::extract::Params;
use crate::refusal::Refusal;
use crate::state::App;

/// Parameters of the feed.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct FeedParams {
    /// Only records behind this log position: `next` of the page before.
    #[serde(default)]
    after: u64,
    /// Most records of the page, 1 ..= 10,000.
    #[serde(default = "hundred")]
    limit: usize,
}

/// Parameters of an impact.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ImpactParams {
    /// Most claims that are listed, at most 10,000; all are counted.
    #[serde(default = "hundred")]
    limit: usize,
}

/// Parameters of the audit's list.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct AuditParams {
    /// Only queries before this one: `before` of the page before.
    before: Option<String>,
    /// Only queries about this subject.
    subject: Option<String>,
    /// Most entries of the page, 1 ..= 1,000.
    #[serde(default = "hundred")]
    limit: usize,
}

const fn hundred() -> usize {
    100
}

type Answer<T> = Result<axum::Json<T>, Refusal>;

/// Shows what a record rests on and what was said of it: parents, sources, votes, signatures, withdrawals.
#[utoipa::path(get, path = "/v1/trace/{id}", tag = "records", params(("id" = String, Path, description = "A record's id.")),
    responses((status = 200, body = Trace)))]
pub(crate) async fn trace(State(app): State<App>, Path(id): Path<String>) -> Answer<Trace> {
    read(&app, move |engine| engine.trace(&id)).await
}

/// Shows what rests on a source.
#[utoipa::path(get, path = "/v1/sources/{id}/impact", tag = "sources",
    params(("id" = String, Path, description = "A source's id."), ImpactParams),
    responses((status = 200, body = ImpactView)))]
pub(crate) async fn impact(
    State(app): State<App>,
    Path(id): Path<String>,
    Params(params): Params<ImpactParams>,
) -> Answer<ImpactView> {
    read(&app, move |engine| engine.impact(&id, params.limit)).await
}

/// Lists records in the order in which this node accepted them.
#[utoipa::path(get, path = "/v1/feed", tag = "records", params(FeedParams),
    responses((status = 200, body = Feed)))]
pub(crate) async fn feed(
    State(app): State<App>,
    Params(params): Params<FeedParams>,
) -> Answer<Feed> {
    read(&app, move |engine| engine.feed(params.after, params.limit)).await
}

/// Lists audited queries, newest first.
#[utoipa::path(get, path = "/v1/audit/queries", tag = "audit", params(AuditParams),
    responses((status = 200, body = AuditList)))]
pub(crate) async fn audits(
    State(app): State<App>,
    Params(params): Params<AuditParams>,
) -> Answer<AuditList> {
    read(&app, move |engine| {
        engine.audit_list(
            params.before.as_deref(),
            params.subject.as_deref(),
            params.limit,
        )
    })
    .await
}

/// Shows one audited query.
#[utoipa::path(get, path = "/v1/audit/query/{id}", tag = "audit", params(("id" = String, Path, description = "A query's id.")),
    responses((status = 200, body = AuditEntry)))]
pub(crate) async fn audit(State(app): State<App>, Path(id): Path<String>) -> Answer<AuditEntry> {
    read(&app, move |engine| engine.audit_entry(&id)).await
}

/// Answers an audited question again, at the same log position and with the same plugins, and compares.
#[utoipa::path(post, path = "/v1/replay/{id}", tag = "audit", params(("id" = String, Path, description = "A query's id.")),
    responses((status = 200, body = ReplayResponse)))]
pub(crate) async fn replay(
    State(app): State<App>,
    Path(id): Path<String>,
) -> Answer<ReplayResponse> {
    read(&app, move |engine| engine.replay(&id)).await
}

async fn read<T: Send + 'static>(
    app: &App,
    work: impl FnOnce(&Engine) -> Result<T, Error> + Send + 'static,
) -> Answer<T> {
    let engine = app.engine.clone();
    let answer = app.reads.run(move || work(&engine)).await??;
    Ok(axum::Json(answer))
}
