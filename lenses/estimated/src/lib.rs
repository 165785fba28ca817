//! # estimated
//!
//! **What it answers.** Which value is the most likely one, by an estimate that a joint method made, and by claims that came after
//! it?
//!
//! **Formula.** A value begins with its likelihood in the estimate, the greatest of its rows, at least 10^-9; one that the
//! estimate does not know with a hundredth of what it leaves open, at least 0.00001. Rows that the estimate does not know
//! are heard after it (Bayes): if the value is right, a row that states it has the probability r, the voice's reliability
//! within 0.01 ..= 0.99, and every other row 1 - r times its part of an urn of mistakes. In the urn each false claim of the group
//! weighs as much as its row, and a hundred values that nobody stated weigh 1/2 together: a mistake that others made
//! before is no news. What stays open is the probability that no stated value is right. Share of a value: its part of all;
//! the greatest wins (tie: the value whose first row is lower), carried by the weightiest of its rows. Confidence: the winner's
//! share, the probability that it is right as far as the estimate's probabilities are. Conflict: normalised entropy of
//! the stated values' parts.
//!
//! **Reference.** Dong, Berti-Equille, Srivastava, "Integrating conflicting data: the role of source dependence", VLDB 2009,
//! for claims by reliability, with its 100 false values; Dong, Saha, Srivastava, "Less is more: selecting sources wisely
//! for integration", VLDB 2013, for popular mistakes.
//!
//! **Parameters.** `estimate`, a text: name or digest of the estimate. Without one every row is unknown, and every voice has
//! reliability 0.5.
//!
//! **Example.** An estimate finds 14:05, which two voices state, right with 0.9, and 14:20 of one voice with 0.08. A later claim of
//! 14:20 by a voice of reliability 0.9 makes it 0.45 to 0.54.
//!
//! **When not to use it.** Long after the estimate was made, where voices have changed: estimate again.
//!
//! **Laws.** deterministic, group-local, single-voice, value-first.

mod resolve;

use resolve::Columns;
use stemedb_sdk::{Batch, Context, Description, Error, ParamSpec, Resolutions, Resolver};

/// The most likely value by an estimate.
#[derive(Debug)]
pub struct Estimated;

impl Resolver for Estimated {
    fn describe() -> Description {
        Description::new(
            "estimated",
            env!("CARGO_PKG_VERSION"),
            "The most likely value by an estimate",
        )
        .u32("value")
        .f64("weight")
        .f64("likelihood")
        .f64("reliability")
        .param(ParamSpec::text(
            "estimate",
            "",
            "Name or digest of the estimate.",
        ))
        .laws(&[
            "deterministic",
            "group-local",
            "single-voice",
            "value-first",
        ])
    }

    fn resolve(_: &Context<'_>, rows: &Batch<'_>) -> Result<Resolutions, Error> {
        let columns = Columns {
            values: rows.u32(0)?,
            weights: rows.f64(0)?,
            likelihoods: rows.f64(1)?,
            reliabilities: rows.f64(2)?,
        };
        resolve::resolve(rows, &columns)
    }
}

stemedb_sdk::export_resolver!(Estimated);
