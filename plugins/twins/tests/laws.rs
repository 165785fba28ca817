//! Every law that a lens claims, on generated batches. The failure names the seed; `SEED` in this file replays one.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod generate;

use std::ops::Range;

use generate::Generator;
use stemedb_sdk::exact::GRAIN;
use stemedb_sdk::{NO_WINNER, Resolutions, Staged};
use stemedb_twins::case::Input;
use stemedb_twins::{
    AnswerStageTwin, ResolverTwin, RowStageTwin, answer_stages, resolvers, row_stages,
};

/// First seed; each batch takes the next one.
const SEED: u64 = 1;
/// Batches for each lens and law.
const BATCHES: u64 = 200;

fn resolved(twin: &ResolverTwin, input: &Input) -> Resolutions {
    input.call(twin.resolve).unwrap()
}

/// One group of an answer, with numbers as bits.
#[derive(Debug, PartialEq)]
struct Found {
    winner: u32,
    numbers: [u64; 2],
    status: u32,
    shares: Vec<(u32, u64)>,
    parts: Vec<(u32, u32, u64, u64, u32)>,
}

fn found(all: &Resolutions, group: usize) -> Found {
    let shares = entries(&all.shares.offsets, group);
    let parts = entries(&all.parts.offsets, group);
    Found {
        winner: all.winners[group],
        numbers: [
            all.confidences[group].to_bits(),
            all.conflicts[group].to_bits(),
        ],
        status: all.statuses[group],
        shares: shares
            .map(|at| (all.shares.classes[at], all.shares.shares[at].to_bits()))
            .collect(),
        parts: parts
            .map(|at| {
                let parts = &all.parts;
                let numbers = (
                    parts.confidences[at].to_bits(),
                    parts.conflicts[at].to_bits(),
                );
                (
                    parts.labels[at],
                    parts.winners[at],
                    numbers.0,
                    numbers.1,
                    parts.counts[at],
                )
            })
            .collect(),
    }
}

fn entries(offsets: &[u32], group: usize) -> Range<usize> {
    match offsets.get(group..group + 2) {
        Some(pair) => pair[0] as usize..pair[1] as usize,
        None => 0..0,
    }
}

fn groups(input: &Input) -> usize {
    input.offsets.len() - 1
}

/// Calls `law` with each resolver that claims it, its column of weights, and generated batches.
fn for_resolvers(name: &str, law: impl Fn(&ResolverTwin, &Input, u64)) {
    let mut claimed = 0;
    for twin in resolvers() {
        let description = (twin.describe)();
        if !description.laws.contains(&name) {
            continue;
        }
        claimed += 1;
        for seed in SEED..SEED + BATCHES {
            law(twin, &Generator::new(seed).input(&description), seed);
        }
    }
    assert!(claimed > 0, "no resolver claims {name}");
}

fn for_stages(name: &str, law: impl Fn(&RowStageTwin, &Input, u64)) {
    let mut claimed = 0;
    for twin in row_stages() {
        let description = (twin.describe)();
        if !description.laws.contains(&name) {
            continue;
        }
        claimed += 1;
        for seed in SEED..SEED + BATCHES {
            law(twin, &Generator::new(seed).input(&description), seed);
        }
    }
    assert!(claimed > 0, "no stage claims {name}");
}

/// Calls `law` with each answer stage that claims it, a batch and what consensus found in it.
fn for_answer_stages(name: &str, law: impl Fn(&AnswerStageTwin, &Input, Resolutions, u64)) {
    let resolver = resolvers().iter().find(|twin| twin.id == "consensus");
    let resolver = resolver.unwrap();
    let mut claimed = 0;
    for twin in answer_stages() {
        let description = (twin.describe)();
        if !description.laws.contains(&name) {
            continue;
        }
        claimed += 1;
        for seed in SEED..SEED + BATCHES {
            let rows = Generator::new(seed).input(&(resolver.describe)());
            let found = resolved(resolver, &rows);
            let mut input = rows;
            input.params = Generator::new(seed).params(&description);
            input.u32_columns.clear();
            input.f64_columns.clear();
            assert!(description.u32_columns.is_empty() && description.f64_columns.is_empty());
            law(twin, &input, found, seed);
        }
    }
    assert!(claimed > 0, "no answer stage claims {name}");
}

fn adjusted(twin: &AnswerStageTwin, input: &Input, found: Resolutions) -> Resolutions {
    input
        .call(|context, batch| (twin.adjust)(context, batch, found))
        .unwrap()
}

