//! Where a record comes from, what was said of it, and what came in.

use serde::{Deserialize, Serialize};

use crate::record::RecordView;

/// A co-signature or the author's own signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct SignatureView {
    /// The signing agent.
    pub agent: String,
    /// Time of signing, ms.
    pub time: u64,
    /// The signature.
    pub signature: String,
    /// Whether it is the author's.
    pub author: bool,
}

/// A vote on a claim.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct VoteView {
    /// The vote record.
    pub id: String,
    /// Who voted.
    pub agent: String,
    /// When, by the voter, ms.
    pub time: u64,
    /// 0 ..= 1.
    pub weight: f64,
    /// Whether it is the agent's newest, the one that counts.
    pub effective: bool,
}

/// A withdrawal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct RetractionView {
    /// The retraction record.
    pub id: String,
    /// What is withdrawn.
    pub target: String,
    /// Who withdrew it.
    pub author: String,
    /// When, by its author, ms.
    pub time: u64,
    /// Why.
    pub reason: String,
}

/// Everything that a record rests on and that was said of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Trace {
    /// The record.
    pub record: RecordView,
    /// Position in this node's log.
    pub position: u64,
    /// Transaction time, ms.
    pub accepted_at: u64,
    /// Its parents, nearest first, at most 100.
    pub parents: Vec<RecordView>,
    /// Claims that name it as parent.
    pub children: Vec<String>,
    /// The sources of it and of its parents.
    pub sources: Vec<RecordView>,
    /// The epoch and those that supersede it.
    pub epochs: Vec<RecordView>,
    /// Votes, in log order, at most 1,000.
    pub votes: Vec<VoteView>,
    /// Signatures, the author's first, at most 1,000.
    pub signatures: Vec<SignatureView>,
    /// Withdrawals of it or of its sources.
    pub retractions: Vec<RetractionView>,
    /// For a source: the number of claims that rest on it.
    pub dependants: u64,
}

/// What the withdrawal of a source touches.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ImpactView {
    /// The source.
    pub source: String,
    /// Its title.
    pub title: String,
    /// Withdrawals of it.
    pub retractions: Vec<RetractionView>,
    /// Number of claims that rest on it.
    pub dependants: u64,
    /// Number of different subject and predicate pairs that they speak of.
    pub pairs: u64,
    /// Number of different authors.
    pub agents: u64,
    /// The claims, in log order, at most as many as asked for.
    pub claims: Vec<crate::ClaimView>,
}

/// A retraction's place in the database, and what it touches.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct WithdrawnView {
    /// The retraction's place.
    #[serde(flatten)]
    pub accepted: crate::AcceptedView,
    /// What rests on the target, if that is a source.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub impact: Option<ImpactView>,
}

/// One record of the feed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct FeedEntry {
    /// Position in this node's log.
    pub position: u64,
    /// Transaction time, ms.
    pub accepted_at: u64,
    /// The record.
    pub record: RecordView,
}

/// Records in the order in which this node accepted them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Feed {
    /// The records.
    pub records: Vec<FeedEntry>,
    /// Ask with `after=` this number for what comes next.
    pub next: u64,
    /// Whether there was more when it was asked.
    pub more: bool,
}
