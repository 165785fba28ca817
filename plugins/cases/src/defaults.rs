//! What a column holds in a case that does not state it: an ordinary claim of a community member, a second apart.

use stemedb_sdk::columns::NONE;

use super::Group;

/// Time between neighbouring rows.
const STEP_MS: f64 = 1_000.0;
const DAY_MS: f64 = 86_400_000.0;
const COMMUNITY: f64 = 4.0;
const NEWCOMER_TRUST: f64 = 0.5;
/// What an estimate says of a voice, and of a row, that it does not know.
const UNKNOWN_VOICE: f64 = 0.5;
const UNKNOWN_ROW: f64 = -1.0;

const TIER_WEIGHTS: [f64; 6] = [1.0, 0.9, 0.7, 0.5, 0.2, 0.1];
const HALF_LIVES_DAYS: [f64; 6] = [0.0, 730.0, 365.0, 180.0, 90.0, 30.0];

/// The entry of a column for one row of a group.
pub(super) fn entry(group: &Group, column: &str, row: usize, as_of: f64) -> f64 {
    if let Some(&entry) = group.rows.get(column).and_then(|entries| entries.get(row)) {
        return entry;
    }
    let of = |other: &str| entry(group, other, row, as_of);
    match column {
        "weight" | "confidence" => 1.0,
        "agent" => row as f64,
        "source" | "epoch" => f64::from(NONE),
        "tier" => COMMUNITY,
        "trust" => NEWCOMER_TRUST,
        "reliability" => UNKNOWN_VOICE,
        "likelihood" => UNKNOWN_ROW,
        "tier-weight" => TIER_WEIGHTS
            .get(of("tier") as usize)
            .copied()
            .unwrap_or(0.0),
        "half-life" => {
            HALF_LIVES_DAYS
                .get(of("tier") as usize)
                .copied()
                .unwrap_or(0.0)
                * DAY_MS
        }
        "valid-time" => match group.rows.get("age").and_then(|ages| ages.get(row)) {
            Some(age) => as_of - age,
            None => as_of - row as f64 * STEP_MS,
        },
        "age" => as_of - of("valid-time"),
        "hlc" => of("valid-time"),
        // value, lifecycle, votes, cosigners, epoch-state, vote-weight
        _ => 0.0,
    }
}
