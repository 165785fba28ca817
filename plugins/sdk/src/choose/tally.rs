//! What each value of one group has on its side.

use super::conflict::{conflict_of, status_of};
use super::{Backing, Leader, Measure, Rule, Sureness};
use crate::{Error, NO_WINNER, Status, exact};

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
    /// With supports: what each value has with those who speak for it, then what is left on each side.
    backed: Vec<f64>,
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
    #[inline]
    pub fn verdict(&mut self, rule: Rule) -> Verdict {
        self.verdict_backed(rule, Backing::default())
    }

    /// Decides by a rule where values speak for each other. A value is ranked by its own weight and strength times weight of
    /// each value that speaks for it. What speaks for the winner then counts on its side and not on its own; so the shares
    /// add up to one, and a value that only supports the winner is no conflict.
    pub fn verdict_backed(&mut self, rule: Rule, backing: Backing<'_>) -> Verdict {
        let (values, total) = self.extent(rule.measure);
        let mut led = None;
        if backing.is_empty() {
            self.rank(rule.measure, total);
        } else {
            led = Some(self.lead_backed(rule, backing));
            self.rank_backed(total);
        }
        let conflict = conflict_of(&self.ranked);
        let status = status_of(values, &self.ranked, conflict);
        if status == Status::Undecided {
            return Verdict::UNDECIDED;
        }
        let (class, weight) = led.unwrap_or_else(|| {
            let class = self.leader(rule, |_, voice| voice.weight(rule.measure));
            (class, self.voices[class as usize].weight(rule.measure))
        });
        let voice = self.voices[class as usize];
        let confidence = match rule.sureness {
            Sureness::Claim => self.combined(class, weight, rule.measure, !backing.is_empty()),
            Sureness::Share if total > 0.0 => weight / total,
            Sureness::Share => 0.0,
        };
        let winner = match rule.leader {
            Leader::Heaviest => voice.carrier,
            Leader::First => voice.first_row,
            Leader::Row { row, .. } => row,
        };
        Verdict {
            winner,
            class,
            confidence,
            conflict,
            status,
        }
    }

    /// What a value is worth against all others: each weight is the probability that the claims for its value are good, and
    /// claims that are not good say nothing. Of the cases in which no two values have good claims, the part in which this one
    /// has (Dempster's rule of combination).
    fn combined(&self, class: u32, weight: f64, measure: Measure, backed: bool) -> f64 {
        let (mut room, mut certain) = (1.0, 1.0);
        for (other, voice) in (0..).zip(&self.voices) {
            let rival = if backed {
                self.backed[other as usize]
            } else {
                voice.weight(measure)
            };
            if other == class {
                continue;
            }
            if rival < 1.0 {
                room += rival / (1.0 - rival);
            } else {
                certain += 1.0;
            }
        }
        let weight = weight.min(1.0);
        match (weight < 1.0, certain > 1.0) {
            (true, false) => weight / (weight + (1.0 - weight) * room),
            (true, true) => 0.0,
            (false, _) => 1.0 / certain,
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
        self.sort_ranked();
    }

    fn rank_backed(&mut self, total: f64) {
        self.ranked.clear();
        for (class, &weight) in (0..).zip(&self.backed) {
            if weight > 0.0 {
                self.ranked.push((class, weight / total));
            }
        }
        self.sort_ranked();
    }

    fn sort_ranked(&mut self) {
        if self.ranked.len() > 1 {
            self.ranked
                .sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        }
    }

    /// Finds the winning class and its weight, and leaves in `backed` what each value has once the winner's supporters have
    /// gone over to it. Parts of weights are rounded as weights are, so their sums are exact too.
    fn lead_backed(&mut self, rule: Rule, backing: Backing<'_>) -> (u32, f64) {
        let mut backed = std::mem::take(&mut self.backed);
        let own = |voice: &Voice| voice.weight(rule.measure);
        backed.clear();
        backed.extend(self.voices.iter().map(own));
        for (source, target, strength) in backing.entries() {
            // Support makes no value out of nothing: whom nobody of weight names, nobody speaks for.
            if let (Some(voice), Some(weight)) = (self.voices.get(source), backed.get_mut(target))
                && *weight > 0.0
            {
                *weight += exact::round(strength * own(voice));
            }
        }
        let class = self.leader(rule, |class, _| backed[class]);
        backed.clear();
        backed.extend(self.voices.iter().map(own));
        for (source, target, strength) in backing.entries() {
            if target == class as usize && source < backed.len() {
                let given = exact::round(strength * backed[source]).min(backed[source]);
                backed[source] -= given;
                backed[target] += given;
            }
        }
        let weight = backed.get(class as usize).copied().unwrap_or(0.0);
        self.backed = backed;
        (class, weight)
    }

    /// The class that wins, by the given weights. There is at least one, or [`NO_WINNER`] comes out.
    fn leader(&self, rule: Rule, weight_of: impl Fn(usize, &Voice) -> f64) -> u32 {
        if let Leader::Row { class, .. } = rule.leader {
            return class;
        }
        let mut best = NO_WINNER;
        let mut lead = Voice::SILENT;
        let mut lead_weight = 0.0;
        for (class, voice) in (0..).zip(&self.voices) {
            if voice.is_silent() {
                continue;
            }
            let weight = weight_of(class as usize, voice);
            let by_weight = rule.leader == Leader::Heaviest;
            let ahead = by_weight && weight > lead_weight;
            let tied = !by_weight || weight == lead_weight;
            if ahead || (tied && voice.first_row < lead.first_row) {
                best = class;
                lead = *voice;
                lead_weight = weight;
            }
        }
        best
    }
}
