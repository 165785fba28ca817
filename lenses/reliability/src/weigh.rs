//! Reliabilities as factors.

use stemedb_sdk::Staged;
use stemedb_sdk::exact::GRAIN;

pub(crate) fn weigh(reliabilities: &[f64]) -> Staged {
    let weights = reliabilities
        .iter()
        .map(|reliability| reliability.max(GRAIN));
    Staged::weights(weights.collect())
}
