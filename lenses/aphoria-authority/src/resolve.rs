//! Who decides, and what they say.

use std::ops::Range;

use stemedb_sdk::choose::{Answer, Backings, Rule, Tally, Verdict};
use stemedb_sdk::{Batch, Error, NO_WINNER, Resolutions, Status, exact};

/// What the lens reads of each row.
pub(crate) struct Columns<'a> {
    pub(crate) values: &'a [u32],
    pub(crate) tiers: &'a [u32],
    pub(crate) weights: &'a [f64],
    pub(crate) confidences: &'a [f64],
}

pub(crate) fn resolve(rows: &Batch<'_>, columns: &Columns<'_>) -> Result<Resolutions, Error> {
    let mut answer = Answer::new(rows.group_count());
    let mut backings = Backings::new(rows.supports);
    let mut tally = Tally::default();
    for group in rows.groups() {
        let values = hear(group, columns, &mut tally)?;
        let verdict = tally.verdict_backed(Rule::GREATEST_SUM, backings.of_next_group());
        let status =
            if verdict.winner != NO_WINNER && verdict.status == Status::Unanimous && values > 1 {
                Status::Agreed
            } else {
                verdict.status
            };
        answer.push(&Verdict { status, ..verdict }, tally.ranked());
    }
    Ok(answer.finish())
}

/// Counts the rows that decide; the answer is how many values the group has.
fn hear(group: Range<usize>, columns: &Columns<'_>, tally: &mut Tally) -> Result<u32, Error> {
    tally.clear();
    let force = |at: usize| exact::round(columns.weights[at] * columns.confidences[at]);
    let heard = group.clone().filter(|&at| force(at) > 0.0);
    let Some(tier) = heard.clone().map(|at| columns.tiers[at]).min() else {
        return Ok(0);
    };
    let highest = heard.filter(|&at| columns.tiers[at] == tier);
    let strongest = highest
        .clone()
        .map(|at| columns.confidences[at])
        .fold(0.0, f64::max);
    for at in highest.filter(|&at| columns.confidences[at] >= strongest) {
        let row = u32::try_from(at - group.start).unwrap_or(NO_WINNER);
        tally.add(columns.values[at], row, exact::round(columns.weights[at]))?;
    }
    // Values are numbered by first row.
    let greatest = group.map(|at| columns.values[at]).max();
    Ok(greatest.map_or(0, |greatest| greatest + 1))
}
