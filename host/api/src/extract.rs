//! Bodies and parameters as the handlers want them, with refusals that help.

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, FromRequestParts, Query, Request};
use axum::http::header;
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::de::DeserializeOwned;

use crate::refusal::Refusal;
use crate::state::App;

/// A JSON body.
pub(crate) struct Json<T>(pub(crate) T);

/// The parameters behind the `?`.
pub(crate) struct Params<T>(pub(crate) T);

/// A body of raw bytes, of any type.
pub(crate) struct Raw(pub(crate) Bytes);

impl<T: DeserializeOwned> FromRequest<App> for Json<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &App) -> Result<Self, Refusal> {
        require_type(&request, &["application/json"])?;
        let Raw(bytes) = Raw::from_request(request, state).await?;
        serde_json::from_slice(&bytes).map(Json).map_err(|error| {
            Refusal::new(
                "invalid_body",
                format!("the body is not as expected: {error}"),
            )
        })
    }
}

impl FromRequest<App> for Raw {
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &App) -> Result<Self, Refusal> {
        let limit = request.extensions().get::<BodyLimit>().copied();
        Bytes::from_request(request, state)
            .await
            .map(Raw)
            .map_err(|rejection| unreadable(&rejection, limit))
    }
}

impl<T: DeserializeOwned> FromRequestParts<App> for Params<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &App) -> Result<Self, Refusal> {
        match Query::<T>::from_request_parts(parts, state).await {
            Ok(Query(parameters)) => Ok(Params(parameters)),
            Err(rejection) => {
                let why = std::error::Error::source(&rejection)
                    .map_or_else(|| rejection.to_string(), ToString::to_string);
                let detail = format!("the parameters are not as expected: {why}");
                Err(Refusal::new("invalid_parameters", detail))
            }
        }
    }
}

/// Refuses a body of another type than the endpoint reads.
pub(crate) fn require_type(request: &Request, types: &[&str]) -> Result<(), Refusal> {
    let sent = request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or("nothing");
    let plain = sent.split(';').next().unwrap_or_default().trim();
    if types.iter().any(|known| known.eq_ignore_ascii_case(plain)) {
        return Ok(());
    }
    Err(Refusal::new(
        "wrong_content_type",
        format!(
            "the header content-type says {sent}; send the body as {}",
            types.join(" or ")
        ),
    ))
}

/// How much of a body the route at hand reads.
#[derive(Debug, Clone, Copy)]
pub(crate) struct BodyLimit {
    pub(crate) bytes: usize,
    /// The variable that sets it.
    pub(crate) variable: &'static str,
}

impl BodyLimit {
    fn refusal(self) -> Refusal {
        let BodyLimit { bytes, variable } = self;
        let detail = format!("the body has more than {bytes} bytes; {variable} sets the limit");
        Refusal::new("body_too_large", detail)
    }
}

/// The layer that refuses a body whose announced length is too great, before anything of it is read.
pub(crate) async fn refuse_long(request: Request, next: Next) -> Response {
    let announced = request
        .headers()
        .get(header::CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok())
        .and_then(|text| text.parse::<u64>().ok());
    match (announced, request.extensions().get::<BodyLimit>()) {
        (Some(length), Some(limit)) if length > limit.bytes as u64 => {
            limit.refusal().into_response()
        }
        _ => next.run(request).await,
    }
}

fn unreadable(rejection: &BytesRejection, limit: Option<BodyLimit>) -> Refusal {
    match limit {
        Some(limit) if rejection.status().as_u16() == 413 => limit.refusal(),
        _ => Refusal::new(
            "invalid_body",
            format!("the body can't be read: {rejection}"),
        ),
    }
}
