//! `crash`: several connections write, the server is killed at a random moment and started again, over and over.
//!
//! Every acknowledged claim must be there, whole; a claim whose answer never came is wholly there or not at all.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use stemedb_client::{Client, ClientError};
use stemedb_core::Id;
use stemedb_wire::{ContentView, FeedEntry, Question, RecordView};

use crate::Place;
use crate::dice::Dice;
use crate::records::{Key, signer};
use crate::server::Server;
use crate::victim;

/// Claims of one batch.
const BATCH: u64 = 25;
/// The longest and shortest time under load.
const LOAD_MS: (u64, u64) = (50, 600);
/// One round in so many is followed by a kill while the server opens.
const KILL_AT_START_EVERY: u64 = 5;
const START_MS: u64 = 250;
/// Acknowledged claims that are traced after each round, of all rounds.
const TRACES: u64 = 30;
/// Pairs that are asked about after each round.
const PAIRS: u64 = 10;
const PAGE: u32 = 10_000;
/// Rounds between two lines of progress.
const TELL_EVERY: u64 = 10;

#[derive(clap::Args)]
pub(crate) struct Options {
    #[command(flatten)]
    place: Place,
    /// How often the server is killed under load.
    #[arg(long, default_value_t = 200)]
    rounds: u64,
    /// Connections that write.
    #[arg(long, default_value_t = 8)]
    connections: u64,
    /// Chooses the moments of death.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Kill an engine that answers before it writes instead: the proof must fail.
    #[arg(long)]
    red: bool,
}

/// What is known of the database from the outside.
#[derive(Default)]
struct Ledger {
    /// Everything that was ever sent.
    sent: BTreeMap<Id, Key>,
    acknowledged: Vec<Id>,
    found: BTreeSet<Id>,
    /// Claims that the server itself wrote of its slots.
    mirrored: u64,
    pairs: BTreeMap<(String, String), u64>,
    /// Where the feed was read to.
    position: u64,
    missing: u64,
    half: u64,
}

/// What one connection sent.
#[derive(Default)]
struct Sent {
    keys: Vec<(Id, Key)>,
    acknowledged: Vec<Id>,
}

pub(crate) fn run(options: &Options) -> Result<()> {
    if options.red {
        return red(options);
    }
    let began = Instant::now();
    let folder = options.place.folder("crash")?;
    let mut dice = Dice(options.seed);
    let mut ledger = Ledger::default();
    println!(
        "crash: {} rounds, {} connections, seed {}",
        options.rounds, options.connections, options.seed
    );
    let mut server = Server::start(&options.place, &folder)?;
    for round in 1..=options.rounds {
        let written = ledger.acknowledged.len();
        let pause = LOAD_MS.0 + dice.below(LOAD_MS.1 - LOAD_MS.0);
        let sent = load(&mut server, options, round, Duration::from_millis(pause))?;
        if round.is_multiple_of(KILL_AT_START_EVERY) {
            kill_at_start(options, &folder, dice.below(START_MS))?;
        }
        server = Server::start(&options.place, &folder)?;
        ledger.check(&server.client()?, sent, &mut dice)?;
        if round.is_multiple_of(TELL_EVERY) || round == options.rounds {
            println!(
                "  round {round}: {} acknowledged ({} in this round), {} missing, {} half there, {:.0} s",
                ledger.acknowledged.len(),
                ledger.acknowledged.len() - written,
                ledger.missing,
                ledger.half,
                began.elapsed().as_secs_f64()
            );
        }
    }
    server.stop()?;
    let server = Server::start(&options.place, &folder)?;
    ledger.check_all(&server.client()?)?;
    server.stop()?;
    let unanswered = ledger.found.len() as u64 + ledger.missing - ledger.acknowledged.len() as u64;
    println!(
        "crash: {} rounds, {} acknowledged, {} there without an answer, {} missing, {} half there, {:.1} s",
        options.rounds,
        ledger.acknowledged.len(),
        unanswered,
        ledger.missing,
        ledger.half,
        began.elapsed().as_secs_f64()
    );
    ensure!(
        ledger.missing == 0 && ledger.half == 0,
        "{} acknowledged claims are missing, {} claims are half there",
        ledger.missing,
        ledger.half
    );
    Ok(())
}

