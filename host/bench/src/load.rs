//! The process that fills a database and is then killed: it writes the claims of a file and tells its parent how it goes.
//!
//! Every line on its standard output is one [`Told`] as JSON. It ends only when it is killed or its file is used up.

use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use parking_lot::Mutex;
use serde::{Deserialize, Serialize};
use stemedb_engine::Engine;

use crate::claims::Claims;
use crate::machine::{bytes_written, folder_bytes, memory_peak, threads};
use crate::measure::{Draw, Spread};
use crate::place::{BATCH, Place, wait_until_indexed, write};
use crate::signed_file::SignedFile;

/// The set of claims that growth is measured with: ten of each pair at the end.
pub(crate) fn claims(count: u64) -> Claims {
    Claims {
        set: "growth",
        pairs: (count / 10).max(1),
    }
}

/// Pause between two queries while writing goes on.
const PAUSE: Duration = Duration::from_millis(2);
/// Queries after the writing.
const QUERIES: usize = 5_000;
const LENS: &str = "consensus";

/// What the parent is told.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Told {
    /// So many claims were acknowledged after so many seconds; queries since the last line.
    Window {
        claims: u64,
        seconds: f64,
        query_p50: f64,
        query_p99: f64,
        queries: usize,
    },
    /// All is written and indexed.
    Filled {
        indexed_seconds: f64,
        bytes_written: u64,
        log_bytes: u64,
        tables_bytes: u64,
        memory_peak: u64,
        query_p50: f64,
        query_p99: f64,
    },
    /// Claims acknowledged since, while waiting for the kill.
    Acknowledged(u64),
}

fn tell(told: &Told) -> Result<()> {
    println!("{}", serde_json::to_string(told)?);
    Ok(())
}

/// What the threads share.
struct Filling<'a> {
    engine: &'a Engine,
    file: &'a SignedFile,
    count: u64,
    window: u64,
    begin: Instant,
    acknowledged: AtomicU64,
    taken: AtomicU64,
    ended: AtomicBool,
    queries: Mutex<Vec<Duration>>,
}

/// Writes `count` claims of the file, tells how it went, and goes on writing until killed.
pub(crate) fn run(
    place: &Place,
    folder: &Path,
    file: &Path,
    count: u64,
    window: u64,
) -> Result<()> {
    let engine = place.open(folder, |options| options.views.bytes_max = 0)?;
    let file = SignedFile::open(file)?;
    let filling = Filling {
        engine: &engine,
        file: &file,
        count,
        window,
        begin: Instant::now(),
        acknowledged: AtomicU64::new(0),
        taken: AtomicU64::new(0),
        ended: AtomicBool::new(false),
        queries: Mutex::default(),
    };
    filling.fill()?;
    wait_until_indexed(&engine);
    let indexed_seconds = filling.begin.elapsed().as_secs_f64();
    let quiet = filling.ask_quietly()?;
    tell(&Told::Filled {
        indexed_seconds,
        bytes_written: bytes_written("self"),
        log_bytes: folder_bytes(&folder.join("wal")),
        tables_bytes: folder_bytes(&folder.join("db")),
        memory_peak: memory_peak("self"),
        query_p50: quiet.p50,
        query_p99: quiet.p99,
    })?;
    go_on(&engine, &file, count)
}

/// Small batches until somebody kills this process.
fn go_on(engine: &Engine, file: &SignedFile, mut acknowledged: u64) -> Result<()> {
    loop {
        let batch = file.next(BATCH / 10)?;
        if batch.is_empty() {
            return Ok(());
        }
        acknowledged += batch.len() as u64;
        write(engine, batch)?;
        tell(&Told::Acknowledged(acknowledged))?;
    }
}

impl Filling<'_> {
    fn fill(&self) -> Result<()> {
        std::thread::scope(|scope| {
            let asking = scope.spawn(|| self.ask_meanwhile());
            let writers: Vec<_> = (0..2 * threads())
                .map(|_| scope.spawn(|| self.write_some()))
                .collect();
            let mut done = Ok(());
            for writer in writers {
                done = done.and(writer.join().ok().context("a writing thread panicked")?);
            }
            self.ended.store(true, Ordering::Relaxed);
            done.and(asking.join().ok().context("the asking thread panicked")?)
        })
    }

    fn write_some(&self) -> Result<()> {
        loop {
            let taken = self.taken.fetch_add(BATCH as u64, Ordering::Relaxed);
            let left = self.count.saturating_sub(taken);
            if left == 0 {
                return Ok(());
            }
            let batch = self.file.next(BATCH.min(left as usize))?;
            let written = batch.len() as u64;
            write(self.engine, batch)?;
            let before = self.acknowledged.fetch_add(written, Ordering::Relaxed);
            let after = before + written;
            if before / self.window != after / self.window {
                self.tell_window(after)?;
            }
        }
    }

    fn tell_window(&self, claims: u64) -> Result<()> {
        let seconds = self.begin.elapsed().as_secs_f64();
        let queries = Spread::of(std::mem::take(&mut *self.queries.lock()));
        tell(&Told::Window {
            claims,
            seconds,
            query_p50: queries.p50,
            query_p99: queries.p99,
            queries: queries.count,
        })
    }

    /// Asks about pairs that have claims already, now and then.
    fn ask_meanwhile(&self) -> Result<()> {
        let mut draw = Draw(1);
        while !self.ended.load(Ordering::Relaxed) {
            let known = self.acknowledged.load(Ordering::Relaxed);
            if known > 0 {
                let time = self.ask(&mut draw, known)?;
                self.queries.lock().push(time);
            }
            std::thread::sleep(PAUSE);
        }
        Ok(())
    }

    /// Asks about pairs all over the database while nothing else happens.
    fn ask_quietly(&self) -> Result<Spread> {
        let mut draw = Draw(2);
        let times: Result<Vec<_>> = (0..QUERIES)
            .map(|_| self.ask(&mut draw, self.count))
            .collect();
        Ok(Spread::of(times?))
    }

    fn ask(&self, draw: &mut Draw, known: u64) -> Result<Duration> {
        let claims = claims(self.count);
        let question = claims.question(draw.below(known.min(claims.pairs)), LENS);
        let begin = Instant::now();
        self.engine.query(&question)?;
        Ok(begin.elapsed())
    }
}
