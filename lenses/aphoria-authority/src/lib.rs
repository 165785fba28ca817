//! # aphoria-authority
//!
//! **What it answers.** What is demanded? Of the documents that speak, the highest authority is heard, and of what it
//! says the strongest word: a MUST of a standard is not outvoted by any number of recommendations.
//!
//! **Formula.** Only rows of the lowest tier in which a row has weight * confidence above 0 decide; of these only those
//! with the greatest confidence, which is how Aphoria writes the strength of a requirement's word (MUST 1, SHOULD 0.6,
//! MAY 0.3). Among them the value with the greatest sum of weights wins, each rounded to a multiple of 2^-32.
//! Confidence: the winner's share of that sum. Conflict: normalised entropy of these shares. Status: that of the
//! deciding rows; unanimous only if the whole group has one value.
//!
//! **Reference.** RFC 2119 and RFC 8174, the words of requirements; lex superior derogat legi inferiori, as a rule of
//! conflict between sources of law.
//!
//! **Parameters.** None.
//!
//! **Example.** An RFC (tier 0) says certificates MUST be checked; a vendor's page (tier 2) recommends the opposite for
//! a test. Checked wins with confidence 1.
//!
//! **When not to use it.** For facts, where a lower authority may be better informed: `layered` keeps all tiers in view,
//! `skeptic` all values.
//!
//! **Laws.** deterministic, group-local.

mod resolve;

use stemedb_sdk::{Batch, Context, Description, Error, Resolutions, Resolver};

/// The strongest word of the highest authority decides.
#[derive(Debug)]
pub struct AphoriaAuthority;

impl Resolver for AphoriaAuthority {
    fn describe() -> Description {
        Description::new(
            "aphoria-authority",
            env!("CARGO_PKG_VERSION"),
            "The strongest word of the highest authority decides",
        )
        .u32("value")
        .u32("tier")
        .f64("weight")
        .f64("confidence")
        .laws(&["deterministic", "group-local"])
    }

    fn resolve(_: &Context<'_>, rows: &Batch<'_>) -> Result<Resolutions, Error> {
        let columns = resolve::Columns {
            values: rows.u32(0)?,
            tiers: rows.u32(1)?,
            weights: rows.f64(0)?,
            confidences: rows.f64(1)?,
        };
        resolve::resolve(rows, &columns)
    }
}

stemedb_sdk::export_resolver!(AphoriaAuthority);
