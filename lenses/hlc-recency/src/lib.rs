//! # hlc-recency
//!
//! **What it answers.** What did the database learn last? The claim with the greatest transaction time wins, whatever
//! valid time its author wrote on it.
//!
//! **Formula.** Winner: the row with the greatest `hlc`; of equal ones the lower row. Share of a value: the sum of the
//! weights of its rows over the sum of all weights. Confidence: the share of the winner's value. Conflict: normalised
//! entropy of the shares.
//!
//! **Reference.** Kulkarni et al., "Logical physical clocks and consistent snapshots in globally distributed databases"
//! (hybrid logical clocks), OPODIS 2014.
//!
//! **Parameters.** None.
//!
//! **Example.** Accepted at 10:00: "open, as of 12:00". Accepted at 11:00: "closed, as of 09:00". `recency` answers
//! open, `hlc-recency` closed: it was learnt later.
//!
//! **When not to use it.** For what held when: a late report of an old state wins here. Ask `recency` for the newest
//! state, and this lens for the newest knowledge, such as corrections, or where authors' clocks can't be trusted. Times
//! are whole milliseconds; within one of them the lower row wins.
//!
//! **Laws.** deterministic, group-local, single-voice, monotone.

mod resolve;

use stemedb_sdk::{Batch, Context, Description, Error, Resolutions, Resolver};

/// The claim that was accepted last wins.
#[derive(Debug)]
pub struct HlcRecency;

impl Resolver for HlcRecency {
    fn describe() -> Description {
        Description::new(
            "hlc-recency",
            env!("CARGO_PKG_VERSION"),
            "The claim that was accepted last wins",
        )
        .u32("value")
        .f64("weight")
        .f64("hlc")
        .laws(&["deterministic", "group-local", "single-voice", "monotone"])
    }

    fn resolve(_: &Context<'_>, rows: &Batch<'_>) -> Result<Resolutions, Error> {
        resolve::resolve(rows, rows.u32(0)?, rows.f64(0)?, rows.f64(1)?)
    }
}

stemedb_sdk::export_resolver!(HlcRecency);
