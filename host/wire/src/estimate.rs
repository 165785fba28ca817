//! Estimators' jobs and their results, the artefacts.

use serde::{Deserialize, Serialize};

use crate::answer::PluginName;

/// Asks for an estimator's job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct EstimateRequest {
    /// The name that the result gets: lower-case letters, digits and hyphens, a letter first, at most 63. A name that is
    /// taken passes to the new result.
    pub name: String,
    /// Row stages and an estimator, such as `normalise|tolerance(bound=10)|accu`.
    pub lens: String,
    /// Which claims it learns from.
    #[serde(default)]
    pub scope: EstimateScope,
    /// Who decides; for the record.
    #[serde(default)]
    pub by: String,
    /// Why; for the record.
    #[serde(default)]
    pub reason: String,
}

/// Which claims an estimator learns from. Everything may be left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct EstimateScope {
    /// The tenant.
    #[serde(default = "public")]
    pub namespace: String,
    /// Only these predicates; all if empty.
    #[serde(default)]
    pub predicates: Vec<String>,
    /// Only subjects that begin so.
    #[serde(default)]
    pub subject_prefix: String,
    /// `live` (all but deprecated and rejected), `any`, or the name of a stage.
    #[serde(default = "live")]
    pub lifecycle: String,
    /// Valid time, milliseconds since 1970 or an RFC 3339 date or time; now if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<String>,
}

fn public() -> String {
    "public".to_owned()
}

fn live() -> String {
    "live".to_owned()
}

impl Default for EstimateScope {
    fn default() -> Self {
        EstimateScope {
            namespace: public(),
            predicates: Vec::new(),
            subject_prefix: String::new(),
            lifecycle: live(),
            as_of: None,
        }
    }
}

/// Where an estimator's job stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct EstimateState {
    /// Poll `GET /v1/admin/estimates/{ticket}`.
    pub ticket: String,
    /// The name that the result gets.
    pub name: String,
    /// The expression as it was asked.
    pub lens: String,
    /// `queued`, `scanning`, `weighing`, `estimating`, `writing`, `done`, `failed` or `cancelled`.
    pub state: String,
    /// Pairs that are looked at; 0 until they are counted.
    pub pairs: u64,
    /// Pairs that were looked at in this state.
    pub pairs_done: u64,
    /// Pairs with candidates, so far.
    pub groups: u64,
    /// Rows of those pairs, so far.
    pub rows: u64,
    /// Digest of the result, once there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
    /// Why there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// The head of an artefact: what it was made of and by whom. Its JSON without spaces is part of the artefact's bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ArtefactHead {
    /// The name under which it was made.
    pub name: String,
    /// Who estimated.
    pub estimator: PluginName,
    /// The expression with whole digests and all parameter values.
    pub lens: String,
    /// The tenant.
    pub namespace: String,
    /// Its predicates, sorted; all if empty.
    pub predicates: Vec<String>,
    /// Beginning of its subjects.
    pub subject_prefix: String,
    /// Which lifecycle stages were candidates.
    pub lifecycle: String,
    /// Valid time, ms.
    pub as_of: u64,
    /// Transaction time, ms.
    pub known_at: u64,
    /// Position of this node's log that it was read at.
    pub position: u64,
    /// Pairs that were judged together.
    pub groups: u64,
    /// Claims of those pairs.
    pub rows: u64,
    /// Sources, and agents that name none.
    pub voices: u64,
    /// Claims with a likelihood: all, or none if the method has no such notion.
    pub likelihoods: u64,
    /// Rounds until the method settled.
    pub rounds: u32,
}

/// An artefact that took part in an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ArtefactName {
    /// The name under which it was made.
    pub name: String,
    /// BLAKE3 of its bytes.
    pub digest: String,
    /// Who made it.
    pub estimator: PluginName,
}

/// A name and the artefact that it stands for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct EstimateEntry {
    /// The name.
    pub name: String,
    /// Digest of the artefact.
    pub digest: String,
}

/// All names, and the latest jobs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct EstimateList {
    /// Names with what they stand for now, sorted.
    pub estimates: Vec<EstimateEntry>,
    /// The latest jobs of this process, newest first.
    pub jobs: Vec<EstimateState>,
}

/// One who speaks, and how reliable the method found it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct VoiceView {
    /// `source` or `agent`.
    pub kind: String,
    /// The source's id or the agent's key.
    pub id: String,
    /// The source's title, if it is here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Number of its claims.
    pub claims: u64,
    /// 0 ..= 1, by the method's own notion; none if it has no weights.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reliability: Option<f64>,
}

/// What an artefact says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct EstimateView {
    /// BLAKE3 of its bytes.
    pub digest: String,
    /// The names that stand for it now.
    pub names: Vec<String>,
    /// What it was made of and by whom.
    pub made: ArtefactHead,
    /// The most reliable voices first, at most as many as asked for.
    pub voices: Vec<VoiceView>,
}
