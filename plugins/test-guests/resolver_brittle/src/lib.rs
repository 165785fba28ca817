//! A resolver that judges small groups as a vote does, and panics on larger ones: it passes its trial and fails later.

use stemedb_sdk::choose::{self, Rule};
use stemedb_sdk::{Batch, Context, Description, Error, Resolutions, Resolver};

/// Rows of the largest group that it can judge.
const ROWS_MAX: usize = 4;

/// Breaks under a load.
#[derive(Debug)]
pub struct Brittle;

impl Resolver for Brittle {
    fn describe() -> Description {
        Description::new(
            "resolver-brittle",
            env!("CARGO_PKG_VERSION"),
            "Panics on groups of more than four rows",
        )
        .u32("value")
    }

    fn resolve(_: &Context<'_>, rows: &Batch<'_>) -> Result<Resolutions, Error> {
        let values = rows.u32(0)?;
        assert!(values.len() <= ROWS_MAX, "too much for a brittle guest");
        choose::resolve(rows, values, Rule::GREATEST_SUM, |_| 1.0)
    }
}

stemedb_sdk::export_resolver!(Brittle);
