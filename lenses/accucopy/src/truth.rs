//! How likely each value of each group is, from reliabilities and copies.

use stemedb_sdk::joint::{MARGIN, Space};

use crate::pairs::Pairs;
use crate::scaled::Rivals;
use crate::urn::Urn;

/// Of a group with more values only the weightiest can be found true: the others are taken for mistakes.
pub(crate) const RIVALS_MAX: usize = 64;

/// What is believed at a time.
#[derive(Debug, Clone)]
pub(crate) struct Belief {
    /// Of each voice.
    pub(crate) reliabilities: Vec<f64>,
    /// Of each class.
    pub(crate) likely: Vec<f64>,
    /// For each class the weight of the claims that are not taken for copies.
    pub(crate) own: Vec<f64>,
    /// For each pair of [`Pairs`] the part that the later voice copies.
    pub(crate) copied: Vec<f64>,
}

/// Room that is used again for each group.
#[derive(Debug, Default)]
pub(crate) struct Room {
    rivals: Rivals,
    /// For each local class its place among the rivals, or `NOT`.
    place: Vec<u32>,
    /// Own claims so far, by local class.
    stated: Vec<f64>,
    /// The same, by rival.
    for_rival: Vec<f64>,
    ranking: Vec<u32>,
    /// Which classes support which rivals, and how strongly, ordered by class.
    supports: Vec<(u32, u32, f64)>,
}

const NOT: u32 = u32::MAX;

/// One claim against the hypotheses of its group.
struct Claim {
    class: usize,
    reliability: f64,
    weight: f64,
    /// The part that is copied, and whether it agrees with what it would be copied from.
    copied: Option<(f64, bool)>,
}

/// Renews the probabilities and the own weights; the answer is ln of how likely all claims are.
pub(crate) fn judge(
    space: &Space<'_>,
    urn: Urn,
    pairs: &mut Pairs,
    belief: &mut Belief,
    room: &mut Room,
) -> f64 {
    let mut fit = 0.0;
    for group in 0..space.groups() {
        let classes = space.classes_of(group);
        if classes.is_empty() {
            continue;
        }
        room.prepare(space, group, &belief.own[classes.clone()]);
        belief.own[classes.clone()].fill(0.0);
        pairs.enter();
        let mut all = 0.0;
        for at in space.rows_of(group) {
            let row = pairs.order[at] as usize;
            let voice = space.voice[row] as usize;
            let class = space.class[row];
            let copied = pairs
                .origin(voice, &belief.copied)
                .map(|(part, other)| (part, space.class[other] == class));
            pairs.place(voice, row);
            let claim = Claim {
                class: class as usize - classes.start,
                reliability: belief.reliabilities[voice].clamp(MARGIN, 1.0 - MARGIN),
                weight: space.weight[row],
                copied,
            };
            let own = room.hear(urn, &claim, all);
            belief.own[class as usize] += own;
            all += own;
        }
        fit += room.conclude(&mut belief.likely[classes]);
    }
    fit
}

impl Room {
    fn prepare(&mut self, space: &Space<'_>, group: usize, weights: &[f64]) {
        let count = weights.len();
        self.stated.clear();
        self.stated.resize(count, 0.0);
        self.place.clear();
        let rivals = count.min(RIVALS_MAX);
        if count <= RIVALS_MAX {
            self.place.extend(0..count as u32);
        } else {
            self.place.resize(count, NOT);
            self.ranking.clear();
            self.ranking.extend(0..count as u32);
            let heavier = |a: &u32, b: &u32| {
                let [first, second] = [a, b].map(|&class| weights[class as usize]);
                second.total_cmp(&first).then(a.cmp(b))
            };
            self.ranking.sort_unstable_by(heavier);
            for (place, &class) in (0..).zip(&self.ranking[..RIVALS_MAX]) {
                self.place[class as usize] = place;
            }
        }
        // The last hypothesis: none of the stated values is true.
        self.rivals.restart(rivals + 1);
        self.for_rival.clear();
        self.for_rival.resize(rivals + 1, 0.0);
        self.supports.clear();
        let first = space.classes_of(group).start;
        for (source, target, strength) in space.supports_of(group) {
            let place = self.place[target - first];
            if place != NOT && source != target {
                self.supports
                    .push(((source - first) as u32, place, strength));
            }
        }
        self.supports
            .sort_by_key(|&(class, place, _)| (class, place));
        self.supports
            .dedup_by_key(|&mut (class, place, _)| (class, place));
    }

    /// The supports of one class: rival and strength, ordered by rival.
    fn supports_of(&self, class: usize) -> &[(u32, u32, f64)] {
        let class = class as u32;
        let start = self.supports.partition_point(|entry| entry.0 < class);
        let end = self.supports.partition_point(|entry| entry.0 <= class);
        &self.supports[start..end]
    }

    /// Takes in a claim; the answer is how much of it is the voice's own.
    fn hear(&mut self, urn: Urn, claim: &Claim, all: f64) -> f64 {
        let own_place = self.place[claim.class] as usize;
        let stated = self.stated[claim.class];
        let unknown = urn.draws(stated, all);
        let mut numbers = std::mem::take(&mut self.rivals.numbers);
        let mut supports = self.supports_of(claim.class).iter().peekable();
        for (at, number) in numbers.iter_mut().enumerate() {
            let mut probability = claim.reliability;
            if at != own_place {
                // Claims for the true value did not come from the urn of mistakes.
                let mistakes = (all - self.for_rival[at]).max(stated);
                probability = (1.0 - claim.reliability) * urn.draws(stated, mistakes);
            }
            if let Some((_, _, strength)) = supports.next_if(|entry| entry.1 as usize == at) {
                probability = strength * claim.reliability + (1.0 - strength) * probability;
            }
            // What a stage took of the row's weight is said by nobody.
            let heard = claim.weight * probability + (1.0 - claim.weight) * unknown;
            *number *= match claim.copied {
                Some((part, true)) => part + (1.0 - part) * heard,
                Some((part, false)) => (1.0 - part) * heard,
                None => heard,
            };
        }
        self.rivals.numbers = numbers;
        self.rivals.rescale();
        let own = match claim.copied {
            Some((part, true)) => claim.weight * (1.0 - part),
            _ => claim.weight,
        };
        self.stated[claim.class] += own;
        if let Some(weight) = self.for_rival.get_mut(own_place) {
            *weight += own;
        }
        own
    }

    /// Writes the probabilities of the group's classes; the answer is ln of how likely its claims are.
    fn conclude(&mut self, likely: &mut [f64]) -> f64 {
        let hypotheses = self.rivals.numbers.len() as f64;
        let fit = self.rivals.normalise();
        for (likely, &place) in likely.iter_mut().zip(&self.place) {
            *likely = match self.rivals.numbers.get(place as usize) {
                Some(&part) => part,
                None => 0.0,
            };
        }
        fit - libm::log(hypotheses)
    }
}
