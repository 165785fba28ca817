//! # epoch-aware
//!
//! **What it answers.** Which claims still stand after a change of paradigm? Claims of an invalidated epoch go;
//! claims of a refined epoch go once its refinement has spoken.
//!
//! **Formula.** Factor 0 where the epoch is invalidated (state 1); where it is refined (state 2), 0 if the group
//! has a row of a current epoch, else 1; 1 for every other row.
//!
//! **Reference.** Kuhn, "The structure of scientific revolutions", 1962, for the idea; supersession of standards
//! (ISO/IEC Directives) for the two kinds.
//!
//! **Parameters.** None.
//!
//! **Example.** A hundred claims of an invalidated epoch and one of its successor: one row is left.
//!
//! **When not to use it.** For history: ask with an `as_of` before the change, or name the epoch in the query.
//! Where an epoch is superseded by mistake, supersede it again instead of leaving the stage out.
//!
//! **Laws.** deterministic, group-local, filter.

mod weigh;

use stemedb_sdk::{Batch, Context, Description, Error, RowStage, Staged};

/// Leaves out claims of superseded epochs.
#[derive(Debug)]
pub struct EpochAware;

impl RowStage for EpochAware {
    fn describe() -> Description {
        Description::new(
            "epoch-aware",
            env!("CARGO_PKG_VERSION"),
            "Leaves out claims of superseded epochs",
        )
        .u32("epoch")
        .u32("epoch-state")
        .laws(&["deterministic", "group-local", "filter"])
    }

    fn weigh(_: &Context<'_>, rows: &Batch<'_>) -> Result<Staged, Error> {
        Ok(weigh::weigh(rows, rows.u32(0)?, rows.u32(1)?))
    }
}

stemedb_sdk::export_row_stage!(EpochAware);