/// Writes until the server is killed.
fn load(server: &mut Server, options: &Options, round: u64, pause: Duration) -> Result<Vec<Sent>> {
    let clients: Result<Vec<Client>> = (0..options.connections).map(|_| server.client()).collect();
    let stop = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let writers: Vec<_> = clients?
            .into_iter()
            .zip(0..)
            .map(|(client, writer)| {
                let stop = &stop;
                scope.spawn(move || write(&client, round, writer, stop))
            })
            .collect();
        std::thread::sleep(pause);
        server.kill()?;
        stop.store(true, Ordering::Relaxed);
        let joined = writers.into_iter().map(|writer| match writer.join() {
            Ok(sent) => sent,
            Err(_) => bail!("a writer panicked"),
        });
        joined.collect()
    })
}

/// One connection: every second one writes batches.
fn write(client: &Client, round: u64, writer: u64, stop: &AtomicBool) -> Result<Sent> {
    let signer = signer(writer);
    let mut sent = Sent::default();
    let mut number = 0;
    while !stop.load(Ordering::Relaxed) {
        let count = if writer.is_multiple_of(2) { 1 } else { BATCH };
        let mut batch = Vec::new();
        for number in number..number + count {
            let key = Key {
                round,
                writer,
                number,
            };
            let claim = key.claim(&signer)?;
            sent.keys.push((claim.id, key));
            batch.push(claim);
        }
        number += count;
        let answered = match batch.pop() {
            Some(only) if batch.is_empty() => client
                .assert(&only)
                .map(|view| sent.acknowledged.extend(view.id.parse::<Id>())),
            last => {
                let acknowledged = &mut sent.acknowledged;
                client.assert_batch(batch.into_iter().chain(last), |line| {
                    if line.status != "refused" {
                        acknowledged.extend(line.id.and_then(|id| id.parse::<Id>().ok()));
                    }
                })
            }
        };
        match answered {
            Ok(()) => {}
            // A refusal would be a fault of the proof; a broken connection is what it is about.
            Err(ClientError::Problem(problem)) if problem.status < 500 => {
                bail!("{}", problem.detail)
            }
            Err(_) => break,
        }
    }
    Ok(sent)
}

/// A start that is cut short.
fn kill_at_start(options: &Options, folder: &Path, after_ms: u64) -> Result<()> {
    let mut child = Server::spawn(&options.place, folder)?;
    std::thread::sleep(Duration::from_millis(after_ms));
    child.kill()?;
    child.wait()?;
    Ok(())
}

impl Ledger {
    /// Compares what was sent in a round with what a restarted server shows.
    fn check(&mut self, client: &Client, sent: Vec<Sent>, dice: &mut Dice) -> Result<()> {
        let before = self.acknowledged.len();
        let mut fresh = Vec::new();
        for one in sent {
            fresh.extend(one.keys.iter().map(|(id, _)| *id));
            self.sent.extend(one.keys);
            self.acknowledged.extend(one.acknowledged);
        }
        self.position = self.read_feed(client, self.position)?;
        for id in &self.acknowledged[before..] {
            self.missing += u64::from(!self.found.contains(id));
        }
        let absent: Vec<Id> = fresh
            .into_iter()
            .filter(|id| !self.found.contains(id))
            .collect();
        for id in absent {
            self.half += u64::from(!is_unknown(client, &id)?);
        }
        self.check_traces(client, dice)?;
        self.check_pairs(client, dice)
    }

    /// Reads the feed from a position to its end; each record must be one that was sent, whole, and come once.
    fn read_feed(&mut self, client: &Client, mut position: u64) -> Result<u64> {
        loop {
            let page = client.feed(position, PAGE)?;
            for entry in &page.records {
                self.take(entry)?;
            }
            position = page.next;
            if !page.more {
                return Ok(position);
            }
        }
    }

    fn take(&mut self, entry: &FeedEntry) -> Result<()> {
        if is_mirrored(&entry.record) {
            self.mirrored += 1;
            return Ok(());
        }
        let id: Id = entry.record.id.parse().map_err(anyhow::Error::msg)?;
        let key = *self
            .sent
            .get(&id)
            .with_context(|| format!("{id} was never sent"))?;
        let whole = entry.record == RecordView::of(&key.claim(&signer(key.writer))?);
        if !whole || !self.found.insert(id) {
            self.half += 1;
        }
        *self
            .pairs
            .entry((key.subject(), key.predicate()))
            .or_default() += 1;
        Ok(())
    }

