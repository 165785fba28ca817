//! Growing to millions of claims, and opening again after a kill.
//!
//! Claims are signed into a file first. A child process reads them back, decodes, verifies and writes them from several
//! threads, while one thread asks; it is killed without warning while it goes on writing, and this process opens what it
//! left. Each acknowledged claim must be there.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, ensure};

use crate::load::{Told, claims};
use crate::place::Place;
use crate::report::{Figure, Target};
use crate::signed_file;

const GROWTH: &str = "growth";
const REOPEN: &str = "reopen";
const GROWTH_CLAIMS: u64 = 10_000_000;
const REOPEN_CLAIMS: u64 = 200_000;
/// Claims whose rate is compared at the beginning and at the end, in a run that is large enough.
const WINDOW: u64 = 1_000_000;
/// Claims signed for the time between the filling and the kill.
const EXTRA: u64 = 20_000;
/// Batches that are acknowledged before the kill.
const BATCHES_BEFORE_KILL: usize = 20;
/// The last window may be this much slower, in percent: what a rate varies by from minute to minute.
const LAST_TO_FIRST_MIN: f64 = 90.0;
const REOPEN_SECONDS_MAX: f64 = 10.0;

/// What the child told of its life.
#[derive(Default)]
struct Life {
    windows: Vec<Window>,
    filled: Option<Told>,
    acknowledged: u64,
}

/// The state at the end of a window.
struct Window {
    claims: u64,
    seconds: f64,
    query_p50: f64,
    query_p99: f64,
}

pub(crate) fn run(place: &Place) -> Result<Vec<Figure>> {
    let count = place.claims.unwrap_or(GROWTH_CLAIMS);
    let (life, reopened) = live(place, GROWTH, count)?;
    let mut figures = rates(&life, count)?;
    figures.extend(sizes(&life, count)?);
    figures.extend(opening(GROWTH, reopened, life.acknowledged));
    Ok(figures)
}

/// Only the opening after a kill, with fewer claims.
pub(crate) fn reopen(place: &Place) -> Result<Vec<Figure>> {
    let count = place.claims.unwrap_or(REOPEN_CLAIMS);
    let (life, reopened) = live(place, REOPEN, count)?;
    Ok(opening(REOPEN, reopened, life.acknowledged))
}

/// Times of opening in seconds: after the kill, and again after a clean end.
#[derive(Debug, Clone, Copy)]
struct Reopened {
    after_kill: f64,
    after_close: f64,
}

fn live(place: &Place, name: &str, count: u64) -> Result<(Life, Reopened)> {
    let folder = place.folder(name)?;
    let file = folder.path().join("signed");
    let window = WINDOW.min((count / 5).max(1));
    signed_file::write(&file, claims(count), count + EXTRA)?;
    let data = folder.path().join("data");
    let mut child = spawn(place, &data, &file, count, window)?;
    let told = listen(&mut child, count);
    // Kill it in any case; a child that is gone already can't be.
    let killed = child.kill();
    child.wait()?;
    let life = told?;
    killed.context("the filling process ended before it was killed")?;
    let reopened = open_again(place, &data, life.acknowledged)?;
    Ok((life, reopened))
}

fn spawn(place: &Place, data: &Path, file: &Path, count: u64, window: u64) -> Result<Child> {
    let program = std::env::current_exe()?;
    Command::new(program)
        .arg("--guests")
        .arg(&place.guests)
        .arg("--data")
        .arg(data)
        .arg("--load")
        .arg(file)
        .args(["--claims", &count.to_string()])
        .args(["--window", &window.to_string()])
        .stdout(Stdio::piped())
        .spawn()
        .context("the filling process could not be started")
}

