//! Trust as a factor, row by row.

use stemedb_sdk::exact::GRAIN;
use stemedb_sdk::{Error, Staged};

pub(crate) fn weigh(trusts: &[f64], floor: f64) -> Result<Staged, Error> {
    if !(0.0..=1.0).contains(&floor) {
        return Err(Error::parameter("`floor` must lie in 0 ..= 1"));
    }
    let floor = floor.max(GRAIN);
    // A comparison, because `max` costs a guest several operations.
    let factor = |&trust: &f64| if trust > floor { trust } else { floor };
    Ok(Staged::weights(trusts.iter().map(factor).collect()))
}
