//! # tolerance
//!
//! **What it answers.** Which numbers or times are near enough to count as one value?
//!
//! **Formula.** The value with the most weight is a centre and takes in every value within the bound around it; of the
//! rest the heaviest is the next centre, and so on (tie: the value whose first row is lower). Numbers are near if
//! |a - b| <= `bound`, or <= `bound` * |centre| with `relative`; times if they lie at most `time` apart. A row that is taken
//! in weighs 2^-32 less, so that a claim of the centre itself carries the answer. Other texts are left alone.
//!
//! **Reference.** Li et al., "Truth finding on the deep web: is the problem solved?", VLDB 2012: times within 10 minutes
//! are one value, in buckets around the dominant value.
//!
//! **Parameters.** `bound`, a number, default 0; `unit`, the unit of the bound (empty: the base unit g, m, l, s, K, or none);
//! `relative`, a flag; `time`, a duration, default 0; `decimal`, `date_order` and `zone` say how numbers and times are read.
//!
//! **Example.** With `time=10m`, departures 13:55 (five claims), 14:03 and 14:07: 13:55 takes in 14:03; 14:07 is a value
//! of its own.
//!
//! **When not to use it.** Where a small difference matters: doses at a limit, gates, versions. Nearness is no chain: two values that
//! are both near a centre are one, even if they lie two bounds apart.
//!
//! **Laws.** deterministic, group-local, never-zero, whole-values.

mod near;
mod weigh;

use stemedb_sdk::read::{Decimal, TimeStyle, unit_named};
use stemedb_sdk::{Batch, Context, Description, Error, ParamSpec, RowStage, Staged};

/// Further apart than any two numbers of a sensible scale.
const MAX_BOUND: f64 = 1e300;
/// A hundred thousand years.
const MAX_TIME_MS: f64 = 3.1536e15;

/// Numbers and times within a bound are one value.
#[derive(Debug)]
pub struct Tolerance;

impl RowStage for Tolerance {
    fn describe() -> Description {
        let [date_order, zone] = TimeStyle::params();
        Description::new(
            "tolerance",
            env!("CARGO_PKG_VERSION"),
            "Numbers and times within a bound are one value",
        )
        .u32("value")
        .f64("weight")
        .param(ParamSpec::number(
            "bound",
            0.0,
            0.0,
            MAX_BOUND,
            "Numbers at most this far apart are one value.",
        ))
        .param(ParamSpec::text(
            "unit",
            "",
            "The unit of the bound; empty takes the base unit.",
        ))
        .param(ParamSpec::flag(
            "relative",
            false,
            "The bound is a share of the centre's amount instead.",
        ))
        .param(ParamSpec::duration(
            "time",
            0.0,
            0.0,
            MAX_TIME_MS,
            "Times at most this far apart are one value.",
        ))
        .param(Decimal::param())
        .param(date_order)
        .param(zone)
        .laws(&["deterministic", "group-local", "never-zero", "whole-values"])
    }

    fn weigh(context: &Context<'_>, rows: &Batch<'_>) -> Result<Staged, Error> {
        let relative = context.flag(2)?;
        let reach = near::Reach {
            bound: bound(context.number(0)?, context.text(1)?, relative)?,
            relative,
            time_ms: context.number(3)?,
        };
        let style = weigh::Style {
            decimal: Decimal::from_param(context.text(4)?)?,
            time: TimeStyle::from_params(context.text(5)?, context.text(6)?)?,
        };
        weigh::weigh(context, rows, rows.u32(0)?, rows.f64(0)?, &style, &reach)
    }
}

/// The bound in the base unit. A difference of temperatures has no zero point, so only the factor counts.
fn bound(bound: f64, unit: &str, relative: bool) -> Result<f64, Error> {
    if unit.is_empty() {
        return Ok(bound);
    }
    if relative {
        return Err(Error::parameter(
            "A `relative` bound is a share and has no `unit`",
        ));
    }
    match unit_named(unit) {
        Some(unit) => Ok(bound * unit.factor),
        None => Err(Error::parameter(
            "`unit` must be a unit of mass, length, volume, time or temperature, such as `mg`",
        )),
    }
}

stemedb_sdk::export_row_stage!(Tolerance);
