//! What the operator decided about agents, as of a log position.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use stemedb_storage::Short;

/// Trust in an agent of whom nothing was decided.
pub const NEWCOMER_TRUST: f64 = 0.5;

/// Trust and roles, folded from the control log. A copy shares them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Standing {
    trust: Arc<BTreeMap<Short, u32>>,
    stewards: Arc<BTreeSet<(String, Short)>>,
}

impl Standing {
    /// Sets the trust in an agent, in millionths.
    pub fn set_trust(&mut self, agent: Short, millionths: u32) {
        Arc::make_mut(&mut self.trust).insert(agent, millionths);
    }

    /// Gives or takes the steward role in a namespace.
    pub fn set_steward(&mut self, namespace: &str, agent: Short, granted: bool) {
        let entry = (namespace.to_owned(), agent);
        let stewards = Arc::make_mut(&mut self.stewards);
        if granted {
            stewards.insert(entry);
        } else {
            stewards.remove(&entry);
        }
    }

    /// Trust in an agent, 0 ..= 1.
    #[must_use]
    pub fn trust(&self, agent: &Short) -> f64 {
        match self.trust.get(agent) {
            Some(millionths) => f64::from(*millionths) / f64::from(stemedb_core::CONFIDENCE_ONE),
            None => NEWCOMER_TRUST,
        }
    }

    /// Whether an agent may act for others in a namespace.
    #[must_use]
    pub fn is_steward(&self, namespace: &str, agent: &Short) -> bool {
        !self.stewards.is_empty() && self.stewards.contains(&(namespace.to_owned(), *agent))
    }
}
