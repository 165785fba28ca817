//! Sureness and trustworthiness, round by round.

use stemedb_sdk::joint::Space;
use stemedb_sdk::{Error, Estimates};

const ROUNDS_MAX: u32 = 30;
/// It has settled when no trustworthiness moves by more.
const SETTLED: f64 = 1e-4;
/// The distance to 1 that is left of every trustworthiness.
const DOUBT_MIN: f64 = 1e-6;

/// The parameters.
pub(crate) struct Settings {
    pub(crate) damping: f64,
    pub(crate) influence: f64,
    pub(crate) trust: f64,
}

pub(crate) fn estimate(space: &Space<'_>, settings: &Settings) -> Result<Estimates, Error> {
    let fits = settings.damping > 0.0
        && (0.0..=1.0).contains(&settings.influence)
        && settings.trust > 0.0
        && settings.trust < 1.0;
    if !fits {
        return Err(Error::parameter(
            "`damping` must be above 0, and `influence` and `trust` must lie in 0 ..= 1",
        ));
    }
    let mut trust = vec![settings.trust; space.voices];
    let mut sure = vec![0.0; space.classes()];
    let mut rounds = 0;
    while rounds < ROUNDS_MAX {
        rounds += 1;
        judge(space, settings, &trust, &mut sure);
        if space.means(&sure, 0.0, settings.trust, &mut trust) < SETTLED {
            break;
        }
    }
    for group in 0..space.groups() {
        let sure = &mut sure[space.classes_of(group)];
        let mut total = 0.0;
        for &sure in &*sure {
            total += sure;
        }
        if total > 1.0 {
            for sure in sure {
                *sure /= total;
            }
        }
    }
    Ok(Estimates {
        weights: trust,
        probabilities: space.for_rows(&sure),
        rounds,
    })
}

/// The sureness of each class.
fn judge(space: &Space<'_>, settings: &Settings, trust: &[f64], sure: &mut [f64]) {
    let gives: Vec<f64> = trust
        .iter()
        .map(|trust| -libm::log((1.0 - trust).max(DOUBT_MIN)))
        .collect();
    sure.fill(0.0);
    for (row, &class) in space.class.iter().enumerate() {
        sure[class as usize] += space.weight[row] * gives[space.voice[row] as usize];
    }
    if space.has_supports() {
        let own = sure.to_vec();
        for group in 0..space.groups() {
            for (source, target, strength) in space.supports_of(group) {
                sure[target] += settings.influence * strength * own[source];
            }
        }
    }
    for sure in sure {
        *sure = 1.0 / (1.0 + libm::exp(-settings.damping * *sure));
    }
}
