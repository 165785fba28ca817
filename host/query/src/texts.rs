//! Text of values for the few lenses that read it: taken from the log when it is asked for.

use std::sync::Arc;

use stemedb_core::Body;
use stemedb_plugins::Texts;
use stemedb_storage::{Entry, Store};

/// The values of one call: the log position of a claim that states each class.
pub(crate) struct PairTexts {
    pub(crate) store: Arc<Store>,
    pub(crate) positions: Vec<u64>,
}

impl PairTexts {
    fn text(&self, class: u32) -> Option<String> {
        let position = *self.positions.get(class as usize)?;
        match self.store.entry(position).ok()? {
            Entry::Record { record, .. } => match &record.body {
                Body::Claim(claim) => Some(claim.object.to_string()),
                _ => None,
            },
            Entry::Control { .. } => None,
        }
    }
}

impl Texts for PairTexts {
    fn texts(&self, _group: u32, ids: &[u32]) -> Vec<String> {
        ids.iter()
            .map(|id| self.text(*id).unwrap_or_default())
            .collect()
    }
}
