//! A request that is not done: what the client hears.
//!
//! Handlers return a [`Refusal`]; the layer around all of them writes the document, because it knows the trace id.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use stemedb_wire::{Problem, SignedRecordTextError};

use crate::codes;

const MEDIA_TYPE: &str = "application/problem+json";
/// What `Retry-After` says, in seconds: queues here are milliseconds long.
const RETRY_AFTER_SECS: &str = "1";

/// Why a request is not done.
#[derive(Debug, Clone)]
pub(crate) struct Refusal {
    pub(crate) code: &'static str,
    pub(crate) detail: String,
}

impl Refusal {
    pub(crate) fn new(code: &'static str, detail: impl Into<String>) -> Self {
        Refusal {
            code,
            detail: detail.into(),
        }
    }

    /// The worker that should have answered is gone.
    pub(crate) fn lost() -> Self {
        Refusal::new(
            "internal",
            "the request ended without an answer; the log has the reason under this trace id",
        )
    }
}

impl From<stemedb_engine::Error> for Refusal {
    fn from(error: stemedb_engine::Error) -> Self {
        let code = match codes::find(error.code()) {
            Some(entry) => entry.code,
            None => codes::of_kind(error.kind()),
        };
        Refusal::new(code, error.to_string())
    }
}

impl From<stemedb_engine::IngestError> for Refusal {
    fn from(error: stemedb_engine::IngestError) -> Self {
        stemedb_engine::Error::from(error).into()
    }
}

impl From<SignedRecordTextError> for Refusal {
    fn from(error: SignedRecordTextError) -> Self {
        let code = match &error {
            SignedRecordTextError::Hex { .. } => "invalid_body",
            SignedRecordTextError::Record(_) => "invalid_record",
        };
        Refusal::new(code, error.to_string())
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let status = codes::find(self.code).map_or(500, |entry| entry.status);
        let mut response = StatusCode::from_u16(status)
            .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
            .into_response();
        let headers = response.headers_mut();
        match status {
            401 => {
                headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
            }
            503 => {
                headers.insert(
                    header::RETRY_AFTER,
                    HeaderValue::from_static(RETRY_AFTER_SECS),
                );
            }
            _ => {}
        }
        response.extensions_mut().insert(self);
        response
    }
}

/// Turns an error answer into a problem document; other answers pass.
pub(crate) fn document(response: Response, trace_id: &str, what: &str) -> Response {
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() {
        return response;
    }
    let (mut parts, _) = response.into_parts();
    let refusal = parts
        .extensions
        .remove::<Refusal>()
        .unwrap_or_else(|| of_library(status, what));
    let entry = codes::find(refusal.code);
    let layer = entry.map_or("api", |entry| entry.layer);
    metrics::counter!("stemedb_errors_total", "type" => refusal.code, "layer" => layer)
        .increment(1);
    log(status, &refusal);
    let problem = Problem {
        kind: format!("urn:stemedb:problem:{}", refusal.code),
        title: entry.map_or("Error", |entry| entry.title).to_owned(),
        status: status.as_u16(),
        code: refusal.code.to_owned(),
        detail: refusal.detail,
        trace_id: Some(trace_id.to_owned()),
    };
    // A struct of texts and numbers can't fail to serialise; an empty body would still carry the status.
    let body = serde_json::to_vec(&problem).unwrap_or_default();
    parts
        .headers
        .insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, body.into())
}

fn log(status: StatusCode, refusal: &Refusal) {
    if status.is_server_error() && status != StatusCode::SERVICE_UNAVAILABLE {
        tracing::error!(
            code = refusal.code,
            detail = refusal.detail,
            "the request failed"
        );
    } else {
        tracing::debug!(
            code = refusal.code,
            detail = refusal.detail,
            "the request is refused"
        );
    }
}

/// The refusal behind an answer that the HTTP library made by itself.
fn of_library(status: StatusCode, what: &str) -> Refusal {
    let code = codes::of_status(status.as_u16());
    let detail = match code {
        "unknown_path" => {
            format!("{what} is no endpoint; /api-doc/openapi.json lists those that there are")
        }
        "wrong_method" => {
            format!(
                "{what} can't be asked with this method; the header `allow` names those that it has"
            )
        }
        _ => format!("{what} was answered with {status}"),
    };
    Refusal::new(code, detail)
}
