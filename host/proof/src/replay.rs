//! `replay`: answers are given, then lenses are swapped, the server restarted and many claims written; the answers must
//! come out the same, bit for bit.

use std::time::Instant;

use anyhow::{Context, Result, ensure};
use stemedb_client::Client;
use stemedb_wire::{QueryResponse, Question};

use crate::Place;
use crate::records::Key;
use crate::server::Server;
use crate::swap::{LENS, activate, fill, sets};

/// Claims before the first question.
const CLAIMS: u64 = 2_000;
/// Questions before the swap, and as many after it.
const QUESTIONS: u64 = 300;
const LENSES: [&str; 6] = [
    LENS,
    "layered",
    "skeptic",
    "recency",
    "decay(half_life=30d)|consensus",
    "epoch-aware|trust-aware-authority",
];
/// Claims of one writer in a round; their times must not run into each other.
const PART: u64 = 100_000;

#[derive(clap::Args)]
pub(crate) struct Options {
    #[command(flatten)]
    place: Place,
    /// Claims that are written between an answer and its replay.
    #[arg(long, default_value_t = 100_000)]
    writes: u64,
}

pub(crate) fn run(options: &Options) -> Result<()> {
    let began = Instant::now();
    let folder = options.place.folder("replay")?;
    let server = Server::start(&options.place, &folder)?;
    let client = server.client()?;
    fill(&client, 1, 1, CLAIMS)?;
    let sets = sets(&client)?;
    activate(&client, &sets[0])?;
    let mut given = ask(&client)?;
    activate(&client, &sets[1])?;
    given.extend(ask(&client)?);
    println!(
        "replay: {} answers given, two sets; restarting",
        given.len()
    );
    server.stop()?;
    let server = Server::start(&options.place, &folder)?;
    let client = server.client()?;
    for part in 0..options.writes.div_ceil(PART) {
        fill(&client, 2 + part, 2, PART.min(options.writes - part * PART))?;
    }
    println!("  {} claims written", options.writes);
    let first = identical(&client, &given)?;
    // This time without warning; the audit of the answers above has long been kept.
    drop(server);
    let server = Server::start(&options.place, &folder)?;
    let second = identical(&server.client()?, &given)?;
    server.stop()?;
    println!(
        "replay: {} answers, {} claims written since; identical {first} after a swap, a restart and the writes, {second} after a kill, {:.1} s",
        given.len(),
        options.writes,
        began.elapsed().as_secs_f64()
    );
    ensure!(
        first == given.len() && second == given.len(),
        "not every answer came out the same"
    );
    Ok(())
}

fn ask(client: &Client) -> Result<Vec<QueryResponse>> {
    let question = |number: u64| {
        let key = Key {
            round: 1,
            writer: 1,
            number: number * 37 % CLAIMS,
        };
        let lens = LENSES[number as usize % LENSES.len()];
        let question = Question::new(key.subject(), key.predicate()).lens(lens);
        client
            .query(&question)
            .with_context(|| format!("the lens {lens}"))
    };
    (0..QUESTIONS).map(question).collect()
}

/// How many come out as they were given.
fn identical(client: &Client, given: &[QueryResponse]) -> Result<usize> {
    let mut identical = 0;
    for response in given {
        let replay = client.replay(&response.query_id)?;
        let same = replay.identical
            && replay.replayed_digest == response.answer_digest
            && replay.answer == response.answer;
        identical += usize::from(same);
    }
    Ok(identical)
}
