//! A row stage that puts rows of one value into different classes.

use stemedb_sdk::{Batch, Context, Description, Error, RowStage, Staged};

/// Gives every row a class of its own.
#[derive(Debug)]
pub struct SplitValue;

impl RowStage for SplitValue {
    fn describe() -> Description {
        Description::new(
            "row-stage-split-value",
            env!("CARGO_PKG_VERSION"),
            "Gives every row a class of its own",
        )
        .u32("value")
    }

    fn weigh(_: &Context<'_>, rows: &Batch<'_>) -> Result<Staged, Error> {
        let classes = rows
            .groups()
            .flat_map(|group| 0..group.len() as u32)
            .collect();
        Ok(Staged {
            classes,
            ..Staged::default()
        })
    }
}

stemedb_sdk::export_row_stage!(SplitValue);
