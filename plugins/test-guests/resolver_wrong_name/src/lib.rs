//! A resolver that gives an id that no slot may have.

use stemedb_sdk::choose::{self, Rule};
use stemedb_sdk::{Batch, Context, Description, Error, Resolutions, Resolver};

/// Calls itself by a name that is none.
#[derive(Debug)]
pub struct WrongName;

impl Resolver for WrongName {
    fn describe() -> Description {
        Description::new("Not A Name", "one", "Calls itself by a name that is none").u32("value")
    }

    fn resolve(_: &Context<'_>, rows: &Batch<'_>) -> Result<Resolutions, Error> {
        choose::resolve(rows, rows.u32(0)?, Rule::GREATEST_SUM, |_| 1.0)
    }
}

stemedb_sdk::export_resolver!(WrongName);
