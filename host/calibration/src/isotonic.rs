//! Isotonic regression by pooling adjacent violators: the rising steps that are nearest, in the mean square, to what was seen.
//!
//! Ayer et al., "An empirical distribution function for sampling with incomplete information", 1955; for calibration Zadrozny
//! and Elkan, "Transforming classifier scores into accurate multiclass probability estimates", KDD 2002.

/// Neighbouring answers that get one confidence.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Block {
    /// Least cell of the grid.
    pub(crate) first: u16,
    /// Greatest cell.
    pub(crate) last: u16,
    /// Number of answers, or their weight.
    pub(crate) weight: f64,
    /// How many of them are right.
    pub(crate) hits: f64,
}

impl Block {
    pub(crate) fn value(&self) -> f64 {
        self.hits / self.weight
    }

    fn join(&mut self, next: &Self) {
        self.last = next.last;
        self.weight += next.weight;
        self.hits += next.hits;
    }

    /// What joining two neighbours adds to the sum of squares.
    fn loss(&self, next: &Self) -> f64 {
        let apart = self.value() - next.value();
        self.weight * next.weight / (self.weight + next.weight) * apart * apart
    }
}

/// Joins neighbours until the values rise strictly. Blocks come by cell and have weight.
pub(crate) fn pooled(blocks: impl IntoIterator<Item = Block>) -> Vec<Block> {
    let mut pooled: Vec<Block> = Vec::new();
    for mut block in blocks {
        while let Some(before) = pooled.last() {
            // Products, because a quotient of small whole numbers is rounded and these are not.
            if before.hits * block.weight < block.hits * before.weight {
                break;
            }
            let mut joined = *before;
            joined.join(&block);
            block = joined;
            pooled.pop();
        }
        pooled.push(block);
    }
    pooled
}

/// Joins the neighbours that lie nearest until at most so many blocks are left.
pub(crate) fn reduced(mut blocks: Vec<Block>, most: usize) -> Vec<Block> {
    while blocks.len() > most.max(1) {
        let losses = blocks.windows(2).map(|pair| pair[0].loss(&pair[1]));
        let nearest = losses.enumerate().min_by(|a, b| a.1.total_cmp(&b.1));
        let Some((at, _)) = nearest else { break };
        let next = blocks.remove(at + 1);
        blocks[at].join(&next);
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::{Block, pooled, reduced};

    fn blocks(seen: &[(f64, f64)]) -> Vec<Block> {
        (0..)
            .zip(seen)
            .map(|(cell, &(weight, hits))| Block {
                first: cell,
                last: cell,
                weight,
                hits,
            })
            .collect()
    }

    /// The least sum of squares over all rising sequences of values that are means of runs: what the method must reach.
    fn best(seen: &[(f64, f64)]) -> f64 {
        let mut best = f64::INFINITY;
        for cuts in 0..1_u32 << (seen.len() - 1) {
            let mut runs: Vec<Vec<(f64, f64)>> = vec![vec![seen[0]]];
            for (at, &one) in seen[1..].iter().enumerate() {
                if cuts >> at & 1 == 1 {
                    runs.push(Vec::new());
                }
                if let Some(run) = runs.last_mut() {
                    run.push(one);
                }
            }
            let mean = |run: &[(f64, f64)]| {
                let (weight, hits) = run
                    .iter()
                    .fold((0.0, 0.0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
                hits / weight
            };
            let means: Vec<f64> = runs.iter().map(|run| mean(run)).collect();
            if means.windows(2).any(|pair| pair[0] > pair[1]) {
                continue;
            }
            let squares = runs
                .iter()
                .zip(&means)
                .map(|(run, mean)| squares(run, *mean));
            best = best.min(squares.sum());
        }
        best
    }

    fn squares(run: &[(f64, f64)], value: f64) -> f64 {
        run.iter()
            .map(|(weight, hits)| weight * (hits / weight - value) * (hits / weight - value))
            .sum()
    }

    #[test]
    fn violators_are_pooled_to_their_mean() {
        let found = pooled(blocks(&[(1.0, 0.0), (2.0, 2.0), (2.0, 1.0), (1.0, 1.0)]));
        let values: Vec<f64> = found.iter().map(Block::value).collect();
        assert_eq!(values, [0.0, 0.75, 1.0]);
        assert_eq!((found[1].first, found[1].last), (1, 2));
    }

    #[test]
    fn no_rising_sequence_is_nearer() {
        let mut state = 1_u64;
        let mut draw = |below: u64| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % below
        };
        for round in 0..300 {
            let seen: Vec<(f64, f64)> = (0..1 + draw(8))
                .map(|_| {
                    let weight = 1 + draw(5);
                    (weight as f64, draw(weight + 1) as f64)
                })
                .collect();
            let found = pooled(blocks(&seen));
            let reached: f64 = found
                .iter()
                .map(|block| {
                    squares(
                        &seen[usize::from(block.first)..=usize::from(block.last)],
                        block.value(),
                    )
                })
                .sum();
            assert!(
                (reached - best(&seen)).abs() < 1e-9,
                "round {round}: {seen:?}"
            );
        }
    }

    #[test]
    fn fewer_blocks_join_the_nearest() {
        let found = reduced(blocks(&[(1.0, 0.1), (1.0, 0.5), (1.0, 0.6), (1.0, 1.0)]), 3);
        assert_eq!(found.len(), 3);
        assert_eq!((found[1].first, found[1].last), (1, 2));
    }
}
