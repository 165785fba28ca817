//! Factors by age, row by row.

use stemedb_sdk::exact::{self, GRAIN};
use stemedb_sdk::{Error, Staged};

pub(crate) fn weigh(
    ages: &[f64],
    half_lives: &[f64],
    half_life: f64,
    floor: f64,
) -> Result<Staged, Error> {
    if !(half_life >= 0.0 && (0.0..=1.0).contains(&floor)) {
        return Err(Error::parameter(
            "`half_life` must not be negative and `floor` must lie in 0 ..= 1",
        ));
    }
    let floor = floor.max(GRAIN);
    let of_row = |row_half_life: f64| {
        if half_life > 0.0 {
            half_life
        } else {
            row_half_life
        }
    };
    let mut weights = Vec::with_capacity(ages.len());
    // Neighbouring rows often have one age and one tier, and the power is the dearest step.
    let mut before = (0.0, 0.0, 1.0);
    for (&age, &row_half_life) in ages.iter().zip(half_lives) {
        let half_life = of_row(row_half_life);
        if (age, half_life) != (before.0, before.1) {
            before = (age, half_life, factor(age, half_life, floor));
        }
        weights.push(before.2);
    }
    Ok(Staged::weights(weights))
}

fn factor(age: f64, half_life: f64, floor: f64) -> f64 {
    if half_life > 0.0 && age > 0.0 {
        exact::halved(age / half_life).max(floor)
    } else {
        1.0
    }
}
