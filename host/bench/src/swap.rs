//! Swapping two slots in one set while sixteen threads ask: failures, mixed answers, and how soon the new set answers.
//!
//! Two slots of a lens expression, a stage and a resolver, are filled by one of two pairs of plugins. Every answer names
//! its judges, so each is held against the two sets. Components are compiled before; views are on.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use stemedb_engine::Engine;
use stemedb_wire::{ActivationRequest, Answer};

use crate::claims::Claims;
use crate::measure::Spread;
use crate::place::{Place, fill};
use crate::report::{Figure, Target};

const BENCH: &str = "swap";
const THREADS: usize = 16;
const RUN: Duration = Duration::from_secs(5);
const PAUSE: Duration = Duration::from_millis(50);
const EFFECT_US: f64 = 1_000.0;
const LENS: &str = "swapped-stage|swapped-judge";
/// Stage and resolver of the two sets.
const SETS: [[&str; 2]; 2] = [["decay", "consensus"], ["epoch-aware", "recency"]];
const CLAIMS: Claims = Claims {
    set: "swap",
    pairs: 200,
};

/// An answer: when it was asked for and given, and whose it is.
struct Given {
    asked: Instant,
    given: Instant,
    /// Number of the set; `None` for a mixture.
    set: Option<usize>,
}

/// An activation: when it was called and when it returned.
struct Swapped {
    called: Instant,
    returned: Instant,
    set: usize,
}

pub(crate) fn run(place: &Place) -> Result<Vec<Figure>> {
    let folder = place.folder(BENCH)?;
    let engine = place.open(folder.path(), |_| {})?;
    fill(&engine, CLAIMS, CLAIMS.pairs * 10)?;
    let sets = SETS.map(|ids| digests(&engine, ids));
    activate(&engine, &sets[0])?;
    eprintln!("swap: {THREADS} threads ask for {RUN:?}");
    let stop = AtomicBool::new(false);
    let (swaps, told) = std::thread::scope(|scope| {
        let askers: Vec<_> = (0..THREADS)
            .map(|thread| {
                scope.spawn({
                    let (engine, sets, stop) = (&engine, &sets, &stop);
                    move || ask(engine, sets, thread, stop)
                })
            })
            .collect();
        let swaps = swap(&engine, &sets);
        stop.store(true, Ordering::Relaxed);
        let told: Option<Vec<_>> = askers.into_iter().map(|asker| asker.join().ok()).collect();
        (swaps, told)
    });
    let (mut answers, mut failed) = (Vec::new(), 0);
    for (given, failures) in told.context("a thread panicked")? {
        answers.extend(given);
        failed += failures;
    }
    Ok(figures(&swaps?, &answers, failed))
}

/// Slot to digest for a stage and a resolver.
fn digests(engine: &Engine, ids: [&str; 2]) -> BTreeMap<String, String> {
    let list = engine.plugin_list();
    let digest = |id: &str| {
        let found = list.plugins.iter().find(|plugin| plugin.plugin.id == id);
        found.map_or(String::new(), |found| found.plugin.digest.clone())
    };
    LENS.split('|')
        .zip(ids)
        .map(|(slot, id)| (slot.to_owned(), digest(id)))
        .collect()
}

fn activate(engine: &Engine, set: &BTreeMap<String, String>) -> Result<()> {
    engine.activate(&ActivationRequest {
        slots: set.clone(),
        force: false,
        by: "bench".to_owned(),
        reason: "a swap under load".to_owned(),
    })?;
    Ok(())
}

fn swap(engine: &Engine, sets: &[BTreeMap<String, String>; 2]) -> Result<Vec<Swapped>> {
    let begin = Instant::now();
    let mut swaps = Vec::new();
    while begin.elapsed() < RUN {
        std::thread::sleep(PAUSE);
        let set = (swaps.len() + 1) % 2;
        let called = Instant::now();
        activate(engine, &sets[set])?;
        swaps.push(Swapped {
            called,
            returned: Instant::now(),
            set,
        });
    }
    std::thread::sleep(PAUSE);
    Ok(swaps)
}

