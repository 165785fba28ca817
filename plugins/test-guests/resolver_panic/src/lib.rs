//! A resolver that panics in `resolve`.

use stemedb_sdk::{Batch, Context, Description, Error, Resolutions, Resolver};

/// Panics.
#[derive(Debug)]
pub struct Panic;

impl Resolver for Panic {
    fn describe() -> Description {
        Description::new("resolver-panic", env!("CARGO_PKG_VERSION"), "Panics").u32("value")
    }

    fn resolve(_: &Context<'_>, _: &Batch<'_>) -> Result<Resolutions, Error> {
        panic!("a guest that panics")
    }
}

stemedb_sdk::export_resolver!(Panic);
