//! Entries of the control log: what the operator decided, in canonical JSON, signed.
//!
//! Not the state that they add up to: `history` folds them.
//!
//! Invariant: an entry's bytes never change, so its signature stays checkable; unknown fields are refused, not passed over.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::error::{Error, ErrorKind};

/// Longest reason or name of a decider, in bytes.
pub(crate) const REASON_BYTES_MAX: usize = 1_024;
/// Most slots that one entry may decide.
pub(crate) const SLOTS_MAX: usize = 256;

/// One decision.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ControlEntry {
    /// Number in the control log, from 1 without gaps.
    pub(crate) sequence: u64,
    /// When, ms.
    pub(crate) at: u64,
    /// Who.
    pub(crate) by: String,
    /// Why.
    pub(crate) reason: String,
    /// What.
    pub(crate) action: Action,
}

/// What an entry decides.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
pub(crate) enum Action {
    /// These slots are filled by these digests; the others stay.
    Activate {
        /// Slot to digest.
        slots: BTreeMap<String, String>,
    },
    /// The set that held after an earlier entry holds again.
    Rollback {
        /// That entry's number; 0 = before the first.
        to: u64,
    },
    /// An agent is trusted so much.
    Trust {
        /// The agent's key.
        agent: String,
        /// Millionths.
        trust: u32,
    },
    /// An agent may act for others in a namespace, or no longer.
    Steward {
        /// The tenant.
        namespace: String,
        /// The agent's key.
        agent: String,
        /// Whether from now on.
        granted: bool,
    },
    /// A name stands for the result of an estimator's job.
    Estimate {
        /// The name.
        name: String,
        /// Digest of the artefact.
        digest: String,
    },
    /// A version runs beside the active one of a slot and serves nothing.
    Shadow(OnTrial),
    /// The shadow of a slot ends.
    Unshadow(Ended),
    /// A version serves a share of the subjects in a slot.
    Canary(OnTrial),
    /// The canary of a slot fills it.
    Promote(Ended),
    /// The canary of a slot ends, the active version serves all subjects again.
    Withdraw(Ended),
    /// A version failed too often and is taken out; only the server itself decides this.
    Trip(Trip),
}

/// A version that is tried out in a slot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OnTrial {
    /// The slot.
    pub(crate) slot: String,
    /// The version.
    pub(crate) digest: String,
    /// The share of queries or subjects, in millionths.
    pub(crate) share: u32,
    /// Decides which ones.
    pub(crate) salt: String,
}

/// What is no longer tried out in a slot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Ended {
    /// The slot.
    pub(crate) slot: String,
    /// The version.
    pub(crate) digest: String,
}

/// A version that is taken out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Trip {
    /// The version.
    pub(crate) digest: String,
    /// The slots that it filled, with the digests that fill them from now on.
    pub(crate) slots: BTreeMap<String, String>,
    /// The slots in which it was the canary.
    pub(crate) canaries: BTreeSet<String>,
    /// How often it was taken out, this time included.
    pub(crate) times: u32,
    /// Until when it is kept back, ms.
    pub(crate) until: u64,
}

impl Action {
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Action::Activate { .. } => "activate",
            Action::Rollback { .. } => "rollback",
            Action::Trust { .. } => "trust",
            Action::Steward { .. } => "steward",
            Action::Estimate { .. } => "estimate",
            Action::Shadow(_) => "shadow",
            Action::Unshadow(_) => "unshadow",
            Action::Canary(_) => "canary",
            Action::Promote(_) => "promote",
            Action::Withdraw(_) => "withdraw",
            Action::Trip(_) => "trip",
        }
    }
}

impl ControlEntry {
    /// Checks what the operator wrote.
    pub(crate) fn check(&self) -> Result<(), Error> {
        for (field, text) in [("by", &self.by), ("reason", &self.reason)] {
            if text.len() > REASON_BYTES_MAX {
                return Err(Error::new(
                    ErrorKind::Invalid,
                    "invalid_activation",
                    format!(
                        "the field {field} has {} bytes, at most {REASON_BYTES_MAX} are kept",
                        text.len()
                    ),
                ));
            }
        }
        Ok(())
    }

    pub(crate) fn encode(&self) -> Result<Vec<u8>, Error> {
        serde_json::to_vec(self).map_err(|error| {
            Error::new(ErrorKind::Internal, "control_log_failed", error.to_string())
        })
    }

    pub(crate) fn decode(bytes: &[u8]) -> Result<Self, String> {
        serde_json::from_slice(bytes).map_err(|error| error.to_string())
    }
}
