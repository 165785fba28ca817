//! Truth, reliabilities and copies in turns, from several starts.

use stemedb_sdk::joint::{FIRST_RELIABILITY, Space};
use stemedb_sdk::{Error, Estimates};

use crate::copies::Evidence;
use crate::pairs::Pairs;
use crate::truth::{Belief, Room, judge};
use crate::urn::Urn;

const ROUNDS_MAX: u32 = 30;
/// Rounds after which starts are compared.
const SHORT_ROUNDS: u32 = 6;
/// It has settled when no reliability moves by more.
const SETTLED: f64 = 1e-4;
/// Imagined claims of [`FIRST_RELIABILITY`] for each voice.
const PRIOR_CLAIMS: f64 = 2.0;
/// Starts from a single voice.
const SEEDS_MAX: usize = 6;
/// A voice of fewer claims is no start.
const SEED_CLAIMS_MIN: u32 = 10;
/// Two starts don't copy so much from each other.
const SEED_COPIES_MAX: f64 = 0.5;
/// What another start must gain over the first, for each group, in nats.
const GAIN_MIN: f64 = 0.1;

pub(crate) fn estimate(
    space: &Space<'_>,
    false_values: f64,
    copying: f64,
) -> Result<Estimates, Error> {
    if !(false_values >= 1.0 && (0.0..1.0).contains(&copying)) {
        return Err(Error::parameter(
            "`n` must be at least 1 and `copying` must lie in 0 ..= 0.9",
        ));
    }
    let pairs = Pairs::find(space, copying == 0.0);
    let mut method = Method {
        space,
        urn: Urn::new(false_values),
        copying,
        evidence: Evidence::new(&pairs),
        pairs,
        room: Room::default(),
    };
    let (mut belief, mut rounds) = method.best_start();
    let mut settled = false;
    while !settled && rounds < ROUNDS_MAX {
        rounds += 1;
        settled = method.round(&mut belief).0 < SETTLED;
    }
    Ok(Estimates {
        probabilities: space.for_rows(&belief.likely),
        weights: belief.reliabilities,
        rounds,
    })
}

struct Method<'s, 'a> {
    space: &'s Space<'a>,
    urn: Urn,
    copying: f64,
    pairs: Pairs,
    evidence: Evidence,
    room: Room,
}

impl Method<'_, '_> {
    /// The belief of the start that explains the claims best, and the rounds behind it.
    fn best_start(&mut self) -> (Belief, u32) {
        let mut first = self.start(None);
        self.find_copies(&mut first);
        let copied = first.copied.clone();
        let fit = self.short(&mut first);
        let (mut best, mut best_fit) = (first, fit);
        let needed = fit + GAIN_MIN * self.space.groups() as f64;
        for seed in self.seeds(&copied) {
            let mut belief = self.start(Some(seed));
            let fit = self.short(&mut belief);
            if fit > best_fit && fit > needed {
                (best, best_fit) = (belief, fit);
            }
        }
        (best, SHORT_ROUNDS)
    }

    /// A belief by the shares of values; where the seed speaks, by its word alone.
    fn start(&self, seed: Option<u32>) -> Belief {
        let space = self.space;
        let mut own = vec![0.0; space.classes()];
        for (row, &class) in space.class.iter().enumerate() {
            own[class as usize] += space.weight[row];
        }
        let mut likely = space.shares();
        if let Some(seed) = seed {
            for group in 0..space.groups() {
                let mut rows = space.rows_of(group);
                if let Some(row) = rows.find(|&row| space.voice[row] == seed) {
                    likely[space.classes_of(group)].fill(0.0);
                    likely[space.class[row] as usize] = 1.0;
                }
            }
        }
        let mut belief = Belief {
            reliabilities: vec![FIRST_RELIABILITY; space.voices],
            likely,
            own,
            copied: vec![0.0; self.pairs.len()],
        };
        self.trust(&mut belief);
        belief
    }

    /// The greatest voices that don't copy from each other.
    fn seeds(&self, copied: &[f64]) -> Vec<u32> {
        let mut seeds: Vec<u32> = Vec::new();
        for &voice in &self.pairs.ranked {
            let few = self.pairs.counts[voice as usize] < SEED_CLAIMS_MIN;
            if few || seeds.len() == SEEDS_MAX {
                break;
            }
            let alike = |&seed: &u32| self.pairs.between(voice, seed, copied) >= SEED_COPIES_MAX;
            if !seeds.iter().any(alike) {
                seeds.push(voice);
            }
        }
        seeds
    }

    fn short(&mut self, belief: &mut Belief) -> f64 {
        let mut fit = 0.0;
        for _ in 0..SHORT_ROUNDS {
            fit = self.round(belief).1;
        }
        fit
    }

    /// One round: the greatest change of a reliability, and ln of how likely the claims are.
    fn round(&mut self, belief: &mut Belief) -> (f64, f64) {
        self.find_copies(belief);
        let fit = judge(
            self.space,
            self.urn,
            &mut self.pairs,
            belief,
            &mut self.room,
        );
        (self.trust(belief), fit)
    }

    fn find_copies(&mut self, belief: &mut Belief) {
        let Self {
            space,
            urn,
            copying,
            pairs,
            evidence,
            ..
        } = self;
        evidence.weigh(space, *urn, *copying, pairs, belief);
    }

    fn trust(&self, belief: &mut Belief) -> f64 {
        let space = self.space;
        let reliabilities = &mut belief.reliabilities;
        if !space.has_supports() {
            return space.means(
                &belief.likely,
                PRIOR_CLAIMS,
                FIRST_RELIABILITY,
                reliabilities,
            );
        }
        let mut credited = Vec::new();
        space.credited(&belief.likely, &mut credited);
        space.means(&credited, PRIOR_CLAIMS, FIRST_RELIABILITY, reliabilities)
    }
}
