//! What the audit keeps of a query, and what a replay says.

use serde::{Deserialize, Serialize};

use crate::answer::Answer;

/// A query as the audit keeps it: enough to ask it again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct AuditEntry {
    /// The delivery's id.
    pub query_id: String,
    /// When it was answered, ms.
    pub at: u64,
    /// The question, with the lens as it was written.
    pub question: crate::Question,
    /// The lens with whole digests and all parameter values.
    pub lens: String,
    /// Valid time used, ms.
    pub as_of: u64,
    /// Transaction time used, ms.
    pub known_at: u64,
    /// Log position that was read at.
    pub position: u64,
    /// BLAKE3 of the canonical answer; empty if the query failed.
    pub answer_digest: String,
    /// Whether a materialised view served it.
    pub served_by_view: bool,
}

/// Audited queries, newest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct AuditList {
    /// The entries.
    pub queries: Vec<AuditEntry>,
    /// Ask with `before=` this id for older ones; none at the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
}

/// What a replay found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ReplayResponse {
    /// The replayed delivery.
    pub query_id: String,
    /// Whether the answer is the same bit for bit.
    pub identical: bool,
    /// The digest that the audit kept.
    pub recorded_digest: String,
    /// The digest of the answer now.
    pub replayed_digest: String,
    /// The answer now.
    pub answer: Answer,
}
