//! Answers. The canonical part is what a replay must reproduce bit for bit.

use serde::{Deserialize, Serialize};

use crate::estimate::ArtefactName;
use crate::record::{ClaimView, ObjectView};

/// A judge that took part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PluginName {
    /// The plugin's id.
    pub id: String,
    /// Its semantic version.
    pub version: String,
    /// `row-stage`, `resolver`, `answer-stage` or `estimator`.
    pub world: String,
    /// BLAKE3 of the component's bytes.
    pub digest: String,
}

/// Claims of the pair that the lens did not see, by the first reason that applied.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Excluded {
    /// A later claim of the same author, or of a steward, takes its place.
    pub replaced: u64,
    /// It or its source was withdrawn.
    pub retracted: u64,
    /// Its lifecycle was not asked for.
    pub lifecycle: u64,
    /// It belongs to another epoch than the one asked for.
    pub epoch: u64,
    /// Its author is less sure than asked for.
    pub confidence: u64,
    /// A stage of the lens took it out.
    pub stage: u64,
}

/// A value that candidates state, and what it had on its side.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ShareView {
    /// The value, as the first of its claims states it.
    pub object: ObjectView,
    /// Its share by the lens's own notion of weight, 0 ..= 1.
    pub share: f64,
    /// Number of candidates that state it.
    pub claims: u64,
    /// The first of them in row order.
    pub claim: String,
}

/// The resolution of a part of the candidates, such as one tier.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PartView {
    /// What the part is; for the layered lens the tier's number.
    pub label: u32,
    /// The winning value.
    pub object: ObjectView,
    /// The claim that carries it.
    pub claim: String,
    /// Sureness within the part, 0 ..= 1.
    pub confidence: f64,
    /// Conflict within the part, 0 ..= 1.
    pub conflict: f64,
    /// Candidates in the part.
    pub candidates: u32,
}

/// The canonical answer: what the claims came to, who judged, and as of when.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Answer {
    /// The tenant.
    pub namespace: String,
    /// What was asked about.
    pub subject: String,
    /// The aspect.
    pub predicate: String,
    /// `unanimous`, `agreed`, `contested` or `undecided`.
    pub status: String,
    /// How sure the lens is of the winner, 0 ..= 1.
    pub confidence: f64,
    /// How much the candidates contradict each other, 0 ..= 1.
    pub conflict: f64,
    /// Candidates that the resolver saw.
    pub candidates: u64,
    /// The winning claim, whole; none if the lens decided for none.
    pub winner: Option<ClaimView>,
    /// The rival values, strongest first, at most as many as asked for.
    pub shares: Vec<ShareView>,
    /// Number of values that have a share.
    pub values: u64,
    /// Sub-resolutions, such as one for each tier.
    pub parts: Vec<PartView>,
    /// Claims of the pair that were no candidates.
    pub excluded: Excluded,
    /// The lens with whole digests and all parameter values.
    pub lens: String,
    /// The judges, in the order in which they ran.
    pub plugins: Vec<PluginName>,
    /// Results of estimators that took part, in the order of the judges that read them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub artefacts: Vec<ArtefactName>,
    /// Valid time of the question, ms.
    pub as_of: u64,
    /// Transaction time of the question, ms.
    pub known_at: u64,
    /// Position of this node's log that it was read at.
    pub position: u64,
}

/// An answer with what belongs to this one delivery.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct QueryResponse {
    /// Names this delivery in the audit; 32 hexadecimal digits, rising with time.
    pub query_id: String,
    /// BLAKE3 of the canonical answer.
    pub answer_digest: String,
    /// Whether a materialised view served it.
    pub served_by_view: bool,
    /// The canonical answer.
    pub answer: Answer,
}

/// The canonical bytes of an answer: its JSON without spaces, fields in the order of the type.
///
/// # Errors
/// None for an answer made of finite numbers.
pub fn canonical_bytes(answer: &Answer) -> Result<Vec<u8>, serde_json::Error> {
    serde_json::to_vec(answer)
}

/// BLAKE3 over `"stemedb/answer/v1\0"` and the canonical bytes.
#[must_use]
pub fn answer_digest(canonical: &[u8]) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(b"stemedb/answer/v1\0").update(canonical);
    *hasher.finalize().as_bytes()
}
