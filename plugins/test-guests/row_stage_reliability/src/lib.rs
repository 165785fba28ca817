//! A row stage for tests of the host: weighs rows by what an estimate says of their voices and of themselves.

use stemedb_sdk::{Batch, Context, Description, Error, ParamSpec, RowStage, Staged};

/// Weight = reliability, times the likelihood where one is known.
#[derive(Debug)]
pub struct Reliability;

impl RowStage for Reliability {
    fn describe() -> Description {
        Description::new(
            "row-stage-reliability",
            env!("CARGO_PKG_VERSION"),
            "Weighs rows by an estimate",
        )
        .f64("reliability")
        .f64("likelihood")
        .param(ParamSpec::text("estimate", "", "The estimate"))
        .laws(&["group-local"])
    }

    fn weigh(_: &Context<'_>, rows: &Batch<'_>) -> Result<Staged, Error> {
        let (reliability, likelihood) = (rows.f64(0)?, rows.f64(1)?);
        let weight = |(reliability, likelihood): (&f64, &f64)| {
            if *likelihood < 0.0 {
                *reliability
            } else {
                reliability * likelihood
            }
        };
        Ok(Staged::weights(
            reliability.iter().zip(likelihood).map(weight).collect(),
        ))
    }
}

stemedb_sdk::export_row_stage!(Reliability);
