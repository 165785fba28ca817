//! Capture: an audited question is answered again, and what its judges are called with is kept for whoever writes a lens.
//!
//! Not a cost of ordinary queries: nothing is kept when they run. Who may see it, the server decides.
//!
//! Invariant: the judges are called with what they were called with before; they get their own columns, the keeper all.

use std::sync::Arc;

use parking_lot::Mutex;
use stemedb_plugins::{
    Batch, CallMode, CallScope, Context, Description, F64_COLUMNS, Judge, Pipeline, PluginError,
    PluginRef, Resolutions, Slots, Staged, U32_COLUMNS,
};
use stemedb_wire::{Capture, CapturedCall, CapturedGroup};

use crate::ask::{parse, plugin_name};
use crate::error::{Error, ErrorKind};
use crate::open::Engine;

/// Most candidates of a question that is captured.
const ROWS_MAX: usize = 65_536;

type Kept = Arc<Mutex<Vec<CapturedCall>>>;

impl Engine {
    /// Answers an audited question again and tells what each plugin was called with.
    ///
    /// # Errors
    /// An unknown query id, a plugin that is no longer installed, or too many candidates.
    pub fn capture(&self, query_id: &str) -> Result<Capture, Error> {
        let entry = self.audit_entry(query_id)?;
        let asked = self.settle_again(&entry)?;
        let kept = Kept::default();
        let pipeline = self.bind(&parse(&entry.lens)?, &Slots::default())?;
        let pipeline = kept_by(&kept, pipeline, entry.as_of);
        let standing = self.standing_at(entry.position)?;
        let scope = CallScope {
            namespace: asked.namespace.as_str().into(),
            mode: CallMode::Fresh,
        };
        let answered = self
            .reader
            .answer(&asked, &pipeline, &entry.lens, &standing, &scope)?;
        let calls = std::mem::take(&mut *kept.lock());
        if calls.iter().any(too_many) {
            let message = format!(
                "the question {query_id} has more than {ROWS_MAX} candidates, which are too many to capture"
            );
            return Err(Error::new(
                ErrorKind::Exhausted,
                "too_many_candidates",
                message,
            ));
        }
        Ok(Capture {
            query_id: entry.query_id,
            subject: entry.question.subject,
            predicate: entry.question.predicate,
            lens: entry.lens,
            identical: hex::encode(answered.digest) == entry.answer_digest,
            calls,
        })
    }
}

fn too_many(call: &CapturedCall) -> bool {
    let rows = |group: &CapturedGroup| group.columns.values().map(Vec::len).max();
    call.groups.iter().filter_map(rows).sum::<usize>() > ROWS_MAX
}

/// The pipeline with a keeper before each judge.
fn kept_by(kept: &Kept, mut pipeline: Pipeline, as_of: u64) -> Pipeline {
    let stages = pipeline
        .row_stages
        .iter_mut()
        .chain([&mut pipeline.resolver])
        .chain(&mut pipeline.answer_stages);
    for stage in stages {
        let judge = Arc::clone(&stage.judge);
        let description = Description {
            u32_columns: U32_COLUMNS.map(str::to_owned).to_vec(),
            f64_columns: F64_COLUMNS.map(str::to_owned).to_vec(),
            ..judge.description().clone()
        };
        stage.judge = Arc::new(Keeper {
            judge,
            description,
            as_of,
            kept: Arc::clone(kept),
        });
    }
    pipeline
}

/// A judge that keeps what it is called with, and asks another one.
struct Keeper {
    judge: Arc<dyn Judge>,
    /// The other one's, but with every column.
    description: Description,
    as_of: u64,
    kept: Kept,
}

impl Keeper {
    fn pass_on<T>(
        &self,
        context: &Context,
        rows: &Batch<'_>,
        call: impl FnOnce(&Context, &Batch<'_>) -> Result<T, PluginError>,
    ) -> Result<T, PluginError> {
        self.keep(rows);
        let own = self.judge.description();
        let whole = chosen(&own.u32_columns, &U32_COLUMNS, rows.u32_columns);
        let real = chosen(&own.f64_columns, &F64_COLUMNS, rows.f64_columns);
        let reads_time = own.f64_columns.iter().any(|name| name == "age");
        let context = Context {
            as_of_ms: if reads_time { context.as_of_ms } else { 0 },
            params: context.params.clone(),
        };
        let rows = Batch {
            u32_columns: &whole,
            f64_columns: &real,
            ..*rows
        };
        call(&context, &rows)
    }

    fn keep(&self, rows: &Batch<'_>) {
        let groups = (0..rows.groups()).map(|group| kept_group(rows, group));
        let call = CapturedCall {
            plugin: plugin_name(self.judge.reference()),
            as_of: self.as_of,
            groups: groups.collect(),
        };
        self.kept.lock().push(call);
    }
}

fn kept_group(rows: &Batch<'_>, group: usize) -> CapturedGroup {
    let Some(ends) = rows.offsets.get(group..group + 2) else {
        return CapturedGroup::default();
    };
    let range = ends[0] as usize..ends[1] as usize;
    let mut kept = CapturedGroup::default();
    let mut values = 0;
    for (name, column) in U32_COLUMNS.iter().zip(rows.u32_columns) {
        let entries = column.get(range.clone()).unwrap_or_default();
        if *name == "value" {
            values = entries.iter().max().map_or(0, |last| last + 1);
        }
        let entries = entries.iter().map(|entry| f64::from(*entry)).collect();
        kept.columns.insert((*name).to_owned(), entries);
    }
    for (name, column) in F64_COLUMNS.iter().zip(rows.f64_columns) {
        let entries = column.get(range.clone()).unwrap_or_default();
        kept.columns.insert((*name).to_owned(), entries.to_vec());
    }
    if let Some(texts) = rows.texts {
        let ids: Vec<u32> = (0..values).collect();
        kept.texts = texts.texts(group as u32, &ids);
    }
    kept
}

/// The columns that a plugin reads, from all of them.
fn chosen<'a, T>(wanted: &[String], names: &[&str], columns: &[&'a [T]]) -> Vec<&'a [T]> {
    let place = |wanted: &String| names.iter().position(|name| name == wanted);
    let places = wanted.iter().filter_map(place);
    places.filter_map(|at| columns.get(at).copied()).collect()
}

impl Judge for Keeper {
    fn reference(&self) -> &PluginRef {
        self.judge.reference()
    }

    fn description(&self) -> &Description {
        &self.description
    }

    fn weigh(
        &self,
        scope: &CallScope,
        context: &Context,
        rows: &Batch<'_>,
    ) -> Result<Staged, PluginError> {
        self.pass_on(context, rows, |context, rows| {
            self.judge.weigh(scope, context, rows)
        })
    }

    fn resolve(
        &self,
        scope: &CallScope,
        context: &Context,
        rows: &Batch<'_>,
    ) -> Result<Resolutions, PluginError> {
        self.pass_on(context, rows, |context, rows| {
            self.judge.resolve(scope, context, rows)
        })
    }

    fn adjust(
        &self,
        scope: &CallScope,
        context: &Context,
        rows: &Batch<'_>,
        found: &Resolutions,
    ) -> Result<Resolutions, PluginError> {
        self.pass_on(context, rows, |context, rows| {
            self.judge.adjust(scope, context, rows, found)
        })
    }
}
