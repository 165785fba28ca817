//! Whole queries: through the sandbox against the lens compiled in, and the latency of a small one.
//!
//! The ratio is taken below the engine, where settling and auditing would only dilute it: the expression is parsed and
//! bound, the candidates are read, judged and written down as an answer. The latency is the engine's, audit included.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use stemedb_core::Clock;
use stemedb_engine::SystemClock;
use stemedb_ingest::catch_up;
use stemedb_plugins::{
    CallMode, CallScope, Expression, HostOptions, Judge, Pipeline, PluginHost, Slots,
};
use stemedb_query::{Answered, Asked, LifecycleFilter, Reader, Standing, ViewOptions};
use stemedb_storage::{Store, Tables};
use stemedb_wal::disk::{Disk, RealDisk};
use stemedb_wal::{Journal, JournalOptions};

use crate::claims::Claims;
use crate::measure::{interleaved, latencies};
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
/// Sets of pairs with so many candidates each.
const SETS: [(Claims, u64); 3] = [
    (
        Claims {
            set: "ten",
            pairs: 500,
        },
        10,
    ),
    (
        Claims {
            set: "thousand",
            pairs: 10,
        },
        1_000,
    ),
    (
        Claims {
            set: "myriad",
            pairs: 2,
        },
        10_000,
    ),
];
const ROUND: Duration = Duration::from_millis(5);
const TOTAL: Duration = Duration::from_millis(1_500);
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
    let compared = Compared::open(place, folder.path())?;
    for (claims, each) in SETS {
        for lens in LENSES {
            eprintln!("query: {lens} over {each} candidates, sandboxed and compiled in");
            compared.measure(claims, each, lens, &mut figures)?;
        }
    }
    Ok(figures)
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

/// One store read through two sets of judges.
struct Compared {
    reader: Reader,
    position: u64,
    sandboxed: Slots,
    native: Slots,
    scope: CallScope,
    standing: Standing,
    as_of: u64,
    /// Keeps the log's lock.
    _journal: Journal,
    _host: PluginHost,
}

#[derive(Debug, thiserror::Error)]
#[error("no slot {0}")]
struct NoSlot(String);

impl Compared {
    fn open(place: &Place, folder: &Path) -> Result<Self> {
        let db = RealDisk::open(folder.join("db"))?;
        let wal: Arc<dyn Disk> = Arc::new(RealDisk::open(folder.join("wal"))?);
        let tables = Tables::open(&db)?;
        let applied = tables.applied()?;
        let (journal, recovery) = Journal::open(wal, "", applied, JournalOptions::default())?;
        let store = Arc::new(Store::new(tables, journal.reader())?);
        let from = applied.max(recovery.first_position);
        catch_up(&store, from, recovery.end_position)?;
        let host = PluginHost::in_memory(HostOptions::default())?;
        let mut sandboxed: BTreeMap<String, Arc<dyn Judge>> = BTreeMap::new();
        let mut native: BTreeMap<String, Arc<dyn Judge>> = BTreeMap::new();
        for id in GUESTS {
            let plugin = host.install(&place.guest(id)?)?;
            native.insert(id.to_owned(), Arc::new(NativeJudge::of(&*plugin)?));
            sandboxed.insert(id.to_owned(), plugin);
        }
        let off = ViewOptions {
            bytes_max: 0,
            ..ViewOptions::default()
        };
        Ok(Self {
            position: store.visible(),
            reader: Reader::new(store, off),
            sandboxed: Slots::new(0, sandboxed),
            native: Slots::new(0, native),
            scope: CallScope {
                namespace: Arc::from("public"),
                mode: CallMode::Live,
            },
            standing: Standing::default(),
            as_of: SystemClock.now_ms(),
            _journal: journal,
            _host: host,
        })
    }

    fn measure(
        &self,
        claims: Claims,
        each: u64,
        lens: &str,
        figures: &mut Vec<Figure>,
    ) -> Result<()> {
        let pairs: Vec<Asked> = (0..claims.pairs)
            .map(|pair| self.asked(claims, pair, lens))
            .collect();
        for asked in &pairs {
            let native = self.ask(asked, lens, &self.native)?;
            let sandboxed = self.ask(asked, lens, &self.sandboxed)?;
            ensure!(
                native.canonical == sandboxed.canonical && native.answer.candidates == each,
                "{lens} over {} answers something else natively",
                asked.subject
            );
        }
        let each_in_turn = |slots| {
            let mut at = 0;
            let pairs = &pairs;
            move || {
                // A failure would have shown in the comparison above.
                let _ = std::hint::black_box(self.ask(&pairs[at % pairs.len()], lens, slots));
                at += 1;
            }
        };
        let both = interleaved(
            ROUND,
            TOTAL,
            each_in_turn(&self.native),
            each_in_turn(&self.sandboxed),
        );
        let what = |of: &str| format!("{}, {each} candidates, {of}", in_words(lens));
        let ratio = Figure::new(BENCH, what("sandboxed to compiled in"), both.ratio, "×");
        figures.push(ratio.target(Target::AtMost(RATIO_MAX)));
        figures.push(Figure::new(
            BENCH,
            what("sandboxed"),
            both.second * 1e6,
            "µs",
        ));
        figures.push(Figure::new(
            BENCH,
            what("compiled in"),
            both.first * 1e6,
            "µs",
        ));
        Ok(())
    }

    fn asked(&self, claims: Claims, pair: u64, lens: &str) -> Asked {
        let question = claims.question(pair, lens);
        Asked {
            namespace: question.namespace,
            subject: question.subject,
            predicate: question.predicate,
            as_of: self.as_of,
            known_at: self.as_of,
            position: self.position,
            now: true,
            lifecycle: LifecycleFilter::Live,
            epoch: None,
            min_confidence: 0,
            include_retracted: false,
            max_stale_ms: 0,
            limit: question.limit,
        }
    }

    fn ask(&self, asked: &Asked, lens: &str, slots: &Slots) -> Result<Answered> {
        let expression = Expression::parse(lens)?;
        let pipeline = Pipeline::bind(&expression, |step| {
            let judge = slots.get(&step.slot).cloned();
            judge.ok_or_else(|| NoSlot(step.slot.clone()))
        })?;
        self.reader
            .answer(asked, &pipeline, lens, &self.standing, &self.scope)
            .context("the query failed")
    }
}
