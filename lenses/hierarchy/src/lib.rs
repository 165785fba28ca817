//! # hierarchy
//!
//! **What it answers.** Which values do not contradict each other, because one is only more general? Who says California does not
//! oppose who says Los Angeles.
//!
//! **Formula.** For each pair of values of a group of which one is more general, at any number of steps, the general one supports
//! the special one with `strength`. Resolvers then rank a value by its own weight and strength times the weight of what
//! supports it; so a special value wins over a general one as soon as it has more than (1 - strength) of its weight, and what
//! supports the winner counts as agreeing. Which values are more general is told by live claims of the database: the
//! subject `prefix` followed by the value, with `predicate`, names the next more general one.
//!
//! **Reference.** Jung, Kim and Shim, "Crowdsourced truth discovery in the presence of hierarchies for knowledge
//! fusion", EDBT 2019; Beretta et al., "How can ontologies give you clue for truth-discovery?", WIMS 2016.
//!
//! **Parameters.** `prefix`, a text, default empty: what stands before a value in the subjects of the tree; `predicate`, a text, default
//! `within`; `strength`, a number of 0 ..= 1, default 0.9.
//!
//! **Example.** With the claims (place/Los Angeles, within, California): five say California, one says Los Angeles, one says
//! Boston. Los Angeles wins with 1 + 0.9 * 5 on its side. Were there ten or more for California, one voice would not be
//! enough.
//!
//! **When not to use it.** Where the general value is meant as such (a firm's country of registration), or where names are
//! ambiguous across the tree: a tree by name puts Paris into Texas too. Estimators weigh voices better if this stage
//! stands before them.
//!
//! **Laws.** deterministic, group-local, never-zero, whole-values.

mod weigh;

use stemedb_sdk::{Batch, Context, Description, Error, ParamSpec, RowStage, Staged};

/// A lone voice for a special value wins against up to nine for a more general one.
const DEFAULT_STRENGTH: f64 = 0.9;

/// A general value supports a more special one.
#[derive(Debug)]
pub struct Hierarchy;

impl RowStage for Hierarchy {
    fn describe() -> Description {
        Description::new(
            "hierarchy",
            env!("CARGO_PKG_VERSION"),
            "A general value supports a more special one",
        )
        .u32("value")
        .param(ParamSpec::text(
            "prefix",
            "",
            "What stands before a value in the subjects of the claims that make up the tree.",
        ))
        .param(ParamSpec::text(
            "predicate",
            "within",
            "The predicate of the claims that name the next more general value.",
        ))
        .param(ParamSpec::number(
            "strength",
            DEFAULT_STRENGTH,
            0.0,
            1.0,
            "How much of its weight a general value gives to a more special one.",
        ))
        .laws(&["deterministic", "group-local", "never-zero", "whole-values"])
    }

    fn weigh(context: &Context<'_>, rows: &Batch<'_>) -> Result<Staged, Error> {
        let tree = weigh::Tree {
            prefix: context.text(0)?,
            predicate: context.text(1)?,
            strength: context.number(2)?,
        };
        weigh::weigh(context, rows, rows.u32(0)?, &tree)
    }
}

stemedb_sdk::export_row_stage!(Hierarchy);
