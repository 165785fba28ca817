//! Who may speak for a record that somebody else wrote.

use stemedb_core::AgentId;

/// Tells who holds the steward role; the engine answers from the control log.
pub trait Authority: Send + Sync {
    /// Whether the agent may act for others in the namespace, as of the log position.
    fn is_steward(&self, namespace: &str, agent: &AgentId, position: u64) -> bool;
}

/// Nobody is a steward.
impl Authority for () {
    fn is_steward(&self, _: &str, _: &AgentId, _: u64) -> bool {
        false
    }
}
