//! # skeptic
//!
//! **What it answers.** May one rely on an answer at all? It lists what every value has on its side, and says
//! unanimous, agreed or contested.
//!
//! **Formula.** Weight of a value: the sum of weight * confidence over its rows, each rounded to a multiple of 2^-32.
//! Shares over the sum of all. Conflict: H / log2(k), with H the Shannon entropy of the k positive shares; 0 for one
//! value, 1 for equal ones. Status: unanimous with one value; agreed if conflict < 0.5 and the leader has at least 2/3;
//! else contested. The leading value stands as winner; a contested status says not to rely on it. Confidence: the
//! leading value's share.
//!
//! **Reference.** Shannon, "A mathematical theory of communication", 1948; normalised entropy as evenness after Pielou,
//! 1966.
//!
//! **Parameters.** None.
//!
//! **Example.** Shares 0.45, 0.35, 0.20: conflict 0.95, contested. Two claims of 0.9 and 0.6: shares 0.6 and 0.4,
//! conflict 0.97, contested.
//!
//! **When not to use it.** To pick a winner: the rank of a source is left out on purpose, so that a regulator and a
//! forum that oppose each other are seen as opposed. `layered` weighs rank.
//!
//! **Laws.** deterministic, group-local, single-voice, value-first, monotone.

mod resolve;

use stemedb_sdk::{Batch, Context, Description, Error, Resolutions, Resolver};

/// How far the claims contradict each other.
#[derive(Debug)]
pub struct Skeptic;

impl Resolver for Skeptic {
    fn describe() -> Description {
        Description::new(
            "skeptic",
            env!("CARGO_PKG_VERSION"),
            "How far the claims contradict each other",
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

stemedb_sdk::export_resolver!(Skeptic);
