//! A resolver that reads a column of which no host knows.

use stemedb_sdk::choose::{self, Rule};
use stemedb_sdk::{Batch, Context, Description, Error, Resolutions, Resolver};

/// Reads a column that does not exist.
#[derive(Debug)]
pub struct UnknownColumn;

impl Resolver for UnknownColumn {
    fn describe() -> Description {
        Description::new(
            "resolver-unknown-column",
            env!("CARGO_PKG_VERSION"),
            "Reads a column that does not exist",
        )
        .u32("value")
        .f64("phase-of-the-moon")
    }

    fn resolve(_: &Context<'_>, rows: &Batch<'_>) -> Result<Resolutions, Error> {
        choose::resolve(rows, rows.u32(0)?, Rule::GREATEST_SUM, |_| 1.0)
    }
}

stemedb_sdk::export_resolver!(UnknownColumn);
