//! # consensus
//!
//! **What it answers.** What do most say? Each claim counts with what earlier stages left of its weight; without
//! stages, one claim is one voice.
//!
//! **Formula.** Weight of a value: the sum of the weights of its rows. The heaviest value wins; the weightiest of
//! its rows carries it. Confidence: the winner's share of all weight. Conflict: normalised entropy of the shares.
//!
//! **Reference.** Plurality voting; as truth discovery the baseline "Voting" of Li et al., "Truth finding on the
//! deep web: is the problem solved?", VLDB 2012.
//!
//! **Parameters.** None.
//!
//! **Example.** Departure 14:05 from five sources, 14:20 from three, 14:30 from two: 14:05 wins with confidence
//! 0.5, contested.
//!
//! **When not to use it.** Where voices are not independent: sources that copy each other, or one author who claims
//! often, count every time. Confidence and rank are ignored.
//!
//! **Laws.** deterministic, group-local, single-voice, value-first, scale-free, monotone.

mod resolve;

use stemedb_sdk::{Batch, Context, Description, Error, Resolutions, Resolver};

/// The value that most claims state wins.
#[derive(Debug)]
pub struct Consensus;

impl Resolver for Consensus {
    fn describe() -> Description {
        Description::new(
            "consensus",
            env!("CARGO_PKG_VERSION"),
            "The value that most claims state wins",
        )
        .u32("value")
        .f64("weight")
        .laws(&[
            "deterministic",
            "group-local",
            "single-voice",
            "value-first",
            "scale-free",
            "monotone",
        ])
    }

    fn resolve(_: &Context<'_>, rows: &Batch<'_>) -> Result<Resolutions, Error> {
        resolve::resolve(rows, rows.u32(0)?, rows.f64(0)?)
    }
}

stemedb_sdk::export_resolver!(Consensus);
