//! A resolver whose confidence is a number outside 0 ..= 1.

use stemedb_sdk::choose::{self, Rule};
use stemedb_sdk::{Batch, Context, Description, Error, Resolutions, Resolver};

/// Answers with a confidence of 1.5.
#[derive(Debug)]
pub struct OutOfRange;

impl Resolver for OutOfRange {
    fn describe() -> Description {
        Description::new(
            "resolver-out-of-range",
            env!("CARGO_PKG_VERSION"),
            "Answers with a confidence of 1.5",
        )
        .u32("value")
    }

    fn resolve(_: &Context<'_>, rows: &Batch<'_>) -> Result<Resolutions, Error> {
        let mut found = choose::resolve(rows, rows.u32(0)?, Rule::GREATEST_SUM, |_| 1.0)?;
        found.confidences.fill(1.5);
        Ok(found)
    }
}

stemedb_sdk::export_resolver!(OutOfRange);
