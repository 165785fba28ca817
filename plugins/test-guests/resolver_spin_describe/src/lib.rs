//! A resolver that never returns from `describe`.

use stemedb_sdk::choose::{self, Rule};
use stemedb_sdk::{Batch, Context, Description, Error, Resolutions, Resolver};

/// Loops for ever when asked who it is.
#[derive(Debug)]
pub struct SpinDescribe;

impl Resolver for SpinDescribe {
    fn describe() -> Description {
        loop {
            std::hint::black_box(0);
        }
    }

    fn resolve(_: &Context<'_>, rows: &Batch<'_>) -> Result<Resolutions, Error> {
        choose::resolve(rows, rows.u32(0)?, Rule::GREATEST_SUM, |_| 1.0)
    }
}

stemedb_sdk::export_resolver!(SpinDescribe);
