//! Stored views that a write or a decision has overtaken.

use axum::extract::State;
use serde::Deserialize;
use stemedb_wire::RefreshedViews;

use super::admin::Answer;
use crate::extract::Params;
use crate::state::App;

/// Parameters of a refresh.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct RefreshParams {
    /// Most views that are computed anew; the most served first.
    #[serde(default = "thousand")]
    limit: usize,
}

const fn thousand() -> usize {
    1_000
}

/// Computes stored views anew, in batches, that were served and that a write or a decision has overtaken.
#[utoipa::path(post, path = "/v1/admin/views/refresh", tag = "admin", params(RefreshParams),
    responses((status = 200, body = RefreshedViews)))]
pub(crate) async fn refresh(
    State(app): State<App>,
    Params(params): Params<RefreshParams>,
) -> Answer<RefreshedViews> {
    let engine = app.engine.clone();
    let work = move || engine.refresh_views(params.limit);
    Ok(axum::Json(app.decisions.run(work).await??))
}
