//! A resolver that refuses with a message of many megabytes.

use stemedb_sdk::{Batch, Context, Description, Error, Resolutions, Resolver};

/// Refuses at length.
#[derive(Debug)]
pub struct LongRefusal;

impl Resolver for LongRefusal {
    fn describe() -> Description {
        Description::new(
            "resolver-long-refusal",
            env!("CARGO_PKG_VERSION"),
            "Refuses at length",
        )
        .u32("value")
    }

    fn resolve(_: &Context<'_>, _: &Batch<'_>) -> Result<Resolutions, Error> {
        Err(Error::new(1000, "no ".repeat(16 << 20)))
    }
}

stemedb_sdk::export_resolver!(LongRefusal);
