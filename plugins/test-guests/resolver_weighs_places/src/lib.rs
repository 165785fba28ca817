//! A resolver whose weights depend on where a row stands among equally old ones, which is where it happened to land.

use stemedb_sdk::choose::{self, Rule};
use stemedb_sdk::{Batch, Context, Description, Error, Resolutions, Resolver};

/// First come, first served.
#[derive(Debug)]
pub struct WeighsPlaces;

impl Resolver for WeighsPlaces {
    fn describe() -> Description {
        Description::new(
            "resolver-weighs-places",
            env!("CARGO_PKG_VERSION"),
            "First come, first served",
        )
        .u32("value")
    }

    fn resolve(_: &Context<'_>, rows: &Batch<'_>) -> Result<Resolutions, Error> {
        let places: Vec<usize> = rows.groups().flat_map(|group| 0..group.len()).collect();
        choose::resolve(rows, rows.u32(0)?, Rule::GREATEST_SUM, |row| {
            1.0 / (1.0 + places[row] as f64)
        })
    }
}

stemedb_sdk::export_resolver!(WeighsPlaces);
