//! What each value of one group has on its side.

use super::conflict::{conflict_of, status_of};
use super::{Leader, Measure, Rule, Sureness};
use crate::{Error, NO_WINNER, Status};

/// What one value has on its side.
#[derive(Debug, Clone, Copy)]
struct Voice {
    sum: f64,
    greatest: f64,
    first_row: u32,
    carrier: u32,
}

impl Voice {
    const SILENT: Self = Self {
        sum: 0.0,
        greatest: 0.0,
        first_row: NO_WINNER,
        carrier: NO_WINNER,
    };

    fn is_silent(&self) -> bool {
        self.first_row == NO_WINNER
    }

    fn weight(&self, measure: Measure) -> f64 {
        match measure {
            Measure::Sum => self.sum,
            Measure::Greatest => self.greatest,
        }
    }
}

/// The resolution of one group or part, without its shares.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Verdict {
    /// The winning row, counted from the start of the group, or [`NO_WINNER`].
    pub winner: u32,
    /// The class of the winning row, or [`NO_WINNER`].
    pub class: u32,
    /// How sure the lens is of the winner, 0 ..= 1.
    pub confidence: f64,
    /// How much the candidates contradict each other, 0 ..= 1.
    pub conflict: f64,
    /// How far they agree.
    pub status: Status,
}

impl Verdict {
    /// Nothing to decide with.
    pub const UNDECIDED: Self = Self {
        winner: NO_WINNER,
        class: NO_WINNER,
        confidence: 0.0,
        conflict: 0.0,
        status: Status::Undecided,
    };
}

/// Adds up the rows of one group, value by value. Used again for the next group, so that groups cost no allocation.
#[derive(Debug, Default)]
pub struct Tally {
    voices: Vec<Voice>,
    ranked: Vec<(u32, f64)>,
}

impl Tally {
    /// Forgets the group.
    pub fn clear(&mut self) {
        self.voices.clear();
        self.ranked.clear();
    }

    /// Adds a row: its class, its number within the group, its weight (>= 0, a multiple of 2^-32). Rows come in order.
    ///
    /// # Errors
    /// [`Error::INPUT`] when the class can't have been numbered by first row.
    #[inline]
    pub fn add(&mut self, class: u32, row: u32, weight: f64) -> Result<(), Error> {
        let at = class as usize;
        if at >= self.voices.len() {
            self.make_room(class, row)?;
        }
        let voice = &mut self.voices[at];
        if voice.is_silent() {
            *voice = Voice {
                sum: weight,
                greatest: weight,
                first_row: row,
                carrier: row,
            };
            return Ok(());
        }
        voice.sum += weight;
        if weight > voice.greatest {
            voice.greatest = weight;
            voice.carrier = row;
        }
        Ok(())
    }

    #[cold]
    fn make_room(&mut self, class: u32, row: u32) -> Result<(), Error> {
        if class > row {
            return Err(Error::input(
                "Value ids are not numbered by first row within the group",
            ));
        }
        self.voices.resize(class as usize + 1, Voice::SILENT);
        Ok(())
    }

    /// The shares of the last verdict: (class, share), by falling share, then by class.
    pub fn ranked(&self) -> &[(u32, f64)] {
        &self.ranked
    }

    /// Decides by a rule.
    pub fn verdict(&mut self, rule: Rule) -> Verdict {
        let (values, total) = self.extent(rule.measure);
        self.rank(rule.measure, total);
        let conflict = conflict_of(&self.ranked);
        let status = status_of(values, &self.ranked, conflict);
        if status == Status::Undecided {
            return Verdict::UNDECIDED;
        }
        let class = self.leader(rule);
        let voice = self.voices[class as usize];
        let confidence = match rule.sureness {
            Sureness::Claim => voice.greatest.min(1.0),
            Sureness::Share if total > 0.0 => voice.weight(rule.measure) / total,
            Sureness::Share => 0.0,
        };
        let winner = match rule.leader {
            Leader::Heaviest => voice.carrier,
            Leader::First => voice.first_row,
        };
        Verdict {
            winner,
            class,
            confidence,
            conflict,
            status,
        }
    }

    /// How many values there are, and their weight in all.
    fn extent(&self, measure: Measure) -> (usize, f64) {
        let mut values = 0;
        let mut total = 0.0;
        for voice in &self.voices {
            values += usize::from(!voice.is_silent());
            total += voice.weight(measure);
        }
        (values, total)
    }

    fn rank(&mut self, measure: Measure, total: f64) {
        self.ranked.clear();
        for (class, voice) in (0..).zip(&self.voices) {
            let weight = voice.weight(measure);
            if weight > 0.0 {
                self.ranked.push((class, weight / total));
            }
        }
        if self.ranked.len() > 1 {
            self.ranked
                .sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        }
    }

    /// The class that wins. There is at least one.
    fn leader(&self, rule: Rule) -> u32 {
        let mut best = NO_WINNER;
        let mut lead = Voice::SILENT;
        for (class, voice) in (0..).zip(&self.voices) {
            if voice.is_silent() {
                continue;
            }
            let weight = voice.weight(rule.measure);
            let lead_weight = lead.weight(rule.measure);
            let ahead = match rule.leader {
                Leader::First => false,
                Leader::Heaviest => weight > lead_weight,
            };
            let tied = rule.leader == Leader::First || weight == lead_weight;
            if ahead || (tied && voice.first_row < lead.first_row) {
                best = class;
                lead = *voice;
            }
        }
        best
    }
}
