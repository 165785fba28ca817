//! Each tier by itself, then the highest one that has a winner.

use std::ops::Range;

use stemedb_sdk::choose::{Answer, Backing, Backings, Rule, Tally, Verdict};
use stemedb_sdk::columns::TIERS;
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
    let mut layers = Layers::default();
    for group in rows.groups() {
        layers.read(group, columns)?;
        layers.resolve(backings.of_next_group(), &mut answer)?;
    }
    Ok(answer.finish())
}

/// One group, tier by tier.
#[derive(Default)]
struct Layers {
    tallies: [Tally; TIERS],
    counts: [u32; TIERS],
    /// The winners of the tiers, one voice each.
    voices: Tally,
    /// Values are numbered by first row, so the greatest id tells how many there are.
    greatest_value: u32,
}

impl Layers {
    fn read(&mut self, group: Range<usize>, columns: &Columns<'_>) -> Result<(), Error> {
        self.tallies.iter_mut().for_each(Tally::clear);
        self.counts = [0; TIERS];
        self.greatest_value = 0;
        for (row, at) in (0..).zip(group) {
            let tier = columns.tiers[at] as usize;
            let value = columns.values[at];
            let Some(tally) = self.tallies.get_mut(tier) else {
                return Err(Error::input("A row names a tier above 5"));
            };
            let weight = exact::round(columns.weights[at] * columns.confidences[at]);
            tally.add(value, row, weight)?;
            self.counts[tier] += 1;
            self.greatest_value = self.greatest_value.max(value);
        }
        Ok(())
    }

    /// Supports count within a tier, and between the winners of the tiers.
    fn resolve(&mut self, backing: Backing<'_>, answer: &mut Answer) -> Result<(), Error> {
        self.voices.clear();
        let mut deciding = Verdict::UNDECIDED;
        for (label, (tally, count)) in (0..).zip(self.tallies.iter_mut().zip(self.counts)) {
            if count == 0 {
                continue;
            }
            let verdict = tally.verdict_backed(Rule::GREATEST_SUM, backing);
            if verdict.winner == NO_WINNER {
                continue;
            }
            answer.push_part(label, count, &verdict);
            self.voices.add(verdict.class, verdict.winner, 1.0)?;
            if deciding.winner == NO_WINNER {
                deciding = verdict;
            }
        }
        let across = self.voices.verdict_backed(Rule::GREATEST_SUM, backing);
        let overall = Verdict {
            conflict: across.conflict.max(deciding.conflict),
            status: self.status(deciding.status.max(across.status)),
            ..deciding
        };
        answer.push(&overall, self.voices.ranked());
        answer.end_parts();
        Ok(())
    }

    fn status(&self, worse: Status) -> Status {
        if worse == Status::Unanimous && self.greatest_value > 0 {
            return Status::Agreed;
        }
        worse
    }
}
