//! A row stage that weighs one row more than there are.

use stemedb_sdk::{Batch, Context, Description, Error, RowStage, Staged};

/// Weighs a row that does not exist.
#[derive(Debug)]
pub struct WrongRowCounts;

impl RowStage for WrongRowCounts {
    fn describe() -> Description {
        Description::new(
            "row-stage-wrong-row-counts",
            env!("CARGO_PKG_VERSION"),
            "Weighs a row that does not exist",
        )
        .u32("value")
    }

    fn weigh(_: &Context<'_>, rows: &Batch<'_>) -> Result<Staged, Error> {
        Ok(Staged::weights(vec![0.5; rows.row_count() + 1]))
    }
}

stemedb_sdk::export_row_stage!(WrongRowCounts);
