//! `swap`: many connections ask while two slots are swapped in one set every second, views on.
//!
//! Every answer must name the judges of one set, have the digest that is given with it, and come out the same when it is
//! computed again, on fresh instances, from the digests that it names.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use serde::de::IgnoredAny;
use stemedb_client::Client;
use stemedb_wire::{ActivationRequest, QueryResponse, ReplayResponse, answer_digest};

use crate::Place;
use crate::records::{Key, signer};
use crate::server::Server;

/// Two slots, and the stage and the resolver that fill them in turn.
pub(crate) const SLOTS: [&str; 2] = ["proof-stage", "proof-judge"];
const SETS: [[&str; 2]; 2] = [["decay", "consensus"], ["epoch-aware", "recency"]];
pub(crate) const LENS: &str = "proof-stage|proof-judge";
/// Claims that the questions are about.
const CLAIMS: u64 = 2_000;
/// Where the answer begins in a response.
const ANSWER: &str = "\"answer\":";
const WRITER: u64 = 1;
const ROUND: u64 = 1;

#[derive(clap::Args)]
pub(crate) struct Options {
    #[command(flatten)]
    place: Place,
    /// How long it asks.
    #[arg(long, default_value_t = 30)]
    seconds: u64,
    /// Connections that ask.
    #[arg(long, default_value_t = 16)]
    connections: u64,
    /// Milliseconds between two swaps.
    #[arg(long, default_value_t = 1_000)]
    every_ms: u64,
}

/// Set by set, the digest of each slot.
pub(crate) type Sets = [BTreeMap<String, String>; 2];

/// An answer as it was given.
struct Given {
    query_id: String,
    answer_digest: String,
    set: usize,
}

#[derive(Default)]
struct Seen {
    given: Vec<Given>,
    requests: u64,
    failed: u64,
    mixed: u64,
    wrong_digest: u64,
    views: u64,
}

impl Seen {
    fn add(&mut self, other: Seen) {
        self.given.extend(other.given);
        self.requests += other.requests;
        self.failed += other.failed;
        self.mixed += other.mixed;
        self.wrong_digest += other.wrong_digest;
        self.views += other.views;
    }
}

pub(crate) fn run(options: &Options) -> Result<()> {
    let folder = options.place.folder("swap")?;
    let server = Server::start(&options.place, &folder)?;
    let client = server.client()?;
    fill(&client, ROUND, WRITER, CLAIMS)?;
    let sets = sets(&client)?;
    activate(&client, &sets[0])?;
    println!(
        "swap: {} connections for {} s, {} slots swapped every {} ms",
        options.connections,
        options.seconds,
        SLOTS.len(),
        options.every_ms
    );
    let (seen, swaps) = under_load(options, &server, &client, &sets)?;
    println!(
        "  {} requests, {} swaps, {} by views; computing all {} answers again",
        seen.requests,
        swaps,
        seen.views,
        seen.given.len()
    );
    let began = Instant::now();
    let differing = recompute(options, &server, &seen.given, &sets)?;
    let of_set = |set| seen.given.iter().filter(|given| given.set == set).count();
    println!(
        "swap: {} requests, {} failed, {} mixed, {} with a wrong digest, {} of the one set and {} of the other, {} recomputed in {:.1} s, {differing} differing",
        seen.requests,
        seen.failed,
        seen.mixed,
        seen.wrong_digest,
        of_set(0),
        of_set(1),
        seen.given.len(),
        began.elapsed().as_secs_f64()
    );
    server.stop()?;
    ensure!(
        of_set(0) > 0 && of_set(1) > 0 && swaps > 1,
        "the swaps had no effect"
    );
    ensure!(
        seen.failed + seen.mixed + seen.wrong_digest + differing == 0,
        "not every request was answered by one set"
    );
    Ok(())
}

/// Writes so many claims.
pub(crate) fn fill(client: &Client, round: u64, writer: u64, claims: u64) -> Result<()> {
    let signer = signer(writer);
    let records: Result<Vec<_>> = (0..claims)
        .map(|number| {
            let key = Key {
                round,
                writer,
                number,
            };
            key.claim(&signer)
        })
        .collect();
    let mut refused = None;
    client.assert_batch(records?, |line| {
        if line.status != "accepted" {
            refused = Some(line);
        }
    })?;
    match refused {
        Some(line) => bail!("a claim was not accepted: {line:?}"),
        None => Ok(()),
    }
}

/// The two sets, by the digests of the installed plugins.
pub(crate) fn sets(client: &Client) -> Result<Sets> {
    let list = client.plugins()?;
    let digest = |id: &str| {
        let found = list.plugins.iter().find(|view| view.plugin.id == id);
        found
            .map(|view| view.plugin.digest.clone())
            .with_context(|| format!("the lens {id} is not installed"))
    };
    let set = |ids: [&str; 2]| -> Result<BTreeMap<String, String>> {
        let digests = ids.into_iter().map(digest).collect::<Result<Vec<_>>>()?;
        Ok(SLOTS.map(str::to_owned).into_iter().zip(digests).collect())
    };
    Ok([set(SETS[0])?, set(SETS[1])?])
}

