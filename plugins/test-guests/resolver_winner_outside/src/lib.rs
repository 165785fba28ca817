//! A resolver whose winning row lies outside its group.

use stemedb_sdk::choose::{self, Rule};
use stemedb_sdk::{Batch, Context, Description, Error, Resolutions, Resolver};

/// Names rows of other groups.
#[derive(Debug)]
pub struct WinnerOutside;

impl Resolver for WinnerOutside {
    fn describe() -> Description {
        Description::new(
            "resolver-winner-outside",
            env!("CARGO_PKG_VERSION"),
            "Names rows of other groups",
        )
        .u32("value")
    }

    fn resolve(_: &Context<'_>, rows: &Batch<'_>) -> Result<Resolutions, Error> {
        let mut found = choose::resolve(rows, rows.u32(0)?, Rule::GREATEST_SUM, |_| 1.0)?;
        let counts = rows.groups().map(|group| group.len() as u32);
        found.winners = counts.collect();
        Ok(found)
    }
}

stemedb_sdk::export_resolver!(WinnerOutside);
