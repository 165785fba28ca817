//! Estimators over a large predicate space: the same bits as natively, within a bounded memory.

mod support;

use std::sync::Arc;

use stemedb_plugins::{Batch, Context, Judge, Supports};
use stemedb_sdk as sdk;
use stemedb_twins::estimators;
use support::{fresh, guest, host};

/// Groups of ten claims each.
const GROUPS: u32 = 10_000;
const CLAIMS_OF_GROUP: u32 = 10;
/// Voices, of which some speak far more often than others.
const VOICES: u64 = 300;
/// Every eight voices, the first four show one feed.
const FAMILY: u64 = 8;
/// Enough for a million claims.
const MEMORY_BYTES_MAX: usize = 128 << 20;

/// SplitMix64.
fn mixed(seed: u64) -> u64 {
    let state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let state = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let state = (state ^ (state >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    state ^ (state >> 31)
}

fn dense(known: &mut Vec<u64>, drawn: u64) -> u32 {
    let at = known.iter().position(|&id| id == drawn);
    let at = at.unwrap_or_else(|| {
        known.push(drawn);
        known.len() - 1
    });
    u32::try_from(at).expect("few ids")
}

/// Columns `value` and `voice`.
fn claims() -> [Vec<u32>; 2] {
    let [mut values, mut voices] = [Vec::new(), Vec::new()];
    let mut known_voices = Vec::new();
    for group in 0..u64::from(GROUPS) {
        let mut known_values = Vec::new();
        for claim in 0..u64::from(CLAIMS_OF_GROUP) {
            let drawn = mixed(group * 100 + claim) % (VOICES * VOICES);
            let voice = drawn.isqrt();
            let feed = if voice % FAMILY < FAMILY / 2 {
                voice / FAMILY
            } else {
                VOICES + voice
            };
            let outcome = mixed(group * 10_007 + feed) % 100;
            let value = if outcome < 75 { 0 } else { 1 + outcome % 6 };
            values.push(dense(&mut known_values, value));
            voices.push(dense(&mut known_voices, voice));
        }
    }
    [values, voices]
}

#[test]
fn a_large_space_gives_the_same_bits_in_a_bounded_memory() {
    let (_folder, host) = host(|options| options.estimator_memory_bytes_max = MEMORY_BYTES_MAX);
    let [values, voices] = claims();
    let weights = vec![1.0; values.len()];
    let offsets: Vec<u32> = (0..=GROUPS).map(|group| group * CLAIMS_OF_GROUP).collect();
    let (whole, floats) = ([&values[..], &voices[..]], [&weights[..]]);
    for twin in estimators() {
        let plugin = host.install(&guest(twin.id)).expect("it installs");
        let supports = Supports::default();
        let batch = Batch {
            offsets: &offsets,
            u32_columns: &whole,
            f64_columns: &floats,
            supports: &supports,
            texts: None,
        };
        let context = Context {
            as_of_ms: 0,
            params: plugin.description().default_params(),
        };
        let started = std::time::Instant::now();
        let told = plugin.estimate(&fresh(), &context, &batch);
        let told = told.unwrap_or_else(|error| panic!("{}: {error}", twin.id));
        eprintln!("{} {:?} rounds {}", twin.id, started.elapsed(), told.rounds);
        let description = (twin.describe)();
        let params: Arc<[sdk::ParamValue]> = description
            .params
            .iter()
            .map(|spec| spec.default.clone())
            .collect();
        let batch = sdk::Batch {
            offsets: &offsets,
            u32_columns: &whole,
            f64_columns: &floats,
            supports: sdk::SupportsView::default(),
        };
        let native = (twin.estimate)(&sdk::Context::new(0.0, &params), &batch);
        let native = native.expect("the native twin answers");
        let bits = |numbers: &[f64]| numbers.iter().map(|n| n.to_bits()).collect::<Vec<_>>();
        assert!(bits(&told.weights) == bits(&native.weights), "{}", twin.id);
        assert!(
            bits(&told.probabilities) == bits(&native.probabilities),
            "{}",
            twin.id
        );
        assert_eq!(told.rounds, native.rounds, "{}", twin.id);
    }
}
