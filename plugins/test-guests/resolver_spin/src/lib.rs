//! A resolver that never returns from `resolve`.

use stemedb_sdk::{Batch, Context, Description, Error, Resolutions, Resolver};

/// Loops for ever.
#[derive(Debug)]
pub struct Spin;

impl Resolver for Spin {
    fn describe() -> Description {
        Description::new("resolver-spin", env!("CARGO_PKG_VERSION"), "Loops for ever").u32("value")
    }

    fn resolve(_: &Context<'_>, _: &Batch<'_>) -> Result<Resolutions, Error> {
        loop {
            std::hint::black_box(0);
        }
    }
}

stemedb_sdk::export_resolver!(Spin);
