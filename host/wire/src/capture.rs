//! What plugins were called with when a question was answered, for authors who replay it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::answer::PluginName;

/// Every call of the pipeline of one audited question, made again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Capture {
    /// The audited query.
    pub query_id: String,
    /// What was asked about.
    pub subject: String,
    /// What was asked of it.
    pub predicate: String,
    /// The lens with whole digests and all parameter values.
    pub lens: String,
    /// Whether the answer is still the recorded one bit for bit.
    pub identical: bool,
    /// One for each stage, in the order in which they ran.
    pub calls: Vec<CapturedCall>,
}

/// One call of a plugin.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct CapturedCall {
    /// Who was called.
    pub plugin: PluginName,
    /// Valid time of the question, ms.
    pub as_of: u64,
    /// The groups of the call.
    pub groups: Vec<CapturedGroup>,
}

/// The candidates of one group, with every column of the registry, whether the plugin reads it or not.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct CapturedGroup {
    /// Columns by name.
    pub columns: BTreeMap<String, Vec<f64>>,
    /// Text of each value id.
    pub texts: Vec<String>,
}