/// Listens until enough was acknowledged after the filling.
fn listen(child: &mut Child, count: u64) -> Result<Life> {
    let output = child.stdout.take().context("the child has no output")?;
    let begin = Instant::now();
    let mut life = Life::default();
    let mut batches = 0;
    for line in BufReader::new(output).lines() {
        match serde_json::from_str(&line?)? {
            Told::Window {
                claims,
                seconds,
                query_p50,
                query_p99,
                ..
            } => {
                signed_file::tell("written", claims, count, begin);
                life.windows.push(Window {
                    claims,
                    seconds,
                    query_p50,
                    query_p99,
                });
            }
            told @ Told::Filled { .. } => life.filled = Some(told),
            Told::Acknowledged(acknowledged) => {
                life.acknowledged = acknowledged;
                batches += 1;
                if batches == BATCHES_BEFORE_KILL {
                    return Ok(life);
                }
            }
        }
    }
    anyhow::bail!("the filling process ended early; see its words above")
}

fn open_again(place: &Place, data: &Path, acknowledged: u64) -> Result<Reopened> {
    let open = || {
        let begin = Instant::now();
        let engine = place.open(data, |_| {})?;
        let seconds = begin.elapsed().as_secs_f64();
        let records = engine.health().records;
        ensure!(
            records >= acknowledged,
            "{acknowledged} claims were acknowledged, {records} are there after opening"
        );
        Ok(seconds)
    };
    eprintln!("growth: opening after the kill");
    Ok(Reopened {
        after_kill: open()?,
        after_close: open()?,
    })
}

/// The first window's rate against the last one's, and queries meanwhile.
fn rates(life: &Life, count: u64) -> Result<Vec<Figure>> {
    let [first, .., before, last] = &life.windows[..] else {
        anyhow::bail!("too few claims to compare a beginning with an end")
    };
    let first_rate = first.claims as f64 / first.seconds;
    let last_rate = (last.claims - before.claims) as f64 / (last.seconds - before.seconds);
    let size = first.claims;
    let figure = |what: String, measured, unit| Figure::new(GROWTH, what, measured, unit);
    let share = last_rate / first_rate * 100.0;
    Ok(vec![
        figure(
            format!("rate of the last {size}, of that of the first"),
            share,
            "%",
        )
        .target(Target::AtLeast(LAST_TO_FIRST_MIN)),
        figure(format!("rate of the first {size}"), first_rate, "claims/s"),
        figure(format!("rate of the last {size}"), last_rate, "claims/s"),
        figure(
            format!("rate over all {count}"),
            last.claims as f64 / last.seconds,
            "claims/s",
        ),
        figure(
            "query while writing, first window, p50".into(),
            first.query_p50,
            "µs",
        ),
        figure(
            "query while writing, first window, p99".into(),
            first.query_p99,
            "µs",
        ),
        figure(
            "query while writing, last window, p50".into(),
            last.query_p50,
            "µs",
        ),
        figure(
            "query while writing, last window, p99".into(),
            last.query_p99,
            "µs",
        ),
    ])
}

fn sizes(life: &Life, count: u64) -> Result<Vec<Figure>> {
    let Some(Told::Filled {
        indexed_seconds,
        bytes_written,
        log_bytes,
        tables_bytes,
        memory_peak,
        query_p50,
        query_p99,
    }) = life.filled
    else {
        anyhow::bail!("the filling process did not say what it came to");
    };
    let each = |bytes: u64| bytes as f64 / count as f64;
    let figure = |what: &str, measured, unit| Figure::new(GROWTH, what, measured, unit);
    Ok(vec![
        figure(
            "until the last claim was in the tables",
            indexed_seconds,
            "s",
        ),
        figure(
            "written to disk for each claim",
            each(bytes_written),
            "bytes",
        ),
        figure("log for each claim", each(log_bytes), "bytes"),
        figure("tables for each claim", each(tables_bytes), "bytes"),
        figure("most memory held", memory_peak as f64 / 1e6, "MB"),
        figure("query of a random pair afterwards, p50", query_p50, "µs"),
        figure("query of a random pair afterwards, p99", query_p99, "µs"),
    ])
}

fn opening(bench: &'static str, reopened: Reopened, acknowledged: u64) -> Vec<Figure> {
    let what = format!("opening {acknowledged} claims after kill -9");
    vec![
        Figure::new(bench, what, reopened.after_kill, "s")
            .target(Target::AtMost(REOPEN_SECONDS_MAX)),
        Figure::new(
            bench,
            "opening after a clean end",
            reopened.after_close,
            "s",
        ),
    ]
}
