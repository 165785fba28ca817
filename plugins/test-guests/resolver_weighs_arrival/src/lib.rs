//! A resolver that believes claims the less the later they came in, whatever they say of when they hold.

use stemedb_sdk::choose::{self, Rule};
use stemedb_sdk::{Batch, Context, Description, Error, Resolutions, Resolver};

const YEAR_MS: f64 = 31_556_952_000.0;

/// Who comes late is believed less.
#[derive(Debug)]
pub struct WeighsArrival;

impl Resolver for WeighsArrival {
    fn describe() -> Description {
        Description::new(
            "resolver-weighs-arrival",
            env!("CARGO_PKG_VERSION"),
            "Who comes late is believed less",
        )
        .u32("value")
        .f64("valid-time")
        .f64("hlc")
    }

    fn resolve(_: &Context<'_>, rows: &Batch<'_>) -> Result<Resolutions, Error> {
        let (times, arrivals) = (rows.f64(0)?, rows.f64(1)?);
        choose::resolve(rows, rows.u32(0)?, Rule::GREATEST_SUM, |row| {
            let late = (arrivals[row] - times[row]).max(0.0) / YEAR_MS;
            1.0 / (1.0 + late)
        })
    }
}

stemedb_sdk::export_resolver!(WeighsArrival);
