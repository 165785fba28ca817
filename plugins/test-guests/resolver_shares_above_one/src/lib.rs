//! A resolver whose shares of a group add up to far more than 1.

use stemedb_sdk::choose::{self, Rule};
use stemedb_sdk::{Batch, Context, Description, Error, Resolutions, Resolver};

/// Gives every value everything.
#[derive(Debug)]
pub struct SharesAboveOne;

impl Resolver for SharesAboveOne {
    fn describe() -> Description {
        Description::new(
            "resolver-shares-above-one",
            env!("CARGO_PKG_VERSION"),
            "Gives every value everything",
        )
        .u32("value")
    }

    fn resolve(_: &Context<'_>, rows: &Batch<'_>) -> Result<Resolutions, Error> {
        let mut found = choose::resolve(rows, rows.u32(0)?, Rule::GREATEST_SUM, |_| 1.0)?;
        found.shares.shares.fill(1.0);
        Ok(found)
    }
}

stemedb_sdk::export_resolver!(SharesAboveOne);
