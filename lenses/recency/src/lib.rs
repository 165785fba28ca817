//! # recency
//!
//! **What it answers.** What was said last? The newest claim wins, whoever made it.
//!
//! **Formula.** Winner: the first row, because rows are ordered by valid time descending, then id ascending. Share
//! of a value: the sum of the weights of its rows over the sum of all weights. Confidence: the share of the
//! winner's value. Conflict: normalised entropy of the shares.
//!
//! **Reference.** The last writer wins, as in Thomas, "A majority consensus approach to concurrency control", 1979,
//! but by the valid time that the author gives and with a fixed tie rule instead of the order of arrival.
//!
//! **Parameters.** None.
//!
//! **Example.** 14:05 (10:02), 14:20 (09:40), 14:20 (09:10): 14:05 wins with confidence 1/3, contested.
//!
//! **When not to use it.** Where anyone may claim: the last voice decides, be it the only one. A low confidence
//! says that older claims speak otherwise; `decay|consensus` weighs them instead.
//!
//! **Laws.** deterministic, group-local, single-voice, monotone.

mod resolve;

use stemedb_sdk::{Batch, Context, Description, Error, Resolutions, Resolver};

/// The newest claim wins.
#[derive(Debug)]
pub struct Recency;

impl Resolver for Recency {
    fn describe() -> Description {
        Description::new(
            "recency",
            env!("CARGO_PKG_VERSION"),
            "The newest claim wins",
        )
        .u32("value")
        .f64("weight")
        .laws(&["deterministic", "group-local", "single-voice", "monotone"])
    }

    fn resolve(_: &Context<'_>, rows: &Batch<'_>) -> Result<Resolutions, Error> {
        resolve::resolve(rows, rows.u32(0)?, rows.f64(0)?)
    }
}

stemedb_sdk::export_resolver!(Recency);
