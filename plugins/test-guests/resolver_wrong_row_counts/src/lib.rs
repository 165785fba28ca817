//! A resolver that answers for one group more than it was asked about.

use stemedb_sdk::choose::{self, Rule};
use stemedb_sdk::{Batch, Context, Description, Error, Resolutions, Resolver};

/// Answers for a group that does not exist.
#[derive(Debug)]
pub struct WrongRowCounts;

impl Resolver for WrongRowCounts {
    fn describe() -> Description {
        Description::new(
            "resolver-wrong-row-counts",
            env!("CARGO_PKG_VERSION"),
            "Answers for a group that does not exist",
        )
        .u32("value")
    }

    fn resolve(_: &Context<'_>, rows: &Batch<'_>) -> Result<Resolutions, Error> {
        let mut found = choose::resolve(rows, rows.u32(0)?, Rule::GREATEST_SUM, |_| 1.0)?;
        found.winners.push(0);
        found.confidences.push(1.0);
        found.conflicts.push(0.0);
        found.statuses.push(0);
        Ok(found)
    }
}

stemedb_sdk::export_resolver!(WrongRowCounts);
