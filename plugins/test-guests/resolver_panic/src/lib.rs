//! A resolver that panics in `resolve`.

use stemedb_sdk::{Batch, Context, Description, Error, Resolutions, Resolver};

/// Panics whenever it is asked.
#[derive(Debug)]
pub struct Panic;

impl Resolver for Panic {
    fn describe() -> Description {
        Description::new("panic", "0.1.0", "Panics").u32("value")
    }

    fn resolve(_: &Context<'_>, _: &Batch<'_>) -> Result<Resolutions, Error> {
        panic!("a guest that panics")
    }
}

stemedb_sdk::export_resolver!(Panic);
