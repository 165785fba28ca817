//! Votes, probabilities and reliabilities, round by round.

use stemedb_sdk::joint::{MARGIN, Space};
use stemedb_sdk::{Error, Estimates};

const ROUNDS_MAX: u32 = 30;
/// It has settled when no reliability moves by more.
const SETTLED: f64 = 1e-4;

pub(crate) fn estimate(
    space: &Space<'_>,
    false_values: f64,
    first: f64,
) -> Result<Estimates, Error> {
    if !(false_values >= 1.0 && (MARGIN..=1.0 - MARGIN).contains(&first)) {
        return Err(Error::parameter(
            "`n` must be at least 1 and `reliability` must lie in 0.01 ..= 0.99",
        ));
    }
    let mut reliabilities = vec![first; space.voices];
    let mut likely = vec![0.0; space.classes()];
    let mut credited = Vec::new();
    let mut rounds = 0;
    while rounds < ROUNDS_MAX {
        rounds += 1;
        vote(space, false_values, &reliabilities, &mut likely);
        let credits = if space.has_supports() {
            space.credited(&likely, &mut credited);
            &credited
        } else {
            &likely
        };
        if space.means(credits, 0.0, first, &mut reliabilities) < SETTLED {
            break;
        }
    }
    Ok(Estimates {
        weights: reliabilities,
        probabilities: space.for_rows(&likely),
        rounds,
    })
}

/// The probability of each class.
fn vote(space: &Space<'_>, false_values: f64, reliabilities: &[f64], likely: &mut [f64]) {
    let says: Vec<f64> = reliabilities
        .iter()
        .map(|reliability| {
            let sure = reliability.clamp(MARGIN, 1.0 - MARGIN);
            libm::log(false_values * sure / (1.0 - sure))
        })
        .collect();
    likely.fill(0.0);
    for (row, &class) in space.class.iter().enumerate() {
        likely[class as usize] += space.weight[row] * says[space.voice[row] as usize];
    }
    let mut own = Vec::new();
    for group in 0..space.groups() {
        let classes = space.classes_of(group);
        if space.has_supports() {
            own.clear();
            own.extend_from_slice(&likely[classes.clone()]);
            for (source, target, strength) in space.supports_of(group) {
                likely[target] += strength * own[source - classes.start];
            }
        }
        normalise(&mut likely[classes], false_values);
    }
}

/// From votes to probabilities: unstated false values have no votes, but are possible too.
fn normalise(votes: &mut [f64], false_values: f64) {
    let most = votes.iter().fold(0.0_f64, |most, &votes| most.max(votes));
    let unstated = (false_values + 1.0 - votes.len() as f64).max(0.0);
    let mut total = unstated * libm::exp(-most);
    for vote in &mut *votes {
        *vote = libm::exp(*vote - most);
        total += *vote;
    }
    for vote in votes {
        *vote /= total;
    }
}
