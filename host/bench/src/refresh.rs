//! Materialised views that a write has overtaken, computed anew: in batches, and one by one as queries ask for them.
//!
//! Invariant: what is timed begins with every view overtaken and ends with every view valid again.

use std::time::Instant;

use anyhow::{Result, ensure};
use stemedb_engine::Engine;

use crate::claims::Claims;
use crate::place::{Place, fill, wait_until_indexed, write_all};
use crate::report::Figure;

const BENCH: &str = "views";
const LENSES: [&str; 2] = ["consensus", "layered"];
const CLAIMS: Claims = Claims {
    set: "refresh",
    pairs: 10_000,
};
/// Claims of each pair.
const EACH: u64 = 10;
/// Room for the views of all pairs.
const VIEW_BYTES: u64 = 1 << 30;

pub(crate) fn run(place: &Place) -> Result<Vec<Figure>> {
    let folder = place.folder("refresh")?;
    let engine = place.open(folder.path(), |options| {
        options.views.bytes_max = VIEW_BYTES;
    })?;
    fill(&engine, CLAIMS, CLAIMS.pairs * EACH)?;
    let mut rounds = EACH;
    let mut figures = Vec::new();
    for lens in LENSES {
        eprintln!("views: refreshing {} of {lens}", CLAIMS.pairs);
        overtake(&engine, lens, &mut rounds)?;
        let begin = Instant::now();
        for pair in 0..CLAIMS.pairs {
            engine.query(&CLAIMS.question(pair, lens))?;
        }
        let single = begin.elapsed().as_secs_f64();
        overtake(&engine, lens, &mut rounds)?;
        let begin = Instant::now();
        let refreshed = engine.refresh_views(CLAIMS.pairs as usize)?;
        let batched = begin.elapsed().as_secs_f64();
        ensure!(
            refreshed.kept == CLAIMS.pairs,
            "{} of {} views of {lens} were refreshed",
            refreshed.kept,
            CLAIMS.pairs
        );
        let rate = |what: &str, seconds: f64| {
            let what = format!("{lens}, {EACH} candidates, {what}");
            Figure::new(BENCH, what, CLAIMS.pairs as f64 / seconds, "groups/s")
        };
        figures.push(rate("overtaken views computed anew in batches", batched));
        figures.push(rate("the same, one query after another", single));
    }
    Ok(figures)
}

/// Has every view made and served once, then writes a further claim about each pair.
fn overtake(engine: &Engine, lens: &str, rounds: &mut u64) -> Result<()> {
    for _ in 0..2 {
        for pair in 0..CLAIMS.pairs {
            engine.query(&CLAIMS.question(pair, lens))?;
        }
    }
    let from = CLAIMS.pairs * *rounds;
    write_all(engine, &CLAIMS.signed(from, from + CLAIMS.pairs)?)?;
    wait_until_indexed(engine);
    *rounds += 1;
    Ok(())
}