#[test]
fn deterministic() {
    for_resolvers("deterministic", |twin, input, seed| {
        let first = resolved(twin, input);
        let other = Generator::new(seed + 1_000).input(&(twin.describe)());
        resolved(twin, &other);
        assert_eq!(first, resolved(twin, input), "{} seed {seed}", twin.id);
    });
    for_stages("deterministic", |twin, input, seed| {
        let [first, second] = [input.call(twin.weigh), input.call(twin.weigh)];
        assert_eq!(first.unwrap(), second.unwrap(), "{} seed {seed}", twin.id);
    });
    for_answer_stages("deterministic", |twin, input, before, seed| {
        let [first, second] = [before.clone(), before].map(|found| adjusted(twin, input, found));
        assert_eq!(first, second, "{} seed {seed}", twin.id);
    });
}

#[test]
fn group_local() {
    for_resolvers("group-local", |twin, input, seed| {
        let together = resolved(twin, input);
        for group in 0..groups(input) {
            let alone = resolved(twin, &generate::group_of(input, group));
            assert_eq!(
                found(&together, group),
                found(&alone, 0),
                "{} seed {seed} group {group}",
                twin.id
            );
        }
    });
    for_stages("group-local", |twin, input, seed| {
        let together = factors(twin, input);
        let staged = input.call(twin.weigh).unwrap();
        let classes = classes(input, &staged);
        let mut alone = Vec::new();
        for group in 0..groups(input) {
            let own = generate::group_of(input, group);
            alone.extend(factors(twin, &own));
            let found = own.call(twin.weigh).unwrap();
            let rows = entries(&input.offsets, group);
            let context = format!("{} seed {seed} group {group}", twin.id);
            assert_eq!(classes[rows], self::classes(&own, &found), "{context}");
            let supports = generate::supports_of(&staged.supports, group as u32);
            assert_eq!(supports, found.supports, "{context}");
        }
        assert_eq!(together, alone, "{} seed {seed}", twin.id);
    });
    for_answer_stages("group-local", |twin, input, before, seed| {
        let together = adjusted(twin, input, before.clone());
        for group in 0..groups(input) {
            let rows = generate::group_of(input, group);
            let alone = adjusted(twin, &rows, generate::found_of(&before, group));
            assert_eq!(
                found(&together, group),
                found(&alone, 0),
                "{} seed {seed} group {group}",
                twin.id
            );
        }
    });
}

#[test]
fn answer_stages_leave_winners_alone_and_stay_in_range() {
    for_answer_stages("deterministic", |twin, input, before, seed| {
        let after = adjusted(twin, input, before.clone());
        assert_eq!(before.winners, after.winners, "{} seed {seed}", twin.id);
        let units = after.confidences.iter().chain(&after.conflicts);
        assert!(
            units.copied().all(|unit| (0.0..=1.0).contains(&unit)),
            "{} seed {seed}",
            twin.id
        );
    });
}

/// The class of each row; no classes at all leave every value as it is.
fn classes(input: &Input, staged: &Staged) -> Vec<u32> {
    if !staged.classes.is_empty() {
        return staged.classes.clone();
    }
    let Some(values) = input.u32_columns.first() else {
        return vec![0; *input.offsets.last().unwrap() as usize];
    };
    let mut all = Vec::new();
    for group in 0..groups(input) {
        let values = &values[entries(&input.offsets, group)];
        let first = |value: &u32| values.iter().position(|other| other == value).unwrap();
        all.extend(values.iter().map(|value| first(value) as u32));
    }
    all
}

#[test]
fn whole_values() {
    for_stages("whole-values", |twin, input, seed| {
        let staged = input.call(twin.weigh).unwrap();
        let classes = classes(input, &staged);
        for group in 0..groups(input) {
            let rows = entries(&input.offsets, group);
            let (values, classes) = (&input.u32_columns[0][rows.clone()], &classes[rows]);
            for (row, &class) in classes.iter().enumerate() {
                let context = format!("{} seed {seed} group {group} row {row}", twin.id);
                assert_eq!(classes[class as usize], class, "{context}");
                let value = values[row];
                let first = values.iter().position(|other| *other == value).unwrap();
                assert_eq!(classes[first], class, "{context}");
            }
        }
        let kept = staged.weights.iter().all(|&factor| factor > 0.0);
        assert!(kept, "{} seed {seed}", twin.id);
    });
    let merging = row_stages().iter().filter(|twin| {
        (SEED..SEED + BATCHES).any(|seed| {
            let input = Generator::new(seed).input(&(twin.describe)());
            !input.call(twin.weigh).unwrap().classes.is_empty()
        })
    });
    assert!(
        merging.count() > 0,
        "no generated batch has values to merge"
    );
}

fn factors(twin: &RowStageTwin, input: &Input) -> Vec<u64> {
    let staged: Staged = input.call(twin.weigh).unwrap();
    let rows = *input.offsets.last().unwrap() as usize;
    // No weights at all leave every row as it is.
    let weights = if staged.weights.is_empty() {
        vec![1.0; rows]
    } else {
        staged.weights
    };
    assert_eq!(weights.len(), rows, "{}", twin.id);
    weights.into_iter().map(f64::to_bits).collect()
}

