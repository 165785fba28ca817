//! A resolver that reads a column which its description does not name.

use stemedb_sdk::choose::{self, Rule};
use stemedb_sdk::{Batch, Context, Description, Error, Resolutions, Resolver};

/// Weighs by a trust that it never asked for.
#[derive(Debug)]
pub struct UndeclaredColumn;

impl Resolver for UndeclaredColumn {
    fn describe() -> Description {
        Description::new(
            "resolver-undeclared-column",
            env!("CARGO_PKG_VERSION"),
            "Weighs by a trust that it never asked for",
        )
        .u32("value")
    }

    fn resolve(_: &Context<'_>, rows: &Batch<'_>) -> Result<Resolutions, Error> {
        let own = Self::describe();
        let trust = rows.f64_named(&own, "trust")?;
        choose::resolve(rows, rows.u32(0)?, Rule::GREATEST_SUM, |row| trust[row])
    }
}

stemedb_sdk::export_resolver!(UndeclaredColumn);
