//! Claims that answers show, kept as they are shown.
//!
//! A body never changes and a position never gets another, so an entry is right for as long as it is kept.

use std::sync::Arc;

use stemedb_storage::{Entry, Store};
use stemedb_wire::ClaimView;

use crate::error::QueryError;

/// Bytes of claims that are kept, about.
const KEPT_BYTES: u64 = 64 << 20;
/// An ordinary claim, as kept: texts, ids in digits, and the entry itself.
const CLAIM_BYTES: u64 = 1_024;

#[derive(Clone)]
struct Weigh;

impl quick_cache::Weighter<u64, Arc<ClaimView>> for Weigh {
    fn weight(&self, _: &u64, claim: &Arc<ClaimView>) -> u64 {
        let metadata = claim
            .metadata
            .iter()
            .map(|(key, value)| key.len() + value.len() + 64);
        let texts = claim.subject.len() + claim.predicate.len() + object_bytes(claim);
        CLAIM_BYTES + (texts + metadata.sum::<usize>()) as u64
    }
}

fn object_bytes(claim: &ClaimView) -> usize {
    match &claim.object {
        stemedb_wire::ObjectView::Text(text) | stemedb_wire::ObjectView::Reference(text) => {
            text.len()
        }
        _ => 0,
    }
}

/// Claims by log position.
pub(crate) struct Claims {
    kept: quick_cache::sync::Cache<u64, Arc<ClaimView>, Weigh>,
}

impl Claims {
    pub(crate) fn new() -> Self {
        let expected = usize::try_from(KEPT_BYTES / CLAIM_BYTES).unwrap_or(usize::MAX);
        Claims {
            kept: quick_cache::sync::Cache::with_weighter(expected, KEPT_BYTES, Weigh),
        }
    }

    /// The claim at a position.
    pub(crate) fn at(&self, store: &Store, position: u64) -> Result<Arc<ClaimView>, QueryError> {
        if let Some(claim) = self.kept.get(&position) {
            return Ok(claim);
        }
        let Entry::Record { record, .. } = store.entry(position)? else {
            return Err(QueryError::NoClaim { position });
        };
        let claim = ClaimView::of(&record).ok_or(QueryError::NoClaim { position })?;
        let claim = Arc::new(claim);
        self.kept.insert(position, Arc::clone(&claim));
        Ok(claim)
    }
}