#[test]
fn single_voice() {
    for_resolvers("single-voice", |twin, input, seed| {
        let all = resolved(twin, input);
        for group in 0..groups(input) {
            if entries(&input.offsets, group).len() == 1 {
                let found = (
                    all.winners[group],
                    all.conflicts[group],
                    all.statuses[group],
                );
                assert_eq!(found, (0, 0.0, 0), "{} seed {seed} group {group}", twin.id);
            }
        }
    });
}

#[test]
fn value_first() {
    for_resolvers("value-first", |twin, input, seed| {
        let all = resolved(twin, input);
        for group in 0..groups(input) {
            let shares = entries(&all.shares.offsets, group);
            if all.winners[group] == NO_WINNER || shares.is_empty() {
                continue;
            }
            let value = value_of(input, group, all.winners[group]);
            assert_eq!(
                value, all.shares.classes[shares.start],
                "{} seed {seed} group {group}",
                twin.id
            );
        }
    });
}

/// Resolvers name the value column first.
fn value_of(input: &Input, group: usize, row: u32) -> u32 {
    input.u32_columns[0][(input.offsets[group] + row) as usize]
}

#[test]
fn scale_free() {
    for_resolvers("scale-free", |twin, input, seed| {
        let mut input = input.clone();
        // A part of a weight is rounded to the grid, and half of it would be rounded differently.
        input.supports.strengths.fill(1.0);
        let mut halved = input.clone();
        // Generated weights are even multiples of 2^-32, and resolvers name the column of weights first.
        halved.f64_columns[0]
            .iter_mut()
            .for_each(|weight| *weight /= 2.0);
        let [full, half] = [resolved(twin, &input), resolved(twin, &halved)];
        assert_eq!(full.winners, half.winners, "{} seed {seed}", twin.id);
        assert_eq!(full.shares, half.shares, "{} seed {seed}", twin.id);
        assert_eq!(full.conflicts, half.conflicts, "{} seed {seed}", twin.id);
        assert_eq!(full.statuses, half.statuses, "{} seed {seed}", twin.id);
    });
}

#[test]
fn monotone() {
    for_resolvers("monotone", |twin, input, seed| {
        let before = resolved(twin, input);
        let mut raised = input.clone();
        let mut generator = Generator::new(seed);
        for group in 0..groups(input) {
            if before.winners[group] == NO_WINNER {
                continue;
            }
            let value = value_of(input, group, before.winners[group]);
            for row in entries(&input.offsets, group) {
                if input.u32_columns[0][row] == value && generator.below(2) == 0 {
                    let weight = &mut raised.f64_columns[0][row];
                    *weight += (1.0 - *weight) / 2.0;
                }
            }
        }
        let after = resolved(twin, &raised);
        for group in 0..groups(input) {
            if before.winners[group] != NO_WINNER {
                let values =
                    [&before, &after].map(|all| value_of(input, group, all.winners[group]));
                assert_eq!(
                    values[0], values[1],
                    "{} seed {seed} group {group}",
                    twin.id
                );
            }
        }
    });
}

#[test]
fn never_zero() {
    for_stages("never-zero", |twin, input, seed| {
        let least = factors(twin, input)
            .into_iter()
            .map(f64::from_bits)
            .fold(1.0, f64::min);
        assert!(least >= GRAIN, "{} seed {seed}: {least}", twin.id);
    });
}

#[test]
fn filter() {
    for_stages("filter", |twin, input, seed| {
        let allowed = [0.0_f64.to_bits(), 1.0_f64.to_bits()];
        let all = factors(twin, input)
            .iter()
            .all(|factor| allowed.contains(factor));
        assert!(all, "{} seed {seed}", twin.id);
    });
}

#[test]
fn every_answer_is_in_range() {
    for twin in resolvers() {
        let description = (twin.describe)();
        for seed in SEED..SEED + BATCHES {
            let input = Generator::new(seed).input(&description);
            let all = resolved(twin, &input);
            for group in 0..groups(&input) {
                let shares = &all.shares.shares[entries(&all.shares.offsets, group)];
                let sum: f64 = shares.iter().sum();
                let unit = 0.0..=1.0;
                assert!(
                    sum <= 1.0 + 1e-9,
                    "{} seed {seed}: shares add up to {sum}",
                    twin.id
                );
                assert!(
                    shares.iter().all(|share| *share > 0.0),
                    "{} seed {seed}",
                    twin.id
                );
                assert!(
                    unit.contains(&all.confidences[group]),
                    "{} seed {seed}",
                    twin.id
                );
                assert!(
                    unit.contains(&all.conflicts[group]),
                    "{} seed {seed}",
                    twin.id
                );
            }
        }
    }
}
