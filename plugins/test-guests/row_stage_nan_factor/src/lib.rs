//! A row stage whose factors are no numbers.

use stemedb_sdk::{Batch, Context, Description, Error, RowStage, Staged};

/// Weighs with NaN.
#[derive(Debug)]
pub struct NanFactor;

impl RowStage for NanFactor {
    fn describe() -> Description {
        Description::new(
            "row-stage-nan-factor",
            env!("CARGO_PKG_VERSION"),
            "Weighs with NaN",
        )
        .u32("value")
    }

    fn weigh(_: &Context<'_>, rows: &Batch<'_>) -> Result<Staged, Error> {
        Ok(Staged::weights(vec![f64::NAN; rows.row_count()]))
    }
}

stemedb_sdk::export_row_stage!(NanFactor);
