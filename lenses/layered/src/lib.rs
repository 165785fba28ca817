//! # layered
//!
//! **What it answers.** What does the highest authority say, and do the lower ones agree? Each tier is resolved by
//! itself; no number of anecdotes outvotes a regulator.
//!
//! **Formula.** Within a tier, weight of a value: the sum of weight * confidence over its rows, each rounded to a
//! multiple of 2^-32. A tier with several values and no weight at all has no winner and is passed over. Overall winner:
//! that of the highest authority (the lowest number) that has one. Confidence: the winner's share within the deciding
//! tier. Across tiers: each tier that has a winner gives it one voice; shares are those of the voices. Conflict and
//! status: the worse one of the voices and of the deciding tier; unanimous only if the group has one value. Parts: one
//! for each tier that has a winner, labelled with the tier.
//!
//! **Reference.** Evidence hierarchies; Guyatt et al., "GRADE: an emerging consensus on rating quality of evidence",
//! BMJ 2008.
//!
//! **Parameters.** None.
//!
//! **Example.** Regulatory: 0.5 % (one claim). Anecdotal: 20 % (a hundred claims). 0.5 % wins with confidence 1,
//! conflict 1, contested: the tiers oppose each other.
//!
//! **When not to use it.** Where the tier says little about the question, or the highest tier is out of date: put
//! `decay` or `epoch-aware` before it.
//!
//! **Laws.** deterministic, group-local, single-voice, monotone.

mod resolve;

use stemedb_sdk::{Batch, Context, Description, Error, Resolutions, Resolver};

/// The highest tier that speaks decides.
#[derive(Debug)]
pub struct Layered;

impl Resolver for Layered {
    fn describe() -> Description {
        Description::new(
            "layered",
            env!("CARGO_PKG_VERSION"),
            "The highest tier that speaks decides",
        )
        .u32("value")
        .u32("tier")
        .f64("weight")
        .f64("confidence")
        .laws(&["deterministic", "group-local", "single-voice", "monotone"])
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

stemedb_sdk::export_resolver!(Layered);
