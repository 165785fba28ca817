//! A resolver that answers with far more than the host lets across.

use stemedb_sdk::choose::{self, Rule};
use stemedb_sdk::{Batch, Context, Description, Error, Resolutions, Resolver};

/// Answers with millions of shares.
#[derive(Debug)]
pub struct OversizedResult;

impl Resolver for OversizedResult {
    fn describe() -> Description {
        Description::new(
            "resolver-oversized-result",
            env!("CARGO_PKG_VERSION"),
            "Answers with millions of shares",
        )
        .u32("value")
    }

    fn resolve(_: &Context<'_>, rows: &Batch<'_>) -> Result<Resolutions, Error> {
        let mut found = choose::resolve(rows, rows.u32(0)?, Rule::GREATEST_SUM, |_| 1.0)?;
        found.shares.classes = vec![0; ENTRIES];
        found.shares.shares = vec![0.0; ENTRIES];
        Ok(found)
    }
}

/// Twelve bytes each: 72 MiB in all, more than a result may have and less than a guest may hold.
const ENTRIES: usize = 6 << 20;

stemedb_sdk::export_resolver!(OversizedResult);
