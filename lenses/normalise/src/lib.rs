//! # normalise
//!
//! **What it answers.** Which values are the same and only written differently? Case, spacing, Unicode forms, numbers,
//! units, times and zones are brought into one form; values of equal form become one.
//!
//! **Formula.** Two values are merged if their normal forms are equal. A text that states a time is that moment; a text
//! that states a number or quantity is its amount in the base unit (g, m, l, s, K; percentages are shares of one),
//! compared in its first twelve digits or so; any other text is its letters after NFKC, lower case, and spaces
//! trimmed and collapsed. A date that leaves out its year, or a clock without a day, takes the one nearest to the first whole
//! time of its group. An empty text is merged with nothing.
//!
//! **Reference.** Unicode Standard Annex 15 (NFKC); ISO 8601 and RFC 2822 for times and zones; Li et al., "Truth finding
//! on the deep web: is the problem solved?", VLDB 2012, for what unification does to accuracy.
//!
//! **Parameters.** `unicode`, `case`, `spacing`, `numbers`, `units` and `times` (flags, default true) and `punctuation` (default
//! false) switch the steps; `decimal`, `date_order` and `zone` say how numbers and times are read.
//!
//! **Example.** `1:55 PM, Dec 08`, `2011-12-08T13:55` and `13:55` state one departure; `0.5 g`, `500 mg` and `500,0 mg`
//! (with `decimal=","`) one dose.
//!
//! **When not to use it.** Where case or spacing carries meaning, such as gene symbols or passwords: switch the step off. It corrects
//! no typing errors and knows no synonyms. Units are those of trade and medicine; months and years have no fixed length and
//! are not converted.
//!
//! **Laws.** deterministic, group-local, never-zero, whole-values.

mod form;
mod weigh;

use stemedb_sdk::read::{Decimal, TimeStyle};
use stemedb_sdk::{Batch, Context, Description, Error, ParamSpec, RowStage, Staged};

/// Values that only look different are one value.
#[derive(Debug)]
pub struct Normalise;

impl RowStage for Normalise {
    fn describe() -> Description {
        let [date_order, zone] = TimeStyle::params();
        Description::new(
            "normalise",
            env!("CARGO_PKG_VERSION"),
            "Values that only look different are one value",
        )
        .u32("value")
        .param(ParamSpec::flag(
            "unicode",
            true,
            "Letters that Unicode calls compatible are the same, such as full-width ones and ligatures.",
        ))
        .param(ParamSpec::flag(
            "case",
            true,
            "Upper and lower case are the same.",
        ))
        .param(ParamSpec::flag(
            "spacing",
            true,
            "Spaces at the ends go, and runs of spaces are one.",
        ))
        .param(ParamSpec::flag(
            "punctuation",
            false,
            "Punctuation goes, so that `C-34` and `C34` are the same.",
        ))
        .param(ParamSpec::flag(
            "numbers",
            true,
            "Texts that state a number are compared by it.",
        ))
        .param(ParamSpec::flag(
            "units",
            true,
            "Numbers with units are compared in the base unit; without it only bare numbers are read.",
        ))
        .param(ParamSpec::flag(
            "times",
            true,
            "Texts that state a time are compared by it.",
        ))
        .param(Decimal::param())
        .param(date_order)
        .param(zone)
        .laws(&["deterministic", "group-local", "never-zero", "whole-values"])
    }

    fn weigh(context: &Context<'_>, rows: &Batch<'_>) -> Result<Staged, Error> {
        let style = form::Style {
            unicode: context.flag(0)?,
            case: context.flag(1)?,
            spacing: context.flag(2)?,
            punctuation: context.flag(3)?,
            numbers: context.flag(4)?,
            units: context.flag(5)?,
            times: context.flag(6)?,
            decimal: Decimal::from_param(context.text(7)?)?,
            time: TimeStyle::from_params(context.text(8)?, context.text(9)?)?,
        };
        weigh::weigh(context, rows, rows.u32(0)?, &style)
    }
}

stemedb_sdk::export_row_stage!(Normalise);
