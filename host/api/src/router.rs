//! The table of routes, and the layers around them.
//!
//! Invariant: every route has a body limit, and every path below `/v1/admin/` asks for the key.

use std::convert::Infallible;

use axum::extract::DefaultBodyLimit;
use axum::handler::Handler;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{self, MethodRouter};
use axum::{Extension, Router};
use tower_http::catch_panic::CatchPanicLayer;

use crate::config::Limits;
use crate::extract::{self, BodyLimit};
use crate::refusal::Refusal;
use crate::routes::{admin, batch, estimates, queries, reads, records, system, trials, views};
use crate::state::App;
use crate::{admin_key, observe, settings};

/// The browsable page, which lies beside the table: its files are the library's.
const PAGE: &str = "/swagger-ui";
const DESCRIPTION: &str = "/api-doc/openapi.json";

/// How much of a body a route reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Body {
    /// None, or a small one.
    Small,
    /// A record.
    Record,
    /// A component.
    Component,
    /// A stream whose pieces the handler bounds.
    Stream,
}

/// One route.
struct Route {
    method: &'static str,
    path: &'static str,
    body: Body,
    handler: MethodRouter<App>,
}

fn get<H: Handler<T, App>, T: 'static>(path: &'static str, handler: H) -> Route {
    Route {
        method: "get",
        path,
        body: Body::Small,
        handler: routing::get(handler),
    }
}

fn post<H: Handler<T, App>, T: 'static>(path: &'static str, body: Body, handler: H) -> Route {
    Route {
        method: "post",
        path,
        body,
        handler: routing::post(handler),
    }
}

fn routes() -> Vec<Route> {
    vec![
        post("/v1/assert", Body::Record, records::assert),
        post("/v1/assert/batch", Body::Stream, batch::assert_batch),
        post("/v1/cosign", Body::Record, records::cosign),
        post("/v1/vote", Body::Record, records::vote),
        post("/v1/epoch", Body::Record, records::epoch),
        post("/v1/supersede", Body::Record, records::supersede),
        post("/v1/sources", Body::Record, records::source),
        get("/v1/sources/{id}/impact", reads::impact),
        post("/v1/retractions", Body::Record, records::retraction),
        get("/v1/query", queries::query),
        get("/v1/skeptic", queries::skeptic),
        get("/v1/layered", queries::layered),
        get("/v1/trace/{id}", reads::trace),
        get("/v1/feed", reads::feed),
        get("/v1/audit/queries", reads::audits),
        get("/v1/audit/query/{id}", reads::audit),
        post("/v1/replay/{id}", Body::Small, reads::replay),
        get("/v1/plugins", admin::plugins),
        post("/v1/admin/plugins", Body::Component, admin::upload),
        get("/v1/admin/plugins/installs/{ticket}", admin::install_state),
        post("/v1/admin/activations", Body::Small, admin::activate),
        post(
            "/v1/admin/activations/rollback",
            Body::Small,
            admin::rollback,
        ),
        get("/v1/admin/trials", trials::trials),
        get("/v1/admin/trials/{slot}", trials::trial),
        post("/v1/admin/shadows", Body::Small, trials::start_shadow),
        post("/v1/admin/shadows/stop", Body::Small, trials::stop_shadow),
        post("/v1/admin/canaries", Body::Small, trials::start_canary),
        post(
            "/v1/admin/canaries/promote",
            Body::Small,
            trials::promote_canary,
        ),
        post(
            "/v1/admin/canaries/withdraw",
            Body::Small,
            trials::withdraw_canary,
        ),
        post("/v1/admin/views/refresh", Body::Small, views::refresh),
        get("/v1/estimates", estimates::estimates),
        get("/v1/estimates/{name}", estimates::estimate),
        post("/v1/admin/estimates", Body::Small, estimates::begin),
        get("/v1/admin/estimates/{ticket}", estimates::state),
        post(
            "/v1/admin/estimates/{ticket}/cancel",
            Body::Small,
            estimates::cancel,
        ),
        get("/v1/admin/captures/{id}", admin::capture),
        post("/v1/admin/trust", Body::Small, admin::trust),
        post("/v1/admin/stewards", Body::Small, admin::steward),
        get("/v1/health", system::health),
        get("/metrics", system::metrics),
        get(DESCRIPTION, system::description),
    ]
}

/// Method and path of every route, for documents and tests.
#[must_use]
pub fn route_table() -> Vec<(&'static str, &'static str)> {
    routes()
        .iter()
        .map(|route| (route.method, route.path))
        .collect()
}

/// The whole service.
pub(crate) fn router(app: &App) -> Router {
    let mut router = Router::new();
    for route in routes() {
        let mut handler = limited(route.handler, route.body, &app.limits);
        if route.path.starts_with("/v1/admin/") {
            handler = handler.route_layer(from_fn_with_state(app.clone(), admin_key::require));
        }
        router = router.route(route.path, handler);
    }
    let page = utoipa_swagger_ui::SwaggerUi::new(PAGE)
        .config(utoipa_swagger_ui::Config::new([DESCRIPTION]));
    router
        .merge(page)
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn_with_state(app.clone(), observe::observe))
        .with_state(app.clone())
}

fn limited(handler: MethodRouter<App>, body: Body, limits: &Limits) -> MethodRouter<App> {
    let (bytes, variable) = match body {
        Body::Small => (limits.read_body, settings::READ_BODY_LIMIT),
        Body::Record => (limits.write_body, settings::WRITE_BODY_LIMIT),
        Body::Component => (limits.plugin_body, settings::PLUGIN_BODY_LIMIT),
        Body::Stream => return handler,
    };
    handler
        .layer::<_, Infallible>(DefaultBodyLimit::max(bytes))
        .layer::<_, Infallible>(from_fn(extract::refuse_long))
        .layer(Extension(BodyLimit { bytes, variable }))
}

fn panicked(_: Box<dyn std::any::Any + Send + 'static>) -> axum::response::Response {
    use axum::response::IntoResponse;
    Refusal::lost().into_response()
}
