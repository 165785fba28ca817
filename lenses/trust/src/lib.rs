//! # trust
//!
//! **What it answers.** How much is a claim worth, by who made it? A claim counts as much as its author is trusted.
//!
//! **Formula.** Factor: the trust in the row's author, at least `floor` and at least 2^-32.
//!
//! **Reference.** Kamvar, Schlosser and Garcia-Molina, "The EigenTrust algorithm for reputation management in P2P
//! networks", WWW 2003, for trust as a weight of votes.
//!
//! **Parameters.** `floor`, a number of 0 ..= 1, default 0: no factor is below it.
//!
//! **Example.** Two newcomers (0.5 each) against one author trusted 0.9: the newcomers together still lead with
//! 1.0 to 0.9; against a second author trusted 0.9 they don't.
//!
//! **When not to use it.** Where authors only pass on what sources say: trust is in authors. What sources are worth is estimated by
//! the joint lenses. With `trust-aware-authority`, which counts trust itself, it would count twice.
//!
//! **Laws.** deterministic, group-local, never-zero.

mod weigh;

use stemedb_sdk::{Batch, Context, Description, Error, ParamSpec, RowStage, Staged};

/// Claims count as much as their authors are trusted.
#[derive(Debug)]
pub struct Trust;

impl RowStage for Trust {
    fn describe() -> Description {
        Description::new(
            "trust",
            env!("CARGO_PKG_VERSION"),
            "Claims count as much as their authors are trusted",
        )
        .f64("trust")
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
        weigh::weigh(rows.f64(0)?, context.number(0)?)
    }
}

stemedb_sdk::export_row_stage!(Trust);