/// Asks until told to stop; the answers, and how many queries failed.
fn ask(
    engine: &Engine,
    sets: &[BTreeMap<String, String>; 2],
    thread: usize,
    stop: &AtomicBool,
) -> (Vec<Given>, u64) {
    let (mut given, mut failed) = (Vec::new(), 0);
    let mut pair = thread as u64;
    while !stop.load(Ordering::Relaxed) {
        pair = (pair + 7) % CLAIMS.pairs;
        let question = CLAIMS.question(pair, LENS);
        let asked = Instant::now();
        match engine.query(&question) {
            Ok(told) => given.push(Given {
                asked,
                given: Instant::now(),
                set: set_of(&told.answered.answer, sets),
            }),
            Err(_) => failed += 1,
        }
    }
    (given, failed)
}

/// Which set judged.
fn set_of(answer: &Answer, sets: &[BTreeMap<String, String>; 2]) -> Option<usize> {
    let slots = || LENS.split('|');
    let judged = |set: &BTreeMap<String, String>| {
        answer.plugins.len() == set.len()
            && slots()
                .zip(&answer.plugins)
                .all(|(slot, plugin)| set.get(slot) == Some(&plugin.digest))
    };
    sets.iter().position(judged)
}

fn figures(swaps: &[Swapped], answers: &[Given], failed: u64) -> Vec<Figure> {
    let mut by_time: Vec<&Given> = answers.iter().collect();
    by_time.sort_unstable_by_key(|answer| answer.given);
    let mixed = answers.iter().filter(|answer| answer.set.is_none()).count();
    let (mut late, mut effects, mut whole) = (0, Vec::new(), Vec::new());
    for (at, swap) in swaps.iter().enumerate() {
        let until = swaps.get(at + 1).map(|next| next.called);
        let from = by_time.partition_point(|answer| answer.given < swap.called);
        let own = by_time[from..]
            .iter()
            .take_while(|answer| until.is_none_or(|until| answer.given < until));
        late += own
            .clone()
            .filter(|answer| answer.asked >= swap.returned && answer.set != Some(swap.set))
            .count();
        if let Some(first) = own.clone().find(|answer| answer.set == Some(swap.set)) {
            effects.push(first.given.saturating_duration_since(swap.returned));
            whole.push(first.given - swap.called);
        }
    }
    let returned = Spread::of(
        swaps
            .iter()
            .map(|swap| swap.returned - swap.called)
            .collect(),
    );
    let (effect, whole) = (Spread::of(effects), Spread::of(whole));
    let count = |what: &str, count: f64| Figure::new(BENCH, what, count, "");
    let none = Target::AtMost(0.0);
    vec![
        count("failed queries", failed as f64).target(none),
        count("answers that mix sets", mixed as f64).target(none),
        count(
            "answers of the old set to questions asked after the swap",
            late as f64,
        )
        .target(none),
        Figure::new(
            BENCH,
            "swap returned to first answer of the new set, p50",
            effect.p50,
            "µs",
        )
        .target(Target::Below(EFFECT_US)),
        Figure::new(
            BENCH,
            "swap returned to first answer of the new set, most",
            effect.max,
            "µs",
        )
        .target(Target::Below(EFFECT_US)),
        Figure::new(
            BENCH,
            "swap called to first answer, with its sync, p50",
            whole.p50,
            "µs",
        ),
        Figure::new(
            BENCH,
            "swap called to first answer, with its sync, most",
            whole.max,
            "µs",
        ),
        Figure::new(BENCH, "swap called to returned, p50", returned.p50, "µs"),
        count("swaps seen in answers", effect.count as f64),
        count("answers", answers.len() as f64),
    ]
}
