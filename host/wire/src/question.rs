//! A question as it is asked.

use serde::{Deserialize, Serialize};

/// What somebody wants to know. All but subject and predicate may be left out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::IntoParams, utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", into_params(parameter_in = Query))]
pub struct Question {
    /// The tenant.
    #[serde(default = "public")]
    pub namespace: String,
    /// What it is about.
    pub subject: String,
    /// The aspect.
    pub predicate: String,
    /// The lens expression, such as `epoch-aware|decay(half_life=30d)|consensus` or `recency@0.1.0`.
    #[serde(default = "default_lens")]
    pub lens: String,
    /// Valid time of the question, milliseconds since 1970 or an RFC 3339 date or time; now if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<String>,
    /// Transaction time: what the database knew then, in the same forms; now if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known_at: Option<String>,
    /// `live` (all but deprecated and rejected), `any`, or one of `proposed`, `under-review`, `approved`, `deprecated`,
    /// `rejected`.
    #[serde(default = "live")]
    pub lifecycle: String,
    /// Only claims of this epoch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub epoch: Option<String>,
    /// Only claims whose author is at least this sure, 0 ..= 1.
    #[serde(default)]
    pub min_confidence: f64,
    /// Whether claims count that were withdrawn or rest on a withdrawn source.
    #[serde(default)]
    pub include_retracted: bool,
    /// Greatest age, in seconds, of a stored answer that may be given although time alone may have changed it.
    #[serde(default)]
    pub max_stale: u64,
    /// Greatest number of rival values listed in the answer; never what the lens sees.
    #[serde(default = "limit")]
    pub limit: u32,
}

fn public() -> String {
    "public".to_owned()
}

fn default_lens() -> String {
    "layered".to_owned()
}

fn live() -> String {
    "live".to_owned()
}

const fn limit() -> u32 {
    100
}

impl Question {
    /// A question with everything else left at its default.
    #[must_use]
    pub fn new(subject: impl Into<String>, predicate: impl Into<String>) -> Self {
        Question {
            namespace: public(),
            subject: subject.into(),
            predicate: predicate.into(),
            lens: default_lens(),
            as_of: None,
            known_at: None,
            lifecycle: live(),
            epoch: None,
            min_confidence: 0.0,
            include_retracted: false,
            max_stale: 0,
            limit: limit(),
        }
    }

    /// The same question through another lens.
    #[must_use]
    pub fn lens(mut self, lens: impl Into<String>) -> Self {
        self.lens = lens.into();
        self
    }
}

/// A question to an endpoint that has a lens of its own. All but subject and predicate may be left out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::IntoParams, utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", into_params(parameter_in = Query))]
pub struct PresetQuestion {
    /// The tenant.
    #[serde(default = "public")]
    pub namespace: String,
    /// What it is about.
    pub subject: String,
    /// The aspect.
    pub predicate: String,
    /// Valid time of the question, milliseconds since 1970 or an RFC 3339 date or time; now if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<String>,
    /// Transaction time: what the database knew then, in the same forms; now if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known_at: Option<String>,
    /// As of a [`Question`].
    #[serde(default = "live")]
    pub lifecycle: String,
    /// Only claims of this epoch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub epoch: Option<String>,
    /// Only claims whose author is at least this sure, 0 ..= 1.
    #[serde(default)]
    pub min_confidence: f64,
    /// Whether claims count that were withdrawn or rest on a withdrawn source.
    #[serde(default)]
    pub include_retracted: bool,
    /// Greatest age, in seconds, of a stored answer that may be given although time alone may have changed it.
    #[serde(default)]
    pub max_stale: u64,
    /// Greatest number of rival values listed in the answer; never what the lens sees.
    #[serde(default = "limit")]
    pub limit: u32,
}

impl PresetQuestion {
    /// The question through a lens.
    #[must_use]
    pub fn through(self, lens: &str) -> Question {
        Question {
            namespace: self.namespace,
            subject: self.subject,
            predicate: self.predicate,
            lens: lens.to_owned(),
            as_of: self.as_of,
            known_at: self.known_at,
            lifecycle: self.lifecycle,
            epoch: self.epoch,
            min_confidence: self.min_confidence,
            include_retracted: self.include_retracted,
            max_stale: self.max_stale,
            limit: self.limit,
        }
    }
}
