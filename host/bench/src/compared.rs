//! Whole queries through two sets of judges over one store: components, and the same lenses compiled in.
//!
//! A query parses and binds the lens expression, reads the candidates, judges and writes the answer down; views are off.
//! What the engine adds is the same for both and is left out.
//!
//! Invariant: nothing is timed before both answers of every pair are equal, byte for byte.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use stemedb_core::Clock;
use stemedb_engine::SystemClock;
use stemedb_ingest::catch_up;
use stemedb_plugins::{CallMode, CallScope, Expression, Judge, Pipeline, Slots};
use stemedb_query::{Answered, Asked, LifecycleFilter, Reader, Standing, ViewOptions};
use stemedb_storage::{Store, Tables};
use stemedb_wal::disk::{Disk, RealDisk};
use stemedb_wal::{Journal, JournalOptions};

use crate::claims::Claims;
use crate::measure::{Pair, interleaved};

/// Sets of pairs with so many candidates each.
pub(crate) const SETS: [(Claims, u64); 3] = [
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
const TOTAL: Duration = Duration::from_millis(1_000);

/// One store read through two sets of judges.
pub(crate) struct Compared {
    reader: Reader,
    position: u64,
    sandboxed: Slots,
    native: Slots,
    scope: CallScope,
    standing: Standing,
    as_of: u64,
    /// Keeps the log's lock.
    _journal: Journal,
}

#[derive(Debug, thiserror::Error)]
#[error("no slot {0}")]
struct NoSlot(String);

impl Compared {
    /// Opens what an engine has written in this folder and left.
    pub(crate) fn open(
        folder: &Path,
        sandboxed: BTreeMap<String, Arc<dyn Judge>>,
        native: BTreeMap<String, Arc<dyn Judge>>,
    ) -> Result<Self> {
        let db = RealDisk::open(folder.join("db"))?;
        let wal: Arc<dyn Disk> = Arc::new(RealDisk::open(folder.join("wal"))?);
        let tables = Tables::open(&db)?;
        let applied = tables.applied()?;
        let (journal, recovery) = Journal::open(wal, "", applied, JournalOptions::default())?;
        let store = Arc::new(Store::new(tables, journal.reader())?);
        let from = applied.max(recovery.first_position);
        catch_up(&store, from, recovery.end_position)?;
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
        })
    }

    /// Times whole queries through both, after both have answered all of them alike.
    pub(crate) fn measure(&self, claims: Claims, each: u64, lens: &str) -> Result<Pair> {
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
        Ok(interleaved(
            ROUND,
            TOTAL,
            each_in_turn(&self.native),
            each_in_turn(&self.sandboxed),
        ))
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
