//! # reliability
//!
//! **What it answers.** How much does a claim weigh by what an estimate found of the voice that makes it?
//!
//! **Formula.** Factor: the voice's reliability in the estimate; 0.5 if the estimate does not know the voice; at least 2^-32.
//!
//! **Reference.** The weights of truth discovery: Li et al., "A survey on truth discovery", SIGKDD Explorations 2016.
//!
//! **Parameters.** `estimate`, a text: name or digest of the estimate. Without one every factor is 0.5.
//!
//! **Example.** An estimate gives a voice 0.9 and another 0.3: `reliability(estimate=flights)|consensus` lets the first weigh three
//! of the second.
//!
//! **When not to use it.** To find the most likely value: `estimated` takes the estimate's own word for it, and adds up the
//! evidence of several voices as probabilities do.
//!
//! **Laws.** deterministic, group-local, never-zero.

mod weigh;

use stemedb_sdk::{Batch, Context, Description, Error, ParamSpec, RowStage, Staged};

/// Claims weigh by the reliability of their voices.
#[derive(Debug)]
pub struct Reliability;

impl RowStage for Reliability {
    fn describe() -> Description {
        Description::new(
            "reliability",
            env!("CARGO_PKG_VERSION"),
            "Claims weigh by the reliability of their voices",
        )
        .f64("reliability")
        .param(ParamSpec::text(
            "estimate",
            "",
            "Name or digest of the estimate.",
        ))
        .laws(&["deterministic", "group-local", "never-zero"])
    }

    fn weigh(_: &Context<'_>, rows: &Batch<'_>) -> Result<Staged, Error> {
        Ok(weigh::weigh(rows.f64(0)?))
    }
}

stemedb_sdk::export_row_stage!(Reliability);