    /// Traces some of all that was ever acknowledged.
    fn check_traces(&mut self, client: &Client, dice: &mut Dice) -> Result<()> {
        for _ in 0..TRACES.min(self.acknowledged.len() as u64) {
            let id = self.acknowledged[dice.below(self.acknowledged.len() as u64) as usize];
            match client.trace(&id.to_string()) {
                Ok(trace) => {
                    let key = self.sent[&id];
                    let whole = trace.record == RecordView::of(&key.claim(&signer(key.writer))?);
                    self.half += u64::from(!whole || trace.signatures.len() != 1);
                }
                Err(error) if error.code() == Some("unknown_record") => self.missing += 1,
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    /// Queries must see as many claims of a pair as the feed has.
    fn check_pairs(&mut self, client: &Client, dice: &mut Dice) -> Result<()> {
        for _ in 0..PAIRS.min(self.pairs.len() as u64) {
            let at = dice.below(self.pairs.len() as u64) as usize;
            let Some(((subject, predicate), expected)) = self.pairs.iter().nth(at) else {
                continue;
            };
            let question = Question::new(subject, predicate).lens("recency");
            let answer = client.query(&question)?.answer;
            let out = &answer.excluded;
            let seen = answer.candidates
                + out.replaced
                + out.retracted
                + out.lifecycle
                + out.epoch
                + out.confidence
                + out.stage;
            if seen != *expected {
                println!(
                    "  {subject} {predicate}: a query sees {seen} claims, the feed has {expected}"
                );
                self.half += 1;
            }
        }
        Ok(())
    }

    /// Reads everything once more from the beginning.
    fn check_all(&mut self, client: &Client) -> Result<()> {
        let found = std::mem::take(&mut self.found);
        self.pairs.clear();
        self.mirrored = 0;
        self.read_feed(client, 0)?;
        self.half += found.symmetric_difference(&self.found).count() as u64;
        let there = |id: &&Id| !self.found.contains(*id);
        self.missing = self
            .missing
            .max(self.acknowledged.iter().filter(there).count() as u64);
        let (health, shown) = (client.health()?, self.found.len() as u64 + self.mirrored);
        ensure!(
            health.records == shown,
            "the server counts {} records, its feed has {shown}",
            health.records
        );
        Ok(())
    }
}

fn is_mirrored(record: &RecordView) -> bool {
    matches!(&record.content, ContentView::Claim(claim) if claim.subject.starts_with("plugin://"))
}

fn is_unknown(client: &Client, id: &Id) -> Result<bool> {
    match client.trace(&id.to_string()) {
        Ok(_) => Ok(false),
        Err(error) if error.code() == Some("unknown_record") => Ok(true),
        Err(error) => Err(error.into()),
    }
}

/// The same with an engine of which it is known that it breaks the promise; says how many it lost.
fn red(options: &Options) -> Result<()> {
    let (mut sound, mut broken) = (0, 0);
    for round in 1..=options.rounds {
        sound += lost(options, round, false)?;
        broken += lost(options, round, true)?;
    }
    println!(
        "crash --red: {} rounds, an engine that waits for the disk lost {sound}, one that does not lost {broken}",
        options.rounds
    );
    ensure!(sound == 0, "{sound} acknowledged records are missing");
    ensure!(broken > 0, "answering before the write was not noticed");
    Ok(())
}

/// Kills an engine as soon as it has acknowledged something; gives how much of that is missing.
fn lost(options: &Options, round: u64, answer_before_sync: bool) -> Result<u64> {
    let folder = options.place.folder(if answer_before_sync {
        "broken"
    } else {
        "sound"
    })?;
    let mut command = Command::new(std::env::current_exe()?);
    command
        .args(["victim", "--round", &round.to_string(), "--data"])
        .arg(&folder);
    if answer_before_sync {
        command.arg("--answer-before-sync");
    }
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()?;
    let mut lines = BufReader::new(child.stdout.take().context("no output")?).lines();
    let first = lines.next().context("the engine wrote nothing")??;
    child.kill()?;
    child.wait()?;
    let mut ids = vec![first];
    // What it had printed when it died is in the pipe; the last line may be cut.
    ids.extend(lines.map_while(Result::ok).filter(|line| line.len() == 64));
    let engine = victim::open(&folder, false)?;
    Ok(ids.iter().filter(|id| engine.trace(id).is_err()).count() as u64)
}
