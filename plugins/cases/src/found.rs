//! What a resolver said before an answer stage is called, as a case states it.

use serde::Deserialize;
use stemedb_sdk::{Resolutions, Status};

use super::{Case, CaseError, NoWinner, Part, Winner};

/// The resolution of one group.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Found {
    winner: Winner,
    confidence: f64,
    conflict: f64,
    status: String,
    shares: Vec<(u32, f64)>,
    parts: Vec<Part>,
}

impl Default for Found {
    fn default() -> Self {
        Self {
            winner: Winner::Word(NoWinner::None),
            confidence: 0.0,
            conflict: 0.0,
            status: Status::Undecided.name().into(),
            shares: Vec::new(),
            parts: Vec::new(),
        }
    }
}

impl Case {
    /// What an answer stage is called with beside the rows.
    ///
    /// # Errors
    /// [`CaseError::Layout`] when a status is none.
    pub fn found(&self) -> Result<Resolutions, CaseError> {
        let mut all = Resolutions::default();
        all.shares.offsets.push(0);
        let makes_parts = self
            .groups
            .iter()
            .any(|group| !group.found.parts.is_empty());
        if makes_parts {
            all.parts.offsets.push(0);
        }
        for group in &self.groups {
            let found = &group.found;
            let status = (0..)
                .map_while(Status::from_u32)
                .find(|status| status.name() == found.status);
            let status = status.ok_or_else(|| CaseError::Layout {
                case: self.name.clone(),
                problem: format!("`{}` is no status", found.status),
            })?;
            all.statuses.push(status as u32);
            found.enter(&mut all);
            if makes_parts {
                all.parts.offsets.push(all.parts.labels.len() as u32);
            }
        }
        Ok(all)
    }
}

impl Found {
    fn enter(&self, all: &mut Resolutions) {
        all.winners.push(self.winner.row());
        all.confidences.push(self.confidence);
        all.conflicts.push(self.conflict);
        for &(class, share) in &self.shares {
            all.shares.classes.push(class);
            all.shares.shares.push(share);
        }
        all.shares.offsets.push(all.shares.classes.len() as u32);
        for part in &self.parts {
            all.parts.labels.push(part.label);
            all.parts.winners.push(part.winner.row());
            all.parts.confidences.push(part.confidence);
            all.parts.conflicts.push(part.conflict);
            all.parts.counts.push(part.count);
        }
    }
}
