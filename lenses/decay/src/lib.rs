//! # decay
//!
//! **What it answers.** How much is an old claim still worth? It halves with every half-life, and never comes to
//! nothing.
//!
//! **Formula.** Factor: 0.5 ^ (age / half-life), at least `floor` and at least 2^-32. The half-life is the
//! parameter, or when that is 0 the one of the row's tier; a tier without a half-life never decays.
//!
//! **Reference.** Exponential forgetting as in radioactive decay; Cormode et al., "Forward decay: a practical time
//! decay model for streaming systems", ICDE 2009.
//!
//! **Parameters.** `half_life`, a duration, default 0 (that of the tier). `floor`, a number of 0 ..= 1, default 0:
//! no factor is below it.
//!
//! **Example.** An anecdote (half-life 30 days) of 60 days ago has factor 0.25; a regulator's claim of the same day
//! 1.
//!
//! **When not to use it.** Where facts do not age: a date of birth, a boiling point. Where a change of paradigm is
//! dated: `epoch-aware` says it exactly.
//!
//! **Laws.** deterministic, group-local, never-zero.

mod weigh;

use stemedb_sdk::{Batch, Context, Description, Error, ParamSpec, RowStage, Staged};

/// A hundred thousand years: beyond it every half-life means the same.
const MAX_HALF_LIFE_MS: f64 = 3.1536e15;

/// Older claims count less.
#[derive(Debug)]
pub struct Decay;

impl RowStage for Decay {
    fn describe() -> Description {
        Description::new(
            "decay",
            env!("CARGO_PKG_VERSION"),
            "Older claims count less",
        )
        .f64("age")
        .f64("half-life")
        .param(ParamSpec::duration(
            "half_life",
            0.0,
            0.0,
            MAX_HALF_LIFE_MS,
            "After this time a claim counts half; 0 takes the half-life of the claim's tier.",
        ))
        .param(ParamSpec::number(
            "floor",
            0.0,
            0.0,
            1.0,
            "No claim counts less than this.",
        ))
        .laws(&["deterministic", "group-local", "never-zero"])
    }

    fn weigh(context: &Context<'_>, rows: &Batch<'_>) -> Result<Staged, Error> {
        weigh::weigh(
            rows.f64(0)?,
            rows.f64(1)?,
            context.number(0)?,
            context.number(1)?,
        )
    }
}

stemedb_sdk::export_row_stage!(Decay);
