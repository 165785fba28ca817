//! # confidence
//!
//! **What it answers.** Who is surest? The claim with the greatest confidence of its author wins; claims do not add up.
//!
//! **Formula.** Weight of a claim: weight * confidence, rounded to a multiple of 2^-32. Weight of a value: that of its
//! weightiest claim. Confidence, by Dempster's rule of combination: w / (w + (1 - w) (1 + S)), with w the weight of the
//! winning value and S the sum of u / (1 - u) over the weights u of the others. Where nobody objects that is w; each of
//! n rivals of weight 1 has 1/n. Share of a value: its weight over the sum of the values' weights. Conflict: normalised
//! entropy of the shares.
//!
//! **Reference.** The maximum rule for combining opinions; Kittler et al., "On combining classifiers", IEEE PAMI 1998.
//! Shafer, "A mathematical theory of evidence", 1976, for the confidence.
//!
//! **Parameters.** None.
//!
//! **Example.** 0.9 for A against three claims of 0.6 for B: A wins with confidence 0.78; shares 0.6 and 0.4.
//!
//! **When not to use it.** Where authors may say of themselves how sure they are and nobody holds it against them: loud
//! voices win. `trust-aware-authority` asks who speaks.
//!
//! **Laws.** deterministic, group-local, single-voice, value-first, monotone.

mod resolve;

use stemedb_sdk::{Batch, Context, Description, Error, Resolutions, Resolver};

/// The surest single claim wins.
#[derive(Debug)]
pub struct Confidence;

impl Resolver for Confidence {
    fn describe() -> Description {
        Description::new(
            "confidence",
            env!("CARGO_PKG_VERSION"),
            "The surest single claim wins",
        )
        .u32("value")
        .f64("weight")
        .f64("confidence")
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

stemedb_sdk::export_resolver!(Confidence);
