//! Single calls: one group of 1 to 10,000 rows, and 100,000 groups of ten.

use std::time::Duration;

use anyhow::{Context, Result, ensure};

use super::{Above, LensRow, Subject, Timed};
use crate::measure::{Line, Pair, interleaved};
use crate::rows::Rows;

/// Rows of a call, all in one group. A line needs a call of next to nothing; the others are what is printed.
const ROWS: [u32; 4] = [1, 10, 1_000, 10_000];
/// Groups of a batch, and rows of each.
const BATCH: (u32, u32) = (100_000, 10);
const ROUND: Duration = Duration::from_millis(2);
const TOTAL: Duration = Duration::from_millis(500);

pub(super) fn measure(subject: &Subject, row: &mut LensRow) -> Result<()> {
    let mut points = Vec::new();
    for count in ROWS {
        let pair = timed(subject, 1, count).with_context(|| format!("one group of {count}"))?;
        // A time is known to a share of itself.
        points.push((f64::from(count), pair.above * 1e9, pair.second * 1e9));
        if count > 1 {
            row.calls.push(Timed::of(count, &pair));
        }
    }
    let line = Line::through(&points);
    row.above = Some(Above {
        fixed_us: line.fixed / 1e3,
        row_ns: line.slope,
    });
    let (groups, each) = BATCH;
    let pair =
        timed(subject, groups, each).with_context(|| format!("{groups} groups of {each}"))?;
    row.batch = Some(Timed::of(groups * each, &pair));
    Ok(())
}

/// Times both over the same rows, after both have said the same.
fn timed(subject: &Subject, groups: u32, each: u32) -> Result<Pair> {
    let rows = Rows::new(&*subject.component, &subject.params, groups, each);
    let said = rows.call(&*subject.component)?;
    ensure!(
        said.same(&rows.call(&*subject.native)?),
        "{} says something else natively over {groups} groups of {each}",
        subject.step
    );
    let call = |judge| {
        // A failure would have shown in the comparison above.
        let _ = std::hint::black_box(rows.call(judge));
    };
    Ok(interleaved(
        ROUND,
        TOTAL,
        || call(&*subject.native),
        || call(&*subject.component),
    ))
}
