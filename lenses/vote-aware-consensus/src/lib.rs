//! # vote-aware-consensus
//!
//! **What it answers.** What do the voters support? Claims count by the votes cast on them; without any vote every
//! claim counts once.
//!
//! **Formula.** Weight of a claim: weight * vote-weight, rounded to a multiple of 2^-32; in a group where no vote
//! has any weight: its weight. Weight of a value: the sum over its claims. Of equal values the newer one wins (the
//! lower row). Confidence: the winner's share of all weight. Conflict: normalised entropy of the shares.
//!
//! **Reference.** Approval voting with weights; Brams and Fishburn, "Approval voting", 1978.
//!
//! **Parameters.** None.
//!
//! **Example.** A with votes 0.5 and 0.25, B with votes 1.0: B wins with confidence 4/7.
//!
//! **When not to use it.** Where votes are few: a single vote silences every claim without one.
//!
//! **Laws.** deterministic, group-local, single-voice, value-first, monotone.

mod resolve;

use stemedb_sdk::{Batch, Context, Description, Error, Resolutions, Resolver};

/// The value with the greatest weight of votes wins.
#[derive(Debug)]
pub struct VoteAwareConsensus;

impl Resolver for VoteAwareConsensus {
    fn describe() -> Description {
        Description::new(
            "vote-aware-consensus",
            env!("CARGO_PKG_VERSION"),
            "The value with the greatest weight of votes wins",
        )
        .u32("value")
        .f64("weight")
        .f64("vote-weight")
        .laws(&[
            "deterministic",
            "group-local",
            "single-voice",
            "value-first",
            "monotone",
        ])
    }

    fn resolve(_: &Context<'_>, rows: &Batch<'_>) -> Result<Resolutions, Error> {
        resolve::resolve(rows, rows.u32(0)?, rows.f64(0)?, rows.f64(1)?)
    }
}

stemedb_sdk::export_resolver!(VoteAwareConsensus);
