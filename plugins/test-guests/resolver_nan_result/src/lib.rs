//! A resolver whose confidence is no number and whose conflict is out of range.

use stemedb_sdk::choose::{self, Rule};
use stemedb_sdk::{Batch, Context, Description, Error, Resolutions, Resolver};

/// Answers NaN.
#[derive(Debug)]
pub struct NanResult;

impl Resolver for NanResult {
    fn describe() -> Description {
        Description::new(
            "resolver-nan-result",
            env!("CARGO_PKG_VERSION"),
            "Answers NaN",
        )
        .u32("value")
    }

    fn resolve(_: &Context<'_>, rows: &Batch<'_>) -> Result<Resolutions, Error> {
        let mut found = choose::resolve(rows, rows.u32(0)?, Rule::GREATEST_SUM, |_| 1.0)?;
        found.confidences.fill(f64::NAN);
        found.conflicts.fill(7.5);
        Ok(found)
    }
}

stemedb_sdk::export_resolver!(NanResult);
