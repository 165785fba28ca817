//! Versions that are tried out: shadows, canaries, and versions that were taken out after faults.

use serde::{Deserialize, Serialize};

use crate::admin::PluginFaults;
use crate::answer::PluginName;
use crate::record::ObjectView;

/// Asks for a version to be tried out in a slot.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TrialRequest {
    /// The slot.
    pub slot: String,
    /// The version: a digest, or `id@version`, or `id@digest prefix`.
    pub plugin: String,
    /// 0 ..= 1: for a shadow of the queries, for a canary of the subjects.
    pub share: f64,
    /// Also a version that was taken out and is still kept back.
    #[serde(default)]
    pub force: bool,
    /// Who decides; for the record.
    #[serde(default)]
    pub by: String,
    /// Why; for the record.
    #[serde(default)]
    pub reason: String,
}

/// Ends what is tried out in a slot.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TrialEnd {
    /// The slot.
    pub slot: String,
    /// Who decides; for the record.
    #[serde(default)]
    pub by: String,
    /// Why; for the record.
    #[serde(default)]
    pub reason: String,
}

/// All that is tried out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct TrialList {
    /// The slots in which something is tried out, without the single differences.
    pub slots: Vec<TrialView>,
    /// Versions that were taken out after faults, newest first.
    pub trips: Vec<TripView>,
}

/// What is tried out in a slot.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct TrialView {
    /// The slot.
    pub slot: String,
    /// Who fills it; none if its plugin is not installed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub active: Option<PluginName>,
    /// The version that runs beside it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shadow: Option<ShadowView>,
    /// The version that serves a share of the subjects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub canary: Option<CanaryView>,
}

/// A version that runs beside the active one, and what came of it since this process began to count.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ShadowView {
    /// Who.
    pub plugin: PluginName,
    /// The share of the queries, 0 ..= 1.
    pub share: f64,
    /// When the operator started it, ms.
    pub started_at: u64,
    /// Since when the numbers below count, ms: they begin anew when the server does.
    pub counted_since: u64,
    /// Answers that the share took, whatever became of them.
    pub taken: u64,
    /// Answers that were left out because too many waited.
    pub dropped: u64,
    /// Answers that wait to be compared.
    pub waiting: u64,
    /// Answers that were compared.
    pub compared: u64,
    /// Of these: the same winner, confidence and status.
    pub agreed: u64,
    /// Of these: another winning value.
    pub winners_differ: u64,
    /// Of these: another status.
    pub statuses_differ: u64,
    /// Of these: another confidence.
    pub confidences_differ: u64,
    /// Greatest difference of two confidences.
    pub confidence_difference_max: f64,
    /// Answers that the version did not give: faults by kind; `refused`, `busy` and `unbound` (its parameters or world do
    /// not fit the lens expression) among them, and `other` for what another plugin or the storage did.
    pub failures: Vec<PluginFaults>,
    /// Time of an answer with the active version, on fresh instances like the other one's.
    pub active_latency: LatencyView,
    /// Time of an answer with the version that is tried out.
    pub shadow_latency: LatencyView,
    /// Against whom it was compared, the latest last.
    pub against: Vec<AgainstView>,
    /// The latest answers that differ, newest first; left out of lists.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub differences: Vec<DifferenceView>,
}

/// How long answers took, in microseconds; zero where none was given.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct LatencyView {
    /// Answers that were timed.
    pub count: u64,
    /// Half took at most so long; to a quarter.
    pub p50_us: u64,
    /// Nine of ten took at most so long; to a quarter.
    pub p90_us: u64,
    /// 99 of a hundred took at most so long; to a quarter.
    pub p99_us: u64,
    /// The longest.
    pub max_us: u64,
}

/// How a version compared with one that was active at the time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct AgainstView {
    /// Digest of the version that served.
    pub digest: String,
    /// Answers that were compared.
    pub compared: u64,
    /// Of these: the same winner, confidence and status.
    pub agreed: u64,
}

/// An answer that differs, with what is needed to ask both again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct DifferenceView {
    /// The query that was served; `POST /v1/replay/{id}` gives its answer again.
    pub query_id: String,
    /// When it was asked, ms.
    pub at: u64,
    /// The tenant.
    pub namespace: String,
    /// What was asked about.
    pub subject: String,
    /// The aspect.
    pub predicate: String,
    /// The log position that both answers read at.
    pub position: u64,
    /// What differs: `winner`, `status`, `confidence`.
    pub differs: Vec<String>,
    /// What was served.
    pub active: VerdictView,
    /// What the version that is tried out says.
    pub shadow: VerdictView,
}

/// What an answer comes to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct VerdictView {
    /// The lens with whole digests and all parameters: asking with it gives this answer.
    pub lens: String,
    /// The winning value; none if there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub winner: Option<ObjectView>,
    /// The claim that carries it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claim: Option<String>,
    /// 0 ..= 1.
    pub confidence: f64,
    /// `unanimous`, `agreed`, `contested` or `undecided`.
    pub status: String,
}

/// A version that serves a share of the subjects, and what it served since this process began to count.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct CanaryView {
    /// Who.
    pub plugin: PluginName,
    /// The share of the subjects, 0 ..= 1.
    pub share: f64,
    /// When the operator started it, ms.
    pub started_at: u64,
    /// Since when the numbers below count, ms: they begin anew when the server does.
    pub counted_since: u64,
    /// Answers that it served.
    pub canary_answers: u64,
    /// Faults of it in queries.
    pub canary_faults: u64,
    /// Answers that the active version served to the other subjects.
    pub active_answers: u64,
    /// Faults of the active version in queries.
    pub active_faults: u64,
}

/// A version that was taken out after faults.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct TripView {
    /// Digest of the version.
    pub digest: String,
    /// Who it is; none if it is not installed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plugin: Option<PluginName>,
    /// How often it was taken out.
    pub times: u32,
    /// When it was taken out last, ms.
    pub at: u64,
    /// Until when it may not be activated again unless forced, ms.
    pub until: u64,
    /// Whether that time has not come.
    pub kept_back: bool,
    /// The entry of the control log.
    pub sequence: u64,
    /// Why, with the last fault.
    pub reason: String,
}
