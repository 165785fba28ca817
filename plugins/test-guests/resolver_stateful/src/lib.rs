//! A resolver whose answer depends on how often it was asked before.

use std::sync::atomic::{AtomicU32, Ordering};

use stemedb_sdk::choose::{self, Rule};
use stemedb_sdk::{Batch, Context, Description, Error, Resolutions, Resolver};

/// Changes its mind with every call.
#[derive(Debug)]
pub struct Stateful;

impl Resolver for Stateful {
    fn describe() -> Description {
        Description::new(
            "resolver-stateful",
            env!("CARGO_PKG_VERSION"),
            "Changes its mind with every call",
        )
        .u32("value")
    }

    fn resolve(_: &Context<'_>, rows: &Batch<'_>) -> Result<Resolutions, Error> {
        let call = CALLS.fetch_add(1, Ordering::Relaxed);
        let mut found = choose::resolve(rows, rows.u32(0)?, Rule::GREATEST_SUM, |_| 1.0)?;
        found.confidences.fill(1.0 / f64::from(call + 1));
        Ok(found)
    }
}

/// How often it was asked.
static CALLS: AtomicU32 = AtomicU32::new(0);

stemedb_sdk::export_resolver!(Stateful);