pub(crate) fn activate(client: &Client, slots: &BTreeMap<String, String>) -> Result<()> {
    client.activate(&ActivationRequest {
        slots: slots.clone(),
        force: false,
        by: "proof".to_owned(),
        reason: "swap".to_owned(),
    })?;
    Ok(())
}

fn under_load(
    options: &Options,
    server: &Server,
    client: &Client,
    sets: &Sets,
) -> Result<(Seen, u64)> {
    let stop = AtomicBool::new(false);
    let until = Instant::now() + Duration::from_secs(options.seconds);
    std::thread::scope(|scope| {
        let askers: Vec<_> = (0..options.connections)
            .map(|number| {
                let (url, stop) = (server.url(), &stop);
                scope.spawn(move || ask(&url, number, sets, stop))
            })
            .collect();
        let mut swaps: u64 = 0;
        let swapped = loop {
            std::thread::sleep(Duration::from_millis(options.every_ms));
            if Instant::now() >= until {
                break Ok(());
            }
            swaps += 1;
            if let Err(error) = activate(client, &sets[swaps as usize % 2]) {
                break Err(error);
            }
        };
        stop.store(true, Ordering::Relaxed);
        let mut seen = Seen::default();
        for asker in askers {
            seen.add(
                asker
                    .join()
                    .map_err(|_| anyhow::anyhow!("an asker panicked"))?,
            );
        }
        swapped.map(|()| (seen, swaps))
    })
}

/// One connection, without any second attempt.
fn ask(url: &str, number: u64, sets: &Sets, stop: &AtomicBool) -> Seen {
    let agent = ureq::Agent::new_with_defaults();
    let mut seen = Seen::default();
    let mut next = number * 131;
    while !stop.load(Ordering::Relaxed) {
        let key = Key {
            round: ROUND,
            writer: WRITER,
            number: next % CLAIMS,
        };
        next += 1;
        seen.requests += 1;
        match get(&agent, url, key) {
            Ok(response) => judge(response, sets, &mut seen),
            Err(error) => {
                eprintln!("  a request failed: {error:#}");
                seen.failed += 1;
            }
        }
    }
    seen
}

/// The response, and the digest of the answer as it came: numbers need not survive reading and writing to the last bit.
fn get(agent: &ureq::Agent, url: &str, key: Key) -> Result<(QueryResponse, String)> {
    let request = agent
        .get(format!("{url}/v1/query"))
        .query("subject", key.subject())
        .query("predicate", key.predicate())
        .query("lens", LENS);
    let text = request.call()?.body_mut().read_to_string()?;
    let at = text.find(ANSWER).context("the response has no answer")? + ANSWER.len();
    let mut rest = serde_json::Deserializer::from_str(&text[at..]).into_iter::<IgnoredAny>();
    rest.next().context("the answer is empty")??;
    let answer = &text[at..at + rest.byte_offset()];
    Ok((
        serde_json::from_str(&text)?,
        hex(&answer_digest(answer.as_bytes())),
    ))
}

fn judge((response, digest): (QueryResponse, String), sets: &Sets, seen: &mut Seen) {
    let named = response.answer.plugins.iter().map(|plugin| &plugin.digest);
    let named: Vec<&String> = named.collect();
    let is_set = |set: &BTreeMap<String, String>| SLOTS.map(|slot| &set[slot])[..] == named[..];
    let set = sets.iter().position(is_set);
    seen.mixed += u64::from(set.is_none());
    seen.views += u64::from(response.served_by_view);
    seen.wrong_digest += u64::from(digest != response.answer_digest);
    seen.given.push(Given {
        query_id: response.query_id,
        answer_digest: response.answer_digest,
        // A mixed answer is counted above; it is recomputed all the same.
        set: set.unwrap_or(usize::MAX),
    });
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Has every answer computed again; gives the number of those that differ.
fn recompute(options: &Options, server: &Server, given: &[Given], sets: &Sets) -> Result<u64> {
    let differing = AtomicU64::new(0);
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..options.connections)
            .map(|number| {
                let (url, differing) = (server.url(), &differing);
                let part = given
                    .iter()
                    .skip(number as usize)
                    .step_by(options.connections as usize);
                scope.spawn(move || -> Result<()> {
                    let agent = ureq::Agent::new_with_defaults();
                    for one in part {
                        differing.fetch_add(
                            u64::from(!is_same(&agent, &url, one, sets)?),
                            Ordering::Relaxed,
                        );
                    }
                    Ok(())
                })
            })
            .collect();
        for worker in workers {
            worker
                .join()
                .map_err(|_| anyhow::anyhow!("a worker panicked"))??;
        }
        Ok(differing.load(Ordering::Relaxed))
    })
}

fn is_same(agent: &ureq::Agent, url: &str, given: &Given, sets: &Sets) -> Result<bool> {
    let request = agent.post(format!("{url}/v1/replay/{}", given.query_id));
    let text = request.send_empty()?.body_mut().read_to_string()?;
    let replay: ReplayResponse = serde_json::from_str(&text)?;
    let named = replay.answer.plugins.iter().map(|plugin| &plugin.digest);
    let same_judges = sets
        .get(given.set)
        .is_some_and(|set| named.eq(SLOTS.map(|slot| &set[slot])));
    Ok(replay.identical && same_judges && replay.replayed_digest == given.answer_digest)
}
