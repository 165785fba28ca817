//! How much of what a voice says it copies from another: what truth and popularity leave unexplained of their agreement.

use stemedb_sdk::joint::{MARGIN, Space};

use crate::pairs::Pairs;
use crate::scaled::Product;
use crate::truth::Belief;
use crate::urn::Urn;

/// Parts that a copying voice may copy, equally likely at first.
const PARTS: [f64; 5] = [0.2, 0.4, 0.6, 0.8, 0.99];
/// A smaller part is none.
const PART_MIN: f64 = 0.1;
/// A value less likely than this is treated as one of the unstated.
const LIKELY_MIN: f64 = 1e-6;

/// What speaks for each pair that the one copies from the other.
#[derive(Debug)]
pub(crate) struct Evidence {
    by_pair: Vec<Alike>,
    mistakes: Vec<Option<Mistake>>,
    likely: Vec<(usize, f64)>,
}

/// What speaks for one pair.
#[derive(Debug, Clone, Copy)]
struct Alike {
    /// For each of [`PARTS`] how likely the claims in which they agree are, over how likely without copying.
    agreed: [Product; PARTS.len()],
    /// Claims in which they differ.
    differed: u32,
}

const NOTHING: Alike = Alike {
    agreed: [Product::ONE; PARTS.len()],
    differed: 0,
};

/// How likely a mistake states a value.
#[derive(Debug, Clone, Copy)]
struct Mistake {
    /// One mistaken voice.
    one: f64,
    /// Two mistaken voices both.
    both: f64,
}

impl Evidence {
    pub(crate) fn new(pairs: &Pairs) -> Self {
        Self {
            by_pair: vec![NOTHING; pairs.len()],
            mistakes: Vec::new(),
            likely: Vec::new(),
        }
    }

    /// Renews the copied parts of all pairs.
    pub(crate) fn weigh(
        &mut self,
        space: &Space<'_>,
        urn: Urn,
        copying: f64,
        pairs: &mut Pairs,
        belief: &mut Belief,
    ) {
        if self.by_pair.is_empty() {
            return;
        }
        self.by_pair.fill(NOTHING);
        for group in 0..space.groups() {
            self.hear(space, group, urn, pairs, belief);
        }
        for (part, evidence) in belief.copied.iter_mut().zip(&self.by_pair) {
            *part = expected(evidence, copying);
        }
    }

    fn hear(
        &mut self,
        space: &Space<'_>,
        group: usize,
        urn: Urn,
        pairs: &mut Pairs,
        belief: &Belief,
    ) {
        let classes = space.classes_of(group);
        self.prepare(&belief.likely[classes.clone()]);
        let own = &belief.own[classes.clone()];
        let mut all = 0.0;
        for &own in own {
            all += own;
        }
        pairs.enter();
        for at in space.rows_of(group) {
            let row = pairs.order[at] as usize;
            let voice = space.voice[row] as usize;
            let class = space.class[row] as usize;
            let local = class - classes.start;
            for (pair, other) in pairs.present(voice) {
                let alike = &mut self.by_pair[pair];
                if space.class[other] as usize != class {
                    alike.differed += 1;
                    continue;
                }
                let mistake = *self.mistakes[local]
                    .get_or_insert_with(|| mistake(&self.likely, own, all, local, urn));
                let [first, second] = [voice, space.voice[other] as usize]
                    .map(|voice| belief.reliabilities[voice].clamp(MARGIN, 1.0 - MARGIN));
                let likely = belief.likely[class];
                let apart = likely * first * second + (1.0 - first) * (1.0 - second) * mistake.both;
                let once = (likely * (first + second) + (2.0 - first - second) * mistake.one) / 2.0;
                let ratio = once / apart;
                for (product, part) in alike.agreed.iter_mut().zip(PARTS) {
                    product.times(1.0 + part * (ratio - 1.0));
                }
            }
            pairs.place(voice, row);
        }
    }

    fn prepare(&mut self, likely: &[f64]) {
        self.mistakes.clear();
        self.mistakes.resize(likely.len(), None);
        self.likely.clear();
        let known = likely.iter().copied().enumerate();
        self.likely
            .extend(known.filter(|&(_, likely)| likely >= LIKELY_MIN));
    }
}

/// How likely mistakes state a value, over all values that may be the true one. The two that are compared don't count.
fn mistake(likely: &[(usize, f64)], own: &[f64], all: f64, class: usize, urn: Urn) -> Mistake {
    let mut found = Mistake {
        one: 0.0,
        both: 0.0,
    };
    let mut unstated = 1.0;
    let stated = (own[class] - 2.0).max(0.0);
    let mut add = |probability: f64, for_truth: f64| {
        let mistakes = (all - for_truth - 2.0).max(stated);
        let one = urn.draws(stated, mistakes);
        found.one += probability * one;
        found.both += probability * one * urn.draws(stated + 1.0, mistakes + 1.0);
    };
    for &(truth, probability) in likely {
        unstated -= probability;
        if truth != class {
            add(probability, own[truth]);
        }
    }
    add(unstated.max(0.0), 0.0);
    found
}

/// The part that is copied, on average over all that are possible.
fn expected(evidence: &Alike, copying: f64) -> f64 {
    let mut logarithms = evidence.agreed.map(Product::ln);
    for (logarithm, part) in logarithms.iter_mut().zip(PARTS) {
        *logarithm += f64::from(evidence.differed) * libm::log(1.0 - part);
    }
    let top = logarithms.iter().fold(0.0_f64, |top, &next| top.max(next));
    let mut sum = 0.0;
    let mut total = (1.0 - copying) * libm::exp(-top);
    for (logarithm, part) in logarithms.iter().zip(PARTS) {
        let probability = copying / PARTS.len() as f64 * libm::exp(logarithm - top);
        total += probability;
        sum += probability * part;
    }
    let part = sum / total;
    if part < PART_MIN { 0.0 } else { part }
}
