//! Errors as problem details (RFC 9457).

use serde::{Deserialize, Serialize};

/// The body of every error answer, of media type `application/problem+json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Problem {
    /// `urn:stemedb:problem:` and the code.
    #[serde(rename = "type")]
    pub kind: String,
    /// A short name of the problem, the same for every occurrence.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// Stable code for programs.
    pub code: String,
    /// A sentence: what, where, and what to do.
    pub detail: String,
    /// The request's trace id, as in the server's log.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trace_id: Option<String>,
}
