//! # truthfinder
//!
//! **What it answers.** How trustworthy is each voice, and how sure is each value, when sureness comes from the trustworthiness
//! of those who state it, and from similar values?
//!
//! **Formula.** A voice of trustworthiness t gives each value that it states -ln(1 - t), times the row's weight; a value
//! adds up what it is given, and `influence` times strength times what values that support it are given; its sureness is
//! 1 / (1 + e^(-`damping` times that sum)). t is the mean sureness of the voice's values. Repeated until no t moves by
//! 0.0001, at most 30 times. Reported probabilities are the surenesses of a group, divided by their sum where that
//! exceeds 1.
//!
//! **Reference.** Yin, Han, Yu, "Truth discovery with multiple conflicting information providers on the web", IEEE
//! Transactions on Knowledge and Data Engineering, 2008 (TruthFinder).
//!
//! **Parameters.** `damping`, a number of 0.01 ..= 10, default 0.3; `influence`, a number of 0 ..= 1, default 0.5; `trust`, a
//! number of 0.01 ..= 0.99, default 0.9: the trustworthiness at first. All defaults are the paper's.
//!
//! **Example.** In the first round one claim makes its value sure to 0.67, two make it sure to 0.8. A voice of a single claim
//! that nobody repeats ends at 0.56.
//!
//! **When not to use it.** For calibrated probabilities, since values are judged apart from their rivals. Where voices copy.
//!
//! **Laws.** deterministic.

mod estimate;

use estimate::Settings;
use stemedb_sdk::joint::{MARGIN, Space};
use stemedb_sdk::{Batch, Context, Description, Error, Estimates, Estimator, ParamSpec};

const DAMPING: f64 = 0.3;
const DAMPING_MAX: f64 = 10.0;
const INFLUENCE: f64 = 0.5;
const TRUST: f64 = 0.9;

/// Trustworthiness of voices from the sureness of their values.
#[derive(Debug)]
pub struct Truthfinder;

impl Estimator for Truthfinder {
    fn describe() -> Description {
        Description::new(
            "truthfinder",
            env!("CARGO_PKG_VERSION"),
            "Trustworthiness of voices from the sureness of their values",
        )
        .u32("value")
        .u32("voice")
        .f64("weight")
        .param(ParamSpec::number(
            "damping",
            DAMPING,
            0.01,
            DAMPING_MAX,
            "How fast sureness grows with the voices for a value.",
        ))
        .param(ParamSpec::number(
            "influence",
            INFLUENCE,
            0.0,
            1.0,
            "How much of what a supporting value is given counts for the supported one.",
        ))
        .param(ParamSpec::number(
            "trust",
            TRUST,
            MARGIN,
            1.0 - MARGIN,
            "What a voice is taken for at first.",
        ))
        .laws(&["deterministic"])
    }

    fn estimate(context: &Context<'_>, rows: &Batch<'_>) -> Result<Estimates, Error> {
        let space = Space::new(rows, rows.u32(0)?, rows.u32(1)?, rows.f64(0)?)?;
        let settings = Settings {
            damping: context.number(0)?,
            influence: context.number(1)?,
            trust: context.number(2)?,
        };
        estimate::estimate(&space, &settings)
    }
}

stemedb_sdk::export_estimator!(Truthfinder);
