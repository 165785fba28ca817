//! # constraints
//!
//! **What it answers.** What must be used here, what is forbidden, and why? A question before work begins, about a
//! context such as `python_http`: every rule that is in force is a part of the answer, the most binding one first.
//!
//! **Formula.** A claim is a rule if its value is the text of a JSON object with `must_use`, `forbidden` or both (a
//! name or a list of names each) and a `reason`; other claims count for nothing. Rules that require and forbid the same
//! are one rule, whatever their reasons. Weight of a claim: weight * confidence, rounded to a multiple of 2^-32. The
//! tier of a rule is the highest authority (the lowest number) that states it with any weight. Its sureness: for each
//! name, the weight of all rules of that tier that treat the name as it does over the weight of all rules of that tier
//! that name it; the least of these. Its conflict: the greatest normalised entropy of one name's weights for and
//! against, over all tiers. Rules are taken by tier, then by falling sureness, then by falling weight within the tier,
//! then by first row; a rule that requires what one taken before forbids, or the reverse, is overruled as a whole, the
//! others are in force. Parts: one for each rule in force, labelled 0, 1, 2 … in this order, with the claim of the
//! highest tier, then of the greatest weight, then of the lowest row. The first one is the winner. Confidence: the
//! sureness of the first rule in force. Shares: the weight of each text over that of all rules, so overruled ones are
//! there too. Conflict: the greatest of any name. Status: unanimous if there is one rule, contested if the conflict is
//! at least 0.5, else agreed; undecided if no claim is a rule with any weight.
//!
//! **Reference.** Deontic logic's obligation and prohibition; von Wright, "Deontic logic", Mind 1951. The order of
//! tiers is lex superior derogat legi inferiori.
//!
//! **Parameters.** None.
//!
//! **Example.** On `python_http`: a standard says `{"must_use":"httpx","forbidden":"requests","reason":"pooling"}`,
//! three anecdotes say `{"must_use":"requests","reason":"simple"}`. One part: the standard, with confidence 1 and
//! conflict 0.81.
//!
//! **When not to use it.** For facts: rules on different names do not contradict each other here, they all hold. Names
//! are compared letter by letter. Before `normalise`, which would rewrite the JSON.
//!
//! **Laws.** deterministic, group-local.

mod book;
mod json;
mod resolve;
mod rule;

use stemedb_sdk::{Batch, Context, Description, Error, Resolutions, Resolver};

/// Which rules hold before work begins.
#[derive(Debug)]
pub struct Constraints;

impl Resolver for Constraints {
    fn describe() -> Description {
        Description::new(
            "constraints",
            env!("CARGO_PKG_VERSION"),
            "Which rules hold before work begins",
        )
        .u32("value")
        .u32("tier")
        .f64("weight")
        .f64("confidence")
        .laws(&["deterministic", "group-local"])
    }

    fn resolve(context: &Context<'_>, rows: &Batch<'_>) -> Result<Resolutions, Error> {
        let columns = resolve::Columns {
            values: rows.u32(0)?,
            tiers: rows.u32(1)?,
            weights: rows.f64(0)?,
            confidences: rows.f64(1)?,
        };
        resolve::resolve(context, rows, &columns)
    }
}

stemedb_sdk::export_resolver!(Constraints);
