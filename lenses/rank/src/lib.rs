//! # rank
//!
//! **What it answers.** What do the claims say that were singled out as the best? If any claim is preferred, only
//! preferred ones count; else the normal ones; a deprecated claim never.
//!
//! **Formula.** Rank of a claim by its lifecycle: approved is preferred; proposed and under review are normal;
//! deprecated and rejected are deprecated. Weight of a value: the sum of the weights of its rows of the best rank that
//! the group has; other rows weigh nothing. Confidence: the winner's share of the weight of the best rank. Conflict:
//! normalised entropy of the shares, so of the best rank alone. Status: unanimous only if no candidate of any rank
//! states another value. A group with nothing but deprecated claims is undecided and has no winner.
//!
//! **Reference.** Ranks of statements and "best rank" in Wikidata; Vrandečić and Krötzsch, "Wikidata: a free
//! collaborative knowledgebase", Communications of the ACM 2014; Help:Ranking at wikidata.org.
//!
//! **Parameters.** None.
//!
//! **Example.** Population 3.7 million (approved, census), 3.9 and 3.9 million (proposed): 3.7 million wins with
//! confidence 1, agreed. Without the approval 3.9 million wins with confidence 2/3, contested.
//!
//! **When not to use it.** Where nobody curates: without approvals it is `consensus` without the deprecated. A question
//! sees no deprecated or rejected claims unless it asks for them (`lifecycle=any`), so the last case arises only then.
//!
//! **Laws.** deterministic, group-local, value-first, scale-free, monotone.

mod resolve;

use stemedb_sdk::{Batch, Context, Description, Error, Resolutions, Resolver};

/// Claims of the best rank decide.
#[derive(Debug)]
pub struct Rank;

impl Resolver for Rank {
    fn describe() -> Description {
        Description::new(
            "rank",
            env!("CARGO_PKG_VERSION"),
            "Claims of the best rank decide",
        )
        .u32("value")
        .u32("lifecycle")
        .f64("weight")
        .laws(&[
            "deterministic",
            "group-local",
            "value-first",
            "scale-free",
            "monotone",
        ])
    }

    fn resolve(_: &Context<'_>, rows: &Batch<'_>) -> Result<Resolutions, Error> {
        resolve::resolve(rows, rows.u32(0)?, rows.u32(1)?, rows.f64(0)?)
    }
}

stemedb_sdk::export_resolver!(Rank);
