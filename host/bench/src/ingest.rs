//! Writing signed claims: how much of the rate of verification alone is left when everything else is done too.
//!
//! Verification alone runs on the same threads, in batches of the same size, before and after the writing. A run of
//! writing ends when every claim is durable, visible and in the tables, so that no work is put off beyond the end. The
//! ratio of processor seconds is given too: other programs on the machine change it less.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use parking_lot::Mutex;
use rayon::prelude::*;
use stemedb_core::SignedRecord;
use stemedb_engine::Engine;

use crate::claims::Claims;
use crate::machine::{processor_seconds, threads};
use crate::measure::Spread;
use crate::place::{BATCH, Place, wait_until_indexed, write};
use crate::report::{Figure, Target};

const BENCH: &str = "ingest";
const CLAIMS: u64 = 200_000;
const SHARE_MIN: f64 = 80.0;
/// Threads that write one record at a time.
const SINGLES: u64 = 64;
/// Records that each of them writes.
const SINGLE_WRITES: u64 = 200;

/// What a run took.
#[derive(Debug, Clone, Copy)]
struct Took {
    wall: f64,
    processor: f64,
}

impl Took {
    fn of(work: impl FnOnce() -> Result<()>) -> Result<Self> {
        let (begin, before) = (Instant::now(), processor_seconds());
        work()?;
        Ok(Took {
            wall: begin.elapsed().as_secs_f64(),
            processor: processor_seconds() - before,
        })
    }
}

pub(crate) fn run(place: &Place) -> Result<Vec<Figure>> {
    let count = place.claims.unwrap_or(CLAIMS);
    let folder = place.folder(BENCH)?;
    let engine = place.open(folder.path(), |_| {})?;
    let claims = Claims {
        set: "ingest",
        pairs: (count / 10).max(1),
    };
    eprintln!("ingest: signing {count} claims");
    let records = claims.signed(0, count)?;
    eprintln!("ingest: verifying alone, writing, verifying alone");
    let before = Took::of(|| verify_alone(&records))?;
    let batches = records.chunks(BATCH).map(<[_]>::to_vec).collect();
    let mut acknowledged = 0.0;
    let writing = Took::of(|| {
        let begin = Instant::now();
        write_batches(&engine, batches)?;
        acknowledged = begin.elapsed().as_secs_f64();
        wait_until_indexed(&engine);
        Ok(())
    })?;
    let after = Took::of(|| verify_alone(&records))?;
    let alone = Took {
        wall: f64::midpoint(before.wall, after.wall),
        processor: f64::midpoint(before.processor, after.processor),
    };
    let mut figures = rates(count, alone, writing, acknowledged);
    eprintln!("ingest: single records from {SINGLES} threads");
    figures.extend(singles(&engine)?);
    Ok(figures)
}

fn rates(count: u64, alone: Took, writing: Took, acknowledged: f64) -> Vec<Figure> {
    let count = count as f64;
    let rate = |what: &str, seconds: f64| Figure::new(BENCH, what, count / seconds, "claims/s");
    let each = |what: &str, seconds: f64| Figure::new(BENCH, what, seconds / count * 1e6, "µs");
    let share = alone.wall / writing.wall * 100.0;
    vec![
        Figure::new(BENCH, "rate, of the rate of verification alone", share, "%")
            .target(Target::AtLeast(SHARE_MIN)),
        Figure::new(
            BENCH,
            "processor time of verification alone, of that of writing",
            alone.processor / writing.processor * 100.0,
            "%",
        ),
        rate("verification alone", alone.wall),
        rate("written: durable, visible and indexed", writing.wall),
        rate("written: durable and visible", acknowledged),
        each(
            "processor time a claim, verification alone",
            alone.processor,
        ),
        each("processor time a claim, written", writing.processor),
    ]
}

/// Callers at a time: enough that one always waits while others are checked.
fn callers() -> usize {
    2 * threads()
}

fn verify_alone(records: &[SignedRecord]) -> Result<()> {
    let batches: Vec<&[SignedRecord]> = records.chunks(BATCH).collect();
    in_turn(batches, |batch| {
        let wrong = batch
            .par_iter()
            .filter(|record| record.verify().is_err())
            .count();
        ensure!(wrong == 0, "{wrong} signatures of the bench do not hold");
        Ok(())
    })
}

/// Writes batches from several threads, each waiting for its answer.
fn write_batches(engine: &Engine, batches: Vec<Vec<SignedRecord>>) -> Result<()> {
    in_turn(batches, |batch| write(engine, batch))
}

/// Does something with each item on several threads.
fn in_turn<T: Send>(items: Vec<T>, each: impl Fn(T) -> Result<()> + Sync) -> Result<()> {
    let waiting = Mutex::new(items.into_iter());
    let work = || {
        loop {
            let next = waiting.lock().next();
            match next {
                Some(item) => each(item)?,
                None => return Ok(()),
            }
        }
    };
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..callers()).map(|_| scope.spawn(work)).collect();
        workers
            .into_iter()
            .try_for_each(|worker| worker.join().ok().context("a thread panicked")?)
    })
}

/// One record a write, each thread waiting for its answer before the next.
fn singles(engine: &Arc<Engine>) -> Result<Vec<Figure>> {
    let claims = Claims {
        set: "single",
        pairs: SINGLES * SINGLE_WRITES / 10,
    };
    let records = claims.signed(0, SINGLES * SINGLE_WRITES)?;
    let begin = Instant::now();
    let times = std::thread::scope(|scope| {
        let workers: Vec<_> = records
            .chunks(SINGLE_WRITES as usize)
            .map(|own| scope.spawn(move || write_singly(engine, own)))
            .collect();
        let mut times = Vec::new();
        for worker in workers {
            times.extend(worker.join().ok().context("a thread panicked")??);
        }
        anyhow::Ok(times)
    })?;
    let rate = times.len() as f64 / begin.elapsed().as_secs_f64();
    let spread = Spread::of(times);
    let what = |what: &str| format!("one record a write, {SINGLES} threads, {what}");
    Ok(vec![
        Figure::new(BENCH, what("rate"), rate, "claims/s"),
        Figure::new(BENCH, what("p50"), spread.p50, "µs"),
        Figure::new(BENCH, what("p99"), spread.p99, "µs"),
    ])
}

fn write_singly(engine: &Engine, records: &[SignedRecord]) -> Result<Vec<Duration>> {
    let mut times = Vec::with_capacity(records.len());
    for record in records {
        let record = record.clone();
        let begin = Instant::now();
        engine.write_one(record)?;
        times.push(begin.elapsed());
    }
    Ok(times)
}
