//! # conflict
//!
//! **What it answers.** Is there a contradiction? The conflict is above 0.5 exactly when there is one, so that one
//! number can be watched and counted; the shares name the rivals.
//!
//! **Formula.** Weight of a value: the sum of weight * confidence over its rows, each rounded to a multiple of 2^-32. A
//! rival is a value beside the leading one whose share is positive and at least `rival_from`. With a rival: conflict
//! 0.5 + 0.5 H / log2(k), with H the Shannon entropy of the k positive shares, and never less than 0.5 + 2^-32; status
//! contested. Without one: conflict 0.5 * s / `rival_from`, with s the greatest share beside the leading one; status
//! unanimous with one value, else agreed. The leading value stands as winner. Confidence: the leading value's share.
//!
//! **Reference.** Shannon, "A mathematical theory of communication", 1948; normalised entropy as evenness after Pielou,
//! 1966, put on a scale with a fixed threshold.
//!
//! **Parameters.** `rival_from`, a number of 0 ..= 1, default 0: a smaller share is noise and no rival. With 0 any
//! second value that somebody is sure of is one.
//!
//! **Example.** 99 claims of 14:05 and one of 14:20: `skeptic` has conflict 0.08, agreed; `conflict` 0.54, contested.
//! With `rival_from=0.05` it has 0.1, agreed.
//!
//! **When not to use it.** To see how bad it is at a glance: `skeptic` has the plain scale. Before values are made
//! comparable: `14:05` and `2:05 PM` contradict each other here until a stage such as `normalise` has merged them.
//!
//! **Laws.** deterministic, group-local, single-voice, value-first, monotone.

mod resolve;

use stemedb_sdk::{Batch, Context, Description, Error, ParamSpec, Resolutions, Resolver};

/// Whether the claims contradict each other.
#[derive(Debug)]
pub struct Conflict;

impl Resolver for Conflict {
    fn describe() -> Description {
        Description::new(
            "conflict",
            env!("CARGO_PKG_VERSION"),
            "Whether the claims contradict each other",
        )
        .u32("value")
        .f64("weight")
        .f64("confidence")
        .param(ParamSpec::number(
            "rival_from",
            0.0,
            0.0,
            1.0,
            "A value with a smaller share is no rival.",
        ))
        .laws(&[
            "deterministic",
            "group-local",
            "single-voice",
            "value-first",
            "monotone",
        ])
    }

    fn resolve(context: &Context<'_>, rows: &Batch<'_>) -> Result<Resolutions, Error> {
        resolve::resolve(
            rows,
            rows.u32(0)?,
            rows.f64(0)?,
            rows.f64(1)?,
            context.number(0)?,
        )
    }
}

stemedb_sdk::export_resolver!(Conflict);
