//! Factors of 0 and 1, group by group.

use stemedb_sdk::columns::{EPOCH_CURRENT, EPOCH_INVALIDATED, EPOCH_REFINED, NONE};
use stemedb_sdk::{Batch, Staged};

pub(crate) fn weigh(rows: &Batch<'_>, epochs: &[u32], states: &[u32]) -> Staged {
    let stands = |state: u32| state != EPOCH_INVALIDATED && state != EPOCH_REFINED;
    if states.iter().all(|&state| stands(state)) {
        return Staged::default();
    }
    let mut weights = Vec::with_capacity(states.len());
    for group in rows.groups() {
        let states = &states[group.clone()];
        let has_current = states
            .iter()
            .zip(&epochs[group])
            .any(|(&state, &epoch)| state == EPOCH_CURRENT && epoch != NONE);
        let stays = |state: u32| stands(state) || (state == EPOCH_REFINED && !has_current);
        weights.extend(
            states
                .iter()
                .map(|&state| f64::from(u8::from(stays(state)))),
        );
    }
    Staged::weights(weights)
}
