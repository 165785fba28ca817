//! What single resolvers promise beyond the laws, on generated batches.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod generate;

use generate::Generator;
use stemedb_sdk::{ParamValue, Resolutions, Status};
use stemedb_twins::case::Input;
use stemedb_twins::{ResolverTwin, resolvers};

/// First seed; each batch takes the next one.
const SEED: u64 = 1;
const BATCHES: u64 = 500;

fn twin(id: &str) -> &'static ResolverTwin {
    resolvers().iter().find(|twin| twin.id == id).unwrap()
}

/// Calls `promise` with generated batches and what the resolver found in them.
fn for_batches(id: &str, params: &[ParamValue], promise: impl Fn(&Input, &Resolutions, u64)) {
    let twin = twin(id);
    for seed in SEED..SEED + BATCHES {
        let mut input = Generator::new(seed).input(&(twin.describe)());
        if !params.is_empty() {
            input.params = params.to_vec();
        }
        let found = input.call(twin.resolve).unwrap();
        promise(&input, &found, seed);
    }
}

/// The shares of a group.
fn shares(found: &Resolutions, group: usize) -> &[f64] {
    let ends = &found.shares.offsets[group..group + 2];
    &found.shares.shares[ends[0] as usize..ends[1] as usize]
}

#[test]
fn conflict_is_above_one_half_exactly_when_there_is_a_rival() {
    for rival_from in [0.0, 0.05, 0.3] {
        let params = [ParamValue::Number(rival_from)];
        let seen = std::cell::Cell::new([0, 0]);
        for_batches("conflict", &params, |_, found, seed| {
            for group in 0..found.winners.len() {
                let second = shares(found, group).get(1);
                let rival = second.is_some_and(|&share| share >= rival_from);
                let conflict = found.conflicts[group];
                assert_eq!(
                    conflict > 0.5,
                    rival,
                    "seed {seed} group {group}: {conflict}"
                );
                let contested = found.statuses[group] == Status::Contested as u32;
                assert_eq!(contested, rival, "seed {seed} group {group}");
                let mut counts = seen.get();
                counts[usize::from(rival)] += 1;
                seen.set(counts);
            }
        });
        assert!(
            seen.get().iter().all(|&count| count > 100),
            "{:?}",
            seen.get()
        );
    }
}

#[test]
fn rank_never_lets_a_worse_rank_win() {
    let best_of = |lifecycles: &[u32]| {
        let rank = |&lifecycle: &u32| [1, 1, 2, 0, 0][lifecycle as usize];
        lifecycles.iter().map(rank).max()
    };
    for_batches("rank", &[], |input, found, seed| {
        for group in 0..found.winners.len() {
            let rows = input.offsets[group] as usize..input.offsets[group + 1] as usize;
            let lifecycles = &input.u32_columns[1][rows];
            let winner = lifecycles.get(found.winners[group] as usize);
            let best = best_of(lifecycles).filter(|&best| best > 0);
            let won = winner.and_then(|lifecycle| best_of(&[*lifecycle]));
            assert_eq!(won, best, "seed {seed} group {group}");
        }
    });
}

#[test]
fn hlc_recency_answers_with_the_greatest_time() {
    for_batches("hlc-recency", &[], |input, found, seed| {
        for (group, &winner) in found.winners.iter().enumerate() {
            let rows = input.offsets[group] as usize..input.offsets[group + 1] as usize;
            let times = &input.f64_columns[1][rows];
            let mut latest = None;
            for (row, &time) in (0..).zip(times) {
                if latest.is_none_or(|(_, before)| time > before) {
                    latest = Some((row, time));
                }
            }
            let latest = latest.map_or(u32::MAX, |(row, _)| row);
            assert_eq!(winner, latest, "seed {seed} group {group}");
        }
    });
}

#[test]
fn constraints_in_force_never_oppose_each_other() {
    for_batches("constraints", &[], |input, found, seed| {
        for group in 0..found.winners.len() {
            let ends = found.parts.offsets.get(group..group + 2);
            let parts = ends.map_or(0..0, |ends| ends[0] as usize..ends[1] as usize);
            let mut required = Vec::new();
            let mut forbidden = Vec::new();
            for &row in &found.parts.winners[parts.clone()] {
                let value = input.u32_columns[0][(input.offsets[group] + row) as usize];
                let text = input.texts(group as u32, &[value]).remove(0);
                let rule: toml::Table = read(&text);
                required.extend(names(&rule, "must_use"));
                forbidden.extend(names(&rule, "forbidden"));
            }
            let clash = required.iter().find(|name| forbidden.contains(name));
            assert_eq!(clash, None, "seed {seed} group {group}");
            let first = found
                .parts
                .winners
                .get(parts.start)
                .filter(|_| !parts.is_empty());
            let winner = first.copied().unwrap_or(u32::MAX);
            assert_eq!(found.winners[group], winner, "seed {seed} group {group}");
        }
    });
}

/// The generated rules are also inline tables of TOML, but for the colons.
fn read(text: &str) -> toml::Table {
    format!("rule = {}", text.replace(':', " = "))
        .parse::<toml::Table>()
        .unwrap()["rule"]
        .as_table()
        .unwrap()
        .clone()
}

fn names(rule: &toml::Table, field: &str) -> Vec<String> {
    match rule.get(field) {
        Some(toml::Value::String(name)) => vec![name.clone()],
        Some(toml::Value::Array(names)) => names
            .iter()
            .map(|name| name.as_str().unwrap().to_owned())
            .collect(),
        _ => Vec::new(),
    }
}
