//! Truths by weighted vote: what CRH and CATD do between two renewals of the weights.

use super::Space;

/// Rounds after which a method is stopped.
const ROUNDS_MAX: u32 = 30;

/// Sums of weights for each class, and which class of each group leads.
#[derive(Debug)]
pub struct Ballot {
    sums: Vec<f64>,
    /// 1 for the leading class of each group, 0 for the others.
    truths: Vec<f64>,
    before: Vec<f64>,
    credits: Vec<f64>,
}

impl Ballot {
    /// Nothing voted yet.
    pub fn new(space: &Space<'_>) -> Self {
        Self {
            sums: vec![0.0; space.classes()],
            truths: vec![0.0; space.classes()],
            before: Vec::new(),
            credits: Vec::new(),
        }
    }

    /// Votes and renews the weights in turns until no truth changes, and returns the number of rounds. `renew` is given how
    /// right each class is, and the weights of all voices to replace.
    pub fn settle(
        &mut self,
        space: &Space<'_>,
        weights: &mut [f64],
        mut renew: impl FnMut(&[f64], &mut [f64]),
    ) -> u32 {
        let mut rounds = 0;
        while rounds < ROUNDS_MAX {
            rounds += 1;
            self.before.clone_from(&self.truths);
            self.vote(space, weights);
            if self.before == self.truths {
                break;
            }
            space.credited(&self.truths, &mut self.credits);
            renew(&self.credits, weights);
        }
        rounds
    }

    /// For each class its part of its group's sums; equal parts where nothing weighs.
    pub fn shares(&self, space: &Space<'_>) -> Vec<f64> {
        let mut shares = self.sums.clone();
        for group in 0..space.groups() {
            let sums = &mut shares[space.classes_of(group)];
            let mut total = 0.0;
            for &sum in &*sums {
                total += sum;
            }
            let count = sums.len() as f64;
            for sum in sums {
                *sum = if total > 0.0 {
                    *sum / total
                } else {
                    1.0 / count
                };
            }
        }
        shares
    }

    fn vote(&mut self, space: &Space<'_>, weights: &[f64]) {
        self.sums.fill(0.0);
        for (row, &class) in space.class.iter().enumerate() {
            self.sums[class as usize] += space.weight[row] * weights[space.voice[row] as usize];
        }
        if space.has_supports() {
            let own = self.sums.clone();
            for group in 0..space.groups() {
                for (source, target, strength) in space.supports_of(group) {
                    self.sums[target] += strength * own[source];
                }
            }
        }
        self.truths.fill(0.0);
        for group in 0..space.groups() {
            let classes = space.classes_of(group);
            let mut best = classes.start;
            for class in classes.clone() {
                if self.sums[class] > self.sums[best] {
                    best = class;
                }
            }
            if !classes.is_empty() {
                self.truths[best] = 1.0;
            }
        }
    }
}
