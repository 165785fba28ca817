//! The OpenAPI document, from the handlers and the wire types.
//!
//! Invariant: it names every route of the router's table and no other; a test compares them.

use stemedb_wire::Problem;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{Content, Ref, RefOr, Response};
use utoipa::{Modify, OpenApi};

use crate::routes::{admin, batch, estimates, queries, reads, records, system, trials, views};

/// Name of the admin key in the document.
const SCHEME: &str = "admin_key";

#[derive(OpenApi)]
#[openapi(
    info(
        title = "StemeDB",
        description = "Signed claims in, answers resolved by plugins out, lenses swapped while it runs."
    ),
    paths(
        records::assert,
        batch::assert_batch,
        records::cosign,
        records::vote,
        records::epoch,
        records::supersede,
        records::source,
        reads::impact,
        records::retraction,
        queries::query,
        queries::skeptic,
        queries::layered,
        reads::trace,
        reads::feed,
        reads::audits,
        reads::audit,
        reads::replay,
        admin::plugins,
        admin::upload,
        admin::install_state,
        admin::activate,
        admin::rollback,
        trials::trials,
        trials::trial,
        trials::start_shadow,
        trials::stop_shadow,
        trials::start_canary,
        trials::promote_canary,
        trials::withdraw_canary,
        views::refresh,
        estimates::estimates,
        estimates::estimate,
        estimates::begin,
        estimates::state,
        estimates::cancel,
        admin::capture,
        admin::trust,
        admin::steward,
        system::health,
        system::metrics,
        system::description,
    ),
    components(schemas(Problem)),
    modifiers(&Problems, &AdminKey)
)]
struct Document;

/// Every operation may answer with a problem.
struct Problems;

impl Modify for Problems {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        for operation in operations(document).map(|(_, operation)| operation) {
            let mut problem = Response::new("The request is not done; `code` says why.");
            let schema = RefOr::Ref(Ref::from_schema_name("Problem"));
            problem.content.insert(
                "application/problem+json".to_owned(),
                RefOr::T(Content::new(Some(schema))),
            );
            operation
                .responses
                .responses
                .insert("default".to_owned(), RefOr::T(problem));
        }
    }
}

/// Operations below `/v1/admin/` need the key.
struct AdminKey;

impl Modify for AdminKey {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let scheme = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
        if let Some(components) = &mut document.components {
            components.add_security_scheme(SCHEME, scheme);
        }
        for (path, operation) in operations(document) {
            if path.starts_with("/v1/admin/") {
                let none: [&str; 0] = [];
                operation.security = Some(vec![SecurityRequirement::new(SCHEME, none)]);
            }
        }
    }
}

fn operations(
    document: &mut utoipa::openapi::OpenApi,
) -> impl Iterator<Item = (&String, &mut utoipa::openapi::path::Operation)> {
    document.paths.paths.iter_mut().flat_map(|(path, item)| {
        [&mut item.get, &mut item.post]
            .into_iter()
            .flatten()
            .map(move |operation| (path, operation))
    })
}

/// The document as JSON.
///
/// # Errors
/// When it can't be written, which is a fault of this crate.
pub(crate) fn document() -> Result<String, serde_json::Error> {
    Document::openapi().to_pretty_json()
}
