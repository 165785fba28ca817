//! Whole queries: through the sandbox against the lens compiled in, and the latency of a small one.
//!
//! The ratio is taken below the engine, where settling and auditing would only dilute it: the expression is parsed and
//! bound, the candidates are read, judged and written down as an answer. The latency is the engine's, audit included.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Result, ensure};
use stemedb_plugins::{HostOptions, Judge, PluginHost};

use crate::compared::{Compared, SETS};
use crate::measure::{Pair, latencies};
use crate::native::NativeJudge;
use crate::place::{Place, fill};
use crate::report::{Figure, Target};

const BENCH: &str = "query";
const VIEWS: &str = "views";
/// Lens expressions whose whole queries are compared.
const LENSES: [&str; 4] = [
    "consensus",
    "layered",
    "skeptic",
    "epoch-aware|decay(half_life=30d)|consensus",
];
/// Components that they name.
const GUESTS: [&str; 5] = ["consensus", "layered", "skeptic", "epoch-aware", "decay"];
const RATIO_MAX: f64 = 1.2;
const WARM: usize = 5_000;
const QUERIES: usize = 50_000;
const QUERY_P99_US: f64 = 100.0;
const VIEW_P99_US: f64 = 20.0;

pub(crate) fn run(place: &Place) -> Result<Vec<Figure>> {
    let folder = place.folder(BENCH)?;
    let mut figures = Vec::new();
    {
        let engine = place.open(folder.path(), |options| options.views.bytes_max = 0)?;
        for (claims, each) in SETS {
            eprintln!("query: writing pairs of {each} claims");
            fill(&engine, claims, claims.pairs * each)?;
        }
        for lens in LENSES {
            eprintln!("query: latency of {lens}");
            figures.extend(latency(&engine, BENCH, lens, QUERY_P99_US, false)?);
        }
    }
    let compared = compared(place, folder.path())?;
    for (claims, each) in SETS {
        for lens in LENSES {
            eprintln!("query: {lens} over {each} candidates, sandboxed and compiled in");
            let pair = compared.measure(claims, each, lens)?;
            figures.extend(ratio(each, lens, &pair));
        }
    }
    Ok(figures)
}

fn compared(place: &Place, folder: &Path) -> Result<Compared> {
    let host = PluginHost::in_memory(HostOptions::default())?;
    let mut sandboxed: BTreeMap<String, Arc<dyn Judge>> = BTreeMap::new();
    let mut native: BTreeMap<String, Arc<dyn Judge>> = BTreeMap::new();
    for id in GUESTS {
        let plugin = host.install(&place.guest(id)?)?;
        native.insert(id.to_owned(), Arc::new(NativeJudge::of(&*plugin)?));
        sandboxed.insert(id.to_owned(), plugin);
    }
    Compared::open(folder, sandboxed, native)
}

fn ratio(each: u64, lens: &str, pair: &Pair) -> [Figure; 3] {
    let what = |of: &str| format!("{}, {each} candidates, {of}", in_words(lens));
    let micros = |of: &str, seconds: f64| Figure::new(BENCH, what(of), seconds * 1e6, "µs");
    [
        Figure::new(BENCH, what("sandboxed to compiled in"), pair.ratio, "×")
            .target(Target::AtMost(RATIO_MAX)),
        micros("sandboxed", pair.second),
        micros("compiled in", pair.first),
    ]
}

/// Answers from materialised views.
pub(crate) fn views(place: &Place) -> Result<Vec<Figure>> {
    let folder = place.folder(VIEWS)?;
    let engine = place.open(folder.path(), |_| {})?;
    let (claims, each) = SETS[0];
    fill(&engine, claims, claims.pairs * each)?;
    let mut figures = Vec::new();
    for lens in ["consensus", "layered"] {
        eprintln!("views: latency of {lens}");
        figures.extend(latency(&engine, VIEWS, lens, VIEW_P99_US, true)?);
    }
    Ok(figures)
}

/// A lens expression without the bar, which would end a cell of a table.
fn in_words(lens: &str) -> String {
    lens.replace('|', " then ")
}

/// Percentiles of queries over ten candidates, one after another.
fn latency(
    engine: &stemedb_engine::Engine,
    bench: &'static str,
    lens: &str,
    p99_max: f64,
    from_view: bool,
) -> Result<Vec<Figure>> {
    let (claims, each) = SETS[0];
    let questions: Vec<_> = (0..claims.pairs)
        .map(|pair| claims.question(pair, lens))
        .collect();
    for question in &questions {
        let answered = engine.query(question)?.answered;
        ensure!(
            answered.answer.candidates == each && answered.answer.winner.is_some(),
            "{} has {} candidates instead of {each}",
            question.subject,
            answered.answer.candidates
        );
    }
    let mut wrong = 0;
    let spread = latencies(WARM, QUERIES, |at| {
        let answered = engine.query(&questions[at * 7 % questions.len()]);
        wrong += usize::from(!answered.is_ok_and(|told| told.answered.from_view == from_view));
    });
    ensure!(wrong == 0, "{wrong} queries failed or came from elsewhere");
    let what = |rank: &str| format!("{}, {each} candidates, {rank}", in_words(lens));
    Ok(vec![
        Figure::new(bench, what("p50"), spread.p50, "µs"),
        Figure::new(bench, what("p99"), spread.p99, "µs").target(Target::Below(p99_max)),
        Figure::new(bench, what("p99.9"), spread.p999, "µs"),
    ])
}
