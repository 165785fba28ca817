//! Plugins, activations and health.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::answer::PluginName;

/// A plugin that is installed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PluginView {
    /// Who it is.
    pub plugin: PluginName,
    /// One line.
    pub title: String,
    /// Parameters that it accepts, with their defaults, such as `half_life=0ms`.
    pub params: Vec<String>,
    /// Columns that it reads.
    pub columns: Vec<String>,
    /// Laws that it claims to obey.
    pub laws: Vec<String>,
    /// `active`, `canary` or `shadow` (it is tried out), `draining` (running queries hold it), or `installed`.
    pub state: String,
    /// Slots that it fills.
    pub slots: Vec<String>,
    /// Running queries that hold it.
    pub queries: u64,
    /// Faults since the server began.
    pub faults: Vec<PluginFaults>,
}

/// How often a plugin failed in one way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PluginFaults {
    /// The kind of fault.
    pub kind: String,
    /// How often.
    pub count: u64,
}

/// A slot and who fills it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct SlotView {
    /// The name that lens expressions use.
    pub slot: String,
    /// Who fills it.
    pub plugin: PluginName,
}

/// One decision of the control log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Activation {
    /// Number of the entry in the control log, from 1.
    pub sequence: u64,
    /// Position in this node's log.
    pub position: u64,
    /// When, ms.
    pub at: u64,
    /// Who.
    pub by: String,
    /// Why.
    pub reason: String,
    /// `activate`, `rollback`, `trust` or `steward`; `shadow`, `unshadow`, `canary`, `promote` or `withdraw` for a version
    /// that is tried out; `trip` when the server itself took one out; `estimate` when an estimator's job gave its result a name.
    pub action: String,
    /// The slots that it decided, with digests; empty for other actions.
    pub slots: BTreeMap<String, String>,
    /// For a rollback: the entry whose set holds again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub restores: Option<u64>,
    /// For a shadow or canary: its share, in millionths.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share_millionths: Option<u32>,
    /// For a trip: the digest that was taken out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tripped: Option<String>,
    /// For an estimate: its name and the digest that the name stands for from now on.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub estimates: BTreeMap<String, String>,
}

/// Everything about plugins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PluginList {
    /// The active slots.
    pub slots: Vec<SlotView>,
    /// All that is installed.
    pub plugins: Vec<PluginView>,
    /// The latest decisions, newest first, at most 100.
    pub activations: Vec<Activation>,
}

/// Where an uploaded component stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct InstallTicketView {
    /// Poll `GET /v1/admin/plugins/installs/{ticket}`.
    pub ticket: String,
    /// `queued`, `verifying`, `compiling`, `describing`, `installed` or `refused`.
    pub state: String,
    /// Digest of the uploaded bytes, as long as it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
    /// Who it is, once installed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plugin: Option<PluginName>,
    /// Why it was refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// Asks for a set of slots in one step.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ActivationRequest {
    /// Slot to plugin: a digest, or `id@version`, or `id@digest prefix`. Slots not named stay as they are.
    pub slots: BTreeMap<String, String>,
    /// Also versions that were taken out after faults and are still kept back.
    #[serde(default)]
    pub force: bool,
    /// Who decides; for the record.
    #[serde(default)]
    pub by: String,
    /// Why; for the record.
    #[serde(default)]
    pub reason: String,
}

/// Asks for the set that held before.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RollbackRequest {
    /// The entry whose set shall hold again; the one before the last change if left out.
    #[serde(default)]
    pub to: Option<u64>,
    /// Also to versions that were taken out after faults and are still kept back.
    #[serde(default)]
    pub force: bool,
    /// Who decides; for the record.
    #[serde(default)]
    pub by: String,
    /// Why; for the record.
    #[serde(default)]
    pub reason: String,
}

/// Sets the trust in an agent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TrustRequest {
    /// The agent's public key.
    pub agent: String,
    /// 0 ..= 1.
    pub trust: f64,
    /// Who decides; for the record.
    #[serde(default)]
    pub by: String,
    /// Why; for the record.
    #[serde(default)]
    pub reason: String,
}

/// Gives or takes the steward role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct StewardRequest {
    /// The tenant in which the role holds.
    pub namespace: String,
    /// The agent's public key.
    pub agent: String,
    /// Whether the agent has the role from now on.
    pub granted: bool,
    /// Who decides; for the record.
    #[serde(default)]
    pub by: String,
    /// Why; for the record.
    #[serde(default)]
    pub reason: String,
}

/// What a refresh of stored views did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct RefreshedViews {
    /// Views that had been served and were overtaken.
    pub stale: u64,
    /// Views that were computed anew and are kept.
    pub kept: u64,
}

/// How the server is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Health {
    /// `ok`, or `failing` with the reasons below.
    pub status: String,
    /// Version of the server.
    pub version: String,
    /// Records in the database.
    pub records: u64,
    /// The log position behind the last visible record.
    pub position: u64,
    /// The log position that the tables hold everything before.
    pub applied: u64,
    /// Installed plugins.
    pub plugins: u64,
    /// Active slots.
    pub slots: u64,
    /// What is wrong; empty if nothing.
    pub problems: Vec<String>,
}
