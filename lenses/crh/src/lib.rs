//! # crh
//!
//! **What it answers.** How reliable is each voice, when truths and reliabilities are chosen so that reliable voices are
//! contradicted least?
//!
//! **Formula.** Each group's truth is the value of the greatest sum of its voices' weights, each times its row's weight, and
//! strength times the sums of values that support it; of equal ones the one with the lower first row. A voice's loss is
//! the part of its rows, by weight, that states neither the truth nor something that supports it (as far as it does), one
//! half more counted over one row more; its weight is ln of all losses over its own. At first all weights are equal.
//! Repeated until no truth changes, at most 30 times. Reliability: 1 - loss. Probability of a value: its part of
//! the group's sums.
//!
//! **Reference.** Li, Li, Gao, Zhao, Fan, Han, "Resolving conflicts in heterogeneous data by truth discovery and source
//! reliability estimation", SIGMOD 2014 (CRH, with 0-1 loss).
//!
//! **Parameters.** None.
//!
//! **Example.** Two voices agree on nine groups, and a third contradicts them in each: the two come out with 0.95, the third with
//! 0.05.
//!
//! **When not to use it.** Where voices copy. Where most voices state little: `catd` is careful with them.
//!
//! **Laws.** deterministic.

mod estimate;

use stemedb_sdk::joint::Space;
use stemedb_sdk::{Batch, Context, Description, Error, Estimates, Estimator};

/// Reliabilities for which reliable voices are contradicted least.
#[derive(Debug)]
pub struct Crh;

impl Estimator for Crh {
    fn describe() -> Description {
        Description::new(
            "crh",
            env!("CARGO_PKG_VERSION"),
            "Reliabilities for which reliable voices are contradicted least",
        )
        .u32("value")
        .u32("voice")
        .f64("weight")
        .laws(&["deterministic"])
    }

    fn estimate(_: &Context<'_>, rows: &Batch<'_>) -> Result<Estimates, Error> {
        let space = Space::new(rows, rows.u32(0)?, rows.u32(1)?, rows.f64(0)?)?;
        Ok(estimate::estimate(&space))
    }
}

stemedb_sdk::export_estimator!(Crh);
