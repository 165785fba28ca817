//! Part 6: a set of two lenses is replaced under load; an answer from before is replayed.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use stemedb_wire::{ActivationRequest, Question};

use super::{Telling, page};

const CONNECTIONS: usize = 8;
const SECONDS: u64 = 6;

/// Slots of the swapped set, and what fills them in turn.
const SLOTS: [&str; 2] = ["house-stage", "house"];
const SETS: [[&str; 2]; 2] = [["epoch-aware", "consensus"], ["decay", "layered"]];

#[derive(Default)]
struct Seen {
    answers: AtomicU64,
    failed: AtomicU64,
    mixed: AtomicU64,
    by_set: [AtomicU64; 2],
    failures: Mutex<Vec<String>>,
}

/// Tells the part and gives the id of a query that was answered before the swaps.
pub(super) fn tell(telling: &Telling) -> Result<String> {
    page::title("6 · A set of lenses is replaced under load");
    let digests = digests(telling)?;
    activate(telling, &digests[0], "first set")?;
    let question = question(telling)?;
    let before = telling.client.query(&question)?;
    page::say(&format!(
        "{CONNECTIONS} connections ask `{}` for {SECONDS} s; once a second both slots are given to other components in one step.",
        question.lens
    ));
    let seen = Seen::default();
    let swaps = load(telling, &question, &digests, &seen)?;
    let mut table = page::table(&["set", "house-stage", "house", "answers"]);
    for (at, set) in SETS.iter().enumerate() {
        let judge = |slot: usize| format!("{} {}", set[slot], page::short(&digests[at][slot]));
        let answers = seen.by_set[at].load(Ordering::Relaxed);
        ensure!(answers > 0, "set {} never answered", at + 1);
        table.add_row([
            (at + 1).to_string(),
            judge(0),
            judge(1),
            answers.to_string(),
        ]);
    }
    page::show(&table);
    let (failed, mixed) = (seen.failed.into_inner(), seen.mixed.into_inner());
    page::say(&format!(
        "{} answers, {swaps} swaps, {failed} failed, {mixed} mixed.",
        seen.answers.into_inner()
    ));
    let failures = seen.failures.into_inner().unwrap_or_default();
    ensure!(
        failed == 0 && mixed == 0,
        "failed or mixed: {:?}",
        failures.first()
    );
    replay(telling, &before.query_id)?;
    Ok(before.query_id)
}

/// Replays an answer and says what was compared.
pub(super) fn replay(telling: &Telling, query_id: &str) -> Result<()> {
    let replay = telling.client.replay(query_id)?;
    ensure!(replay.identical, "the replay of {query_id} differs");
    page::say(&format!(
        "Replay of {query_id}: recorded {}, replayed {}: identical.",
        page::short(&replay.recorded_digest),
        page::short(&replay.replayed_digest)
    ));
    Ok(())
}

fn question(telling: &Telling) -> Result<Question> {
    let pair = telling.story.pair("three-winners")?;
    Ok(Question::new(&pair.subject, &pair.predicate).lens(SLOTS.join("|")))
}

fn digests(telling: &Telling) -> Result<[[String; 2]; 2]> {
    let list = telling.client.plugins()?;
    let digest = |id: &str| {
        let found = list.plugins.iter().find(|view| view.plugin.id == id);
        found
            .map(|view| view.plugin.digest.clone())
            .with_context(|| format!("{id} is not installed"))
    };
    let set = |set: [&str; 2]| Ok::<_, anyhow::Error>([digest(set[0])?, digest(set[1])?]);
    Ok([set(SETS[0])?, set(SETS[1])?])
}

fn activate(telling: &Telling, set: &[String; 2], reason: &str) -> Result<()> {
    let slots = SLOTS
        .iter()
        .zip(set)
        .map(|(slot, digest)| ((*slot).to_owned(), digest.clone()));
    telling.client.activate(&ActivationRequest {
        slots: BTreeMap::from_iter(slots),
        force: false,
        by: "demo operator".to_owned(),
        reason: reason.to_owned(),
    })?;
    Ok(())
}

/// Asks from all connections while the sets are swapped; the number of swaps.
fn load(
    telling: &Telling,
    question: &Question,
    digests: &[[String; 2]; 2],
    seen: &Seen,
) -> Result<u32> {
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        for _ in 0..CONNECTIONS {
            scope.spawn(|| {
                let asked = ask(telling, question, digests, seen, &done);
                if let Err(error) = asked {
                    seen.failed.fetch_add(1, Ordering::Relaxed);
                    if let Ok(mut failures) = seen.failures.lock() {
                        failures.push(error.to_string());
                    }
                }
            });
        }
        let swapped = swap(telling, digests, seen);
        done.store(true, Ordering::Relaxed);
        swapped
    })
}

fn swap(telling: &Telling, digests: &[[String; 2]; 2], seen: &Seen) -> Result<u32> {
    let until = Instant::now() + Duration::from_secs(SECONDS);
    let mut swaps = 0;
    while Instant::now() < until {
        std::thread::sleep(Duration::from_secs(1));
        swaps += 1;
        activate(telling, &digests[swaps as usize % 2], "swap under load")?;
        println!(
            "  swap {swaps}: {} answers so far",
            seen.answers.load(Ordering::Relaxed)
        );
    }
    Ok(swaps)
}

fn ask(
    telling: &Telling,
    question: &Question,
    digests: &[[String; 2]; 2],
    seen: &Seen,
    done: &AtomicBool,
) -> Result<()> {
    let client = telling.access.client()?;
    while !done.load(Ordering::Relaxed) {
        let answer = client.query(question)?.answer;
        seen.answers.fetch_add(1, Ordering::Relaxed);
        let judges: Vec<&String> = answer.plugins.iter().map(|plugin| &plugin.digest).collect();
        let set = digests
            .iter()
            .position(|set| set.iter().collect::<Vec<_>>() == judges);
        match set {
            Some(at) => seen.by_set[at].fetch_add(1, Ordering::Relaxed),
            None => seen.mixed.fetch_add(1, Ordering::Relaxed),
        };
    }
    Ok(())
}
