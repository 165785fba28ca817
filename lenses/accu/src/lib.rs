//! # accu
//!
//! **What it answers.** How reliable is each voice, and how likely is each value the true one, when voices err independently
//! of each other?
//!
//! **Formula.** A voice of reliability A speaks for its value with ln(n A / (1 - A)), with n false values to choose from; a
//! value's votes are the sum over its rows, each times its weight, and strength times the votes of values that support it.
//! A value's probability is e^votes over the sum of e^votes of all n + 1 values that there could be, the unstated ones
//! included. A is the mean probability of the voice's values, with what they support. Repeated until no A moves by 0.0001,
//! at most 30 times.
//!
//! **Reference.** Dong, Berti-Equille, Srivastava, "Integrating conflicting data: the role of source dependence", VLDB 2009
//! (Accu; with supports AccuSim).
//!
//! **Parameters.** `n`, a number of 1 ..= 1000000, default 100: how many false values a voice could have chosen.
//! `reliability`, a number of 0.01 ..= 0.99, default 0.8: what a voice is taken for at first. Both defaults are the paper's.
//!
//! **Example.** Two voices agree on nine groups, and a third contradicts them in each: the two come out with 1.00, the third
//! with 0.00.
//!
//! **When not to use it.** Where voices copy each other: their common mistakes count as often as they were copied, and
//! every round makes them surer. `accucopy` sees through copies.
//!
//! **Laws.** deterministic.

mod estimate;

use stemedb_sdk::joint::{FIRST_RELIABILITY, MARGIN, Space};
use stemedb_sdk::{Batch, Context, Description, Error, Estimates, Estimator, ParamSpec};

const FALSE_VALUES: f64 = 100.0;
const FALSE_VALUES_MAX: f64 = 1e6;

/// Reliabilities of voices that err independently.
#[derive(Debug)]
pub struct Accu;

impl Estimator for Accu {
    fn describe() -> Description {
        Description::new(
            "accu",
            env!("CARGO_PKG_VERSION"),
            "Reliabilities of voices that err independently",
        )
        .u32("value")
        .u32("voice")
        .f64("weight")
        .param(ParamSpec::number(
            "n",
            FALSE_VALUES,
            1.0,
            FALSE_VALUES_MAX,
            "How many false values a voice could have chosen.",
        ))
        .param(ParamSpec::number(
            "reliability",
            FIRST_RELIABILITY,
            MARGIN,
            1.0 - MARGIN,
            "What a voice is taken for at first.",
        ))
        .laws(&["deterministic"])
    }

    fn estimate(context: &Context<'_>, rows: &Batch<'_>) -> Result<Estimates, Error> {
        let space = Space::new(rows, rows.u32(0)?, rows.u32(1)?, rows.f64(0)?)?;
        estimate::estimate(&space, context.number(0)?, context.number(1)?)
    }
}

stemedb_sdk::export_estimator!(Accu);
