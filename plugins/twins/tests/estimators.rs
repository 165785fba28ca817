//! What holds for every estimator, on generated batches. The failure names the seed.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod generate;

use generate::Generator;
use stemedb_sdk::Estimates;
use stemedb_twins::case::Input;
use stemedb_twins::{EstimatorTwin, estimators};

const SEED: u64 = 1;
const BATCHES: u64 = 200;

fn for_all(law: impl Fn(&EstimatorTwin, &Input, u64)) {
    for twin in estimators() {
        for seed in SEED..SEED + BATCHES {
            law(twin, &Generator::new(seed).input(&(twin.describe)()), seed);
        }
    }
}

fn estimated(twin: &EstimatorTwin, input: &Input) -> Estimates {
    input.call(twin.estimate).unwrap()
}

fn bits(found: &Estimates) -> Vec<u64> {
    let numbers = found.weights.iter().chain(&found.probabilities);
    numbers.map(|number| number.to_bits()).collect()
}

/// Estimators read the columns `value` and `voice`, in this order.
fn voices(input: &Input) -> usize {
    let voices = &input.u32_columns[1];
    voices.iter().max().map_or(0, |&last| last as usize + 1)
}

#[test]
fn deterministic() {
    for_all(|twin, input, seed| {
        let first = estimated(twin, input);
        let other = Generator::new(seed + 1_000).input(&(twin.describe)());
        estimated(twin, &other);
        let second = estimated(twin, input);
        assert_eq!(bits(&first), bits(&second), "{} seed {seed}", twin.id);
        assert_eq!(first.rounds, second.rounds, "{} seed {seed}", twin.id);
    });
}

#[test]
fn there_is_a_reliability_for_each_voice_and_a_probability_for_each_row() {
    for_all(|twin, input, seed| {
        let found = estimated(twin, input);
        assert_eq!(
            found.weights.len(),
            voices(input),
            "{} seed {seed}",
            twin.id
        );
        let rows = *input.offsets.last().unwrap() as usize;
        assert_eq!(found.probabilities.len(), rows, "{} seed {seed}", twin.id);
        let mut units = found.weights.iter().chain(&found.probabilities);
        let all = units.all(|unit| (0.0..=1.0).contains(unit));
        assert!(all, "{} seed {seed}: {found:?}", twin.id);
    });
}

#[test]
fn rows_of_one_value_are_equally_likely_and_values_share_at_most_one() {
    for_all(|twin, input, seed| {
        let found = estimated(twin, input);
        for group in input.offsets.windows(2) {
            let rows = group[0] as usize..group[1] as usize;
            let mut by_value = vec![None; rows.len()];
            for row in rows {
                let value = input.u32_columns[0][row] as usize;
                let likely = found.probabilities[row];
                assert!(
                    by_value[value].is_none_or(|known: f64| known == likely),
                    "{} seed {seed} row {row}",
                    twin.id
                );
                by_value[value] = Some(likely);
            }
            let sum: f64 = by_value.into_iter().flatten().sum();
            assert!(sum <= 1.0 + 1e-9, "{} seed {seed}: {sum}", twin.id);
        }
    });
}

#[test]
fn voices_that_agree_on_everything_are_right() {
    for twin in estimators() {
        let mut input = Generator::new(SEED).input(&(twin.describe)());
        let groups: u32 = 40;
        input.offsets = (0..=groups).map(|group| group * 3).collect();
        let rows = groups as usize * 3;
        input.u32_columns = vec![vec![0; rows], (0..rows as u32).map(|row| row % 3).collect()];
        input.f64_columns = vec![vec![1.0; rows]];
        input.supports = stemedb_sdk::Supports::default();
        let found = estimated(twin, &input);
        assert!(
            found.weights.iter().all(|&weight| weight > 0.8),
            "{}: {found:?}",
            twin.id
        );
        assert!(
            found.probabilities.iter().all(|&likely| likely > 0.8),
            "{}",
            twin.id
        );
    }
}

#[test]
fn who_contradicts_two_that_agree_is_less_reliable() {
    for twin in estimators() {
        let mut input = Generator::new(SEED).input(&(twin.describe)());
        let groups: u32 = 40;
        input.offsets = (0..=groups).map(|group| group * 3).collect();
        let rows = groups * 3;
        // The third voice errs in three groups of four, each time in its own way.
        let value = |row: u32| u32::from(row % 3 == 2 && !(row / 3).is_multiple_of(4));
        input.u32_columns = vec![
            (0..rows).map(value).collect(),
            (0..rows).map(|row| row % 3).collect(),
        ];
        input.f64_columns = vec![vec![1.0; rows as usize]];
        input.supports = stemedb_sdk::Supports::default();
        let found = estimated(twin, &input);
        let [first, second, third] = found.weights[..] else {
            panic!("{}: {found:?}", twin.id);
        };
        assert!(first > third && second > third, "{}: {found:?}", twin.id);
        assert!(
            found.probabilities[3] > found.probabilities[5],
            "{}",
            twin.id
        );
    }
}
