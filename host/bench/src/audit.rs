//! The audit: how long an answer is out before its entry is durable, and what waiting for it costs a query.
//!
//! Durability is watched from below: the disk that the database is opened on notes when the audit's file was written and
//! synced. A group's last sync makes all its entries durable.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use stemedb_engine::{Engine, Options};
use stemedb_wal::disk::RealDisk;

use crate::claims::Claims;
use crate::measure::{Spread, latencies};
use crate::place::{Folder, Place, fill};
use crate::report::Figure;
use crate::watched::{Touch, Watch, WatchedDisk};

const BENCH: &str = "audit";
const LENS: &str = "consensus";
const CLAIMS: Claims = Claims {
    set: "audit",
    pairs: 200,
};
/// Single queries whose entries are waited for.
const SINGLES: usize = 25;
/// Touches of the file further apart than this belong to two groups.
const GAP: Duration = Duration::from_millis(50);
/// Longest wait for an entry to become durable.
const WAIT_MAX: Duration = Duration::from_secs(5);
/// Threads of the steady load, and the pause of each between queries.
const THREADS: usize = 8;
const PAUSE: Duration = Duration::from_millis(4);
const RUN: Duration = Duration::from_secs(4);

pub(crate) fn run(place: &Place) -> Result<Vec<Figure>> {
    let mut figures = window(place)?;
    for sync in [false, true] {
        figures.extend(cost(place, sync)?);
    }
    Ok(figures)
}

/// The time from an answer to its durable audit entry.
fn window(place: &Place) -> Result<Vec<Figure>> {
    eprintln!("audit: the loss window");
    let folder = place.folder(BENCH)?;
    let (engine, watch) = watched(place, &folder)?;
    fill(&engine, CLAIMS, CLAIMS.pairs * 10)?;
    let mut times = Vec::new();
    for pair in 0..SINGLES as u64 {
        engine.query(&CLAIMS.question(pair, LENS))?;
        let answered = Instant::now();
        let durable = settled(&watch, answered).context("an audit entry never became durable")?;
        times.push(durable - answered);
    }
    let alone = Spread::of(times);
    watch.forget();
    let queries = steady_load(&engine)?;
    let under_load = Spread::of(windows(&watch.touches()));
    let what = |what: &str| format!("answer to durable entry, {what}");
    Ok(vec![
        Figure::new(
            BENCH,
            what("one query at a time, p50"),
            alone.p50 / 1e3,
            "ms",
        ),
        Figure::new(
            BENCH,
            what("one query at a time, most"),
            alone.max / 1e3,
            "ms",
        ),
        Figure::new(
            BENCH,
            what("oldest of a group under load, p50"),
            under_load.p50 / 1e3,
            "ms",
        ),
        Figure::new(
            BENCH,
            what("oldest of a group under load, most"),
            under_load.max / 1e3,
            "ms",
        ),
        Figure::new(
            BENCH,
            "queries of that load",
            queries / RUN.as_secs_f64(),
            "queries/s",
        ),
    ])
}

fn watched(place: &Place, folder: &Folder) -> Result<(Arc<Engine>, Watch)> {
    let watch = Watch::default();
    let db = folder.path().join("db");
    std::fs::create_dir_all(&db)?;
    let disk = WatchedDisk::new(Arc::new(RealDisk::open(&db)?), watch.clone());
    let engine = place.open(folder.path(), |options: &mut Options| {
        options.db = Arc::new(disk);
    })?;
    Ok((engine, watch))
}

/// When the group that was gathered after a time was durable: the last sync before the file came to rest.
fn settled(watch: &Watch, after: Instant) -> Option<Instant> {
    while after.elapsed() < WAIT_MAX {
        std::thread::sleep(Duration::from_millis(5));
        let touches = watch.touches();
        let last = touches.iter().rfind(|touch| touch.is_sync);
        let at_rest = |last: &&Touch| last.begin > after && last.end.elapsed() > GAP;
        if let Some(last) = last.filter(at_rest) {
            return Some(last.end);
        }
    }
    None
}

/// For each group the age of the oldest entry that it can hold: one that came right after the group before was closed.
fn windows(touches: &[Touch]) -> Vec<Duration> {
    let mut groups: Vec<(Instant, Instant)> = Vec::new();
    for touch in touches {
        match groups.last_mut() {
            Some((_, end)) if touch.begin.saturating_duration_since(*end) < GAP => *end = touch.end,
            _ => groups.push((touch.begin, touch.end)),
        }
    }
    groups
        .windows(2)
        .map(|pair| pair[1].1 - pair[0].0)
        .collect()
}

/// Queries at a steady pace, few enough that none waits for the audit; the answer is how many.
fn steady_load(engine: &Engine) -> Result<f64> {
    let stop = AtomicBool::new(false);
    let ask = |thread: u64| {
        let mut count = 0;
        while !stop.load(Ordering::Relaxed) {
            engine.query(&CLAIMS.question((thread * 25 + count) % CLAIMS.pairs, LENS))?;
            count += 1;
            std::thread::sleep(PAUSE);
        }
        anyhow::Ok(count)
    };
    let ask = &ask;
    std::thread::scope(|scope| {
        let askers: Vec<_> = (0..THREADS as u64)
            .map(|thread| scope.spawn(move || ask(thread)))
            .collect();
        std::thread::sleep(RUN);
        stop.store(true, Ordering::Relaxed);
        let mut count = 0;
        for asker in askers {
            count += asker.join().ok().context("a thread panicked")??;
        }
        Ok(count as f64)
    })
}

/// The latency of a query that does or does not wait for its audit entry.
fn cost(place: &Place, sync: bool) -> Result<Vec<Figure>> {
    eprintln!(
        "audit: queries that {}wait for it",
        if sync { "" } else { "do not " }
    );
    let folder = place.folder(BENCH)?;
    let engine = place.open(folder.path(), |options| {
        options.audit_sync = sync;
        options.views.bytes_max = 0;
    })?;
    fill(&engine, CLAIMS, CLAIMS.pairs * 10)?;
    let count = if sync { 300 } else { 20_000 };
    let mut failed = 0;
    let spread = latencies(count / 10, count, |at| {
        let question = CLAIMS.question(at as u64 % CLAIMS.pairs, LENS);
        failed += usize::from(engine.query(&question).is_err());
    });
    anyhow::ensure!(failed == 0, "{failed} queries failed");
    let name = if sync {
        "waiting for the audit"
    } else {
        "not waiting for the audit"
    };
    Ok(vec![
        Figure::new(BENCH, format!("a query {name}, p50"), spread.p50, "µs"),
        Figure::new(BENCH, format!("a query {name}, p99"), spread.p99, "µs"),
    ])
}
