//! # catd
//!
//! **What it answers.** How reliable is each voice for certain, when many voices state so little that their record may be luck?
//!
//! **Formula.** Truths are voted as in `crh`. A voice's loss is the weight of its rows that state neither the truth nor something
//! that supports it (as far as it does), and one half. Its weight is the 0.025-quantile of the chi-squared distribution with
//! as many degrees of freedom as it has rows, over the loss: the inverse of the upper end of the 95 % confidence interval of its error
//! variance. Reliability: 1 less that upper end, at least 0. Probability of a value: its part of the group's sums.
//!
//! **Reference.** Li, Li, Gao, Su, Zhao, Demirbas, Fan, Han, "A confidence-aware approach for truth discovery on long-tail
//! data", VLDB 2014 (CATD, significance 0.05). Quantiles by Wilson and Hilferty's approximation from six rows on.
//!
//! **Parameters.** None.
//!
//! **Example.** A voice of one row, never contradicted, weighs 0.002; one of a hundred rows, never contradicted, 148.
//!
//! **When not to use it.** Where voices copy. Where every voice states much, since `accu` then says more.
//!
//! **Laws.** deterministic.

mod estimate;

use stemedb_sdk::joint::Space;
use stemedb_sdk::{Batch, Context, Description, Error, Estimates, Estimator};

/// Reliabilities that are certain even of voices that state little.
#[derive(Debug)]
pub struct Catd;

impl Estimator for Catd {
    fn describe() -> Description {
        Description::new(
            "catd",
            env!("CARGO_PKG_VERSION"),
            "Reliabilities that are certain even of voices that state little",
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

stemedb_sdk::export_estimator!(Catd);
