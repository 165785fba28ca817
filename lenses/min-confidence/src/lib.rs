//! # min-confidence
//!
//! **What it answers.** What do those say who are sure? Claims below a confidence are left out.
//!
//! **Formula.** Factor 1 if the claim's confidence is at least `at_least`, else 0.
//!
//! **Reference.** Classification with a reject option: Chow, "On optimum recognition error and reject tradeoff", 1970.
//!
//! **Parameters.** `at_least`, a number of 0 ..= 1, default 0.5.
//!
//! **Example.** Confidences 0.9, 0.5 and 0.2: the third is left out.
//!
//! **When not to use it.** Where authors state one confidence for everything, or where many unsure voices together are
//! worth something: `skeptic` and `confidence` weigh instead of cutting. If nobody is sure enough, the answer is undecided.
//!
//! **Laws.** deterministic, group-local, filter.

mod weigh;

use stemedb_sdk::{Batch, Context, Description, Error, ParamSpec, RowStage, Staged};

/// Leaves out claims that are not sure enough.
#[derive(Debug)]
pub struct MinConfidence;

impl RowStage for MinConfidence {
    fn describe() -> Description {
        Description::new(
            "min-confidence",
            env!("CARGO_PKG_VERSION"),
            "Leaves out claims that are not sure enough",
        )
        .f64("confidence")
        .param(ParamSpec::number(
            "at_least",
            0.5,
            0.0,
            1.0,
            "Claims of a smaller confidence are left out.",
        ))
        .laws(&["deterministic", "group-local", "filter"])
    }

    fn weigh(context: &Context<'_>, rows: &Batch<'_>) -> Result<Staged, Error> {
        weigh::weigh(rows.f64(0)?, context.number(0)?)
    }
}

stemedb_sdk::export_row_stage!(MinConfidence);
