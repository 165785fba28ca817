//! The run of a pipeline over the candidates of one pair.
//!
//! Invariant: weights are multiples of 2^-32 in 0 ..= 1, and a row of weight 0 is gone.

use std::sync::Arc;

use stemedb_plugins::{
    Batch, BoundStage, CallScope, Context, NONE, Pipeline, PluginError, Resolutions, Staged,
    Supports, Texts,
};
use stemedb_storage::Store;

use crate::candidates::Candidates;
use crate::columns::{Live, Source, dense};
use crate::texts::PairTexts;

/// What the resolver found, and the rows that its numbers speak of.
pub(crate) struct Found<'a> {
    pub(crate) rows: Vec<Live<'a>>,
    pub(crate) resolutions: Resolutions,
    /// Rows that stages took out.
    pub(crate) staged_out: u64,
}

/// Runs stages, resolver and answer stages.
pub(crate) fn run<'a>(
    pipeline: &Pipeline,
    scope: &CallScope,
    source: &Source<'_>,
    candidates: &'a Candidates,
    store: &Arc<Store>,
) -> Result<Found<'a>, PluginError> {
    let mut rows = live(candidates);
    let all = rows.len();
    let mut supports = Supports::default();
    for stage in &pipeline.row_stages {
        let staged = with_batch(stage, source, &rows, &supports, store, |context, batch| {
            stage.judge.weigh(scope, context, batch)
        })?;
        apply(&staged, &mut rows, &mut supports);
    }
    let resolver = &pipeline.resolver;
    let mut resolutions = with_batch(
        resolver,
        source,
        &rows,
        &supports,
        store,
        |context, batch| resolver.judge.resolve(scope, context, batch),
    )?;
    for stage in &pipeline.answer_stages {
        resolutions = with_batch(stage, source, &rows, &supports, store, |context, batch| {
            stage.judge.adjust(scope, context, batch, &resolutions)
        })?;
    }
    let staged_out = (all - rows.len()) as u64;
    Ok(Found {
        rows,
        resolutions,
        staged_out,
    })
}

fn live(candidates: &Candidates) -> Vec<Live<'_>> {
    let classes = dense(candidates.rows.iter().map(|row| row.value));
    let support = |at: usize| candidates.support.get(at).copied().unwrap_or_default();
    candidates
        .rows
        .iter()
        .zip(classes)
        .enumerate()
        .map(|(at, (row, class))| Live {
            row,
            support: support(at),
            weight: 1.0,
            class,
        })
        .collect()
}

/// Builds the columns of a plugin and calls it.
fn with_batch<T>(
    stage: &BoundStage,
    source: &Source<'_>,
    rows: &[Live<'_>],
    supports: &Supports,
    store: &Arc<Store>,
    call: impl FnOnce(&Context, &Batch<'_>) -> Result<T, PluginError>,
) -> Result<T, PluginError> {
    let description = stage.judge.description();
    let columns = source.columns(description, rows);
    let whole: Vec<&[u32]> = columns.whole.iter().map(Vec::as_slice).collect();
    let real: Vec<&[f64]> = columns.real.iter().map(Vec::as_slice).collect();
    let texts: Arc<dyn Texts> = Arc::new(PairTexts {
        store: Arc::clone(store),
        positions: first_positions(rows),
    });
    let batch = Batch {
        // A pair has at most 2^20 rows.
        offsets: &[0, rows.len() as u32],
        u32_columns: &whole,
        f64_columns: &real,
        supports,
        texts: Some(&texts),
    };
    let context = Context {
        as_of_ms: if reads_time(stage) {
            source.asked.as_of.cast_signed()
        } else {
            0
        },
        params: stage.params.clone(),
    };
    call(&context, &batch)
}

/// Only a plugin that reads ages is told the time: so the host knows, and need not believe, what time can change.
pub(crate) fn reads_time(stage: &BoundStage) -> bool {
    stage
        .judge
        .description()
        .f64_columns
        .iter()
        .any(|name| name == "age")
}

/// The log position of the first row of each class.
fn first_positions(rows: &[Live<'_>]) -> Vec<u64> {
    let mut positions = Vec::new();
    for live in rows {
        if live.class as usize == positions.len() {
            positions.push(live.row.position);
        }
    }
    positions
}

/// Applies what a stage said: classes first, since they name rows, then weights, then the numbering anew.
fn apply(staged: &Staged, rows: &mut Vec<Live<'_>>, supports: &mut Supports) {
    let before: Vec<u32> = rows.iter().map(|live| live.class).collect();
    if !staged.classes.is_empty() {
        for (live, representative) in rows.iter_mut().zip(&staged.classes) {
            live.class = before
                .get(*representative as usize)
                .copied()
                .unwrap_or(live.class);
        }
    }
    merge_supports(supports, &staged.supports);
    let merged: Vec<u32> = rows.iter().map(|live| live.class).collect();
    for (live, factor) in rows.iter_mut().zip(&staged.weights) {
        live.weight = weight(live.weight, *factor);
    }
    if !staged.weights.is_empty() {
        rows.retain(|live| live.weight > 0.0);
    }
    let numbers = renumber(rows);
    remap_supports(supports, &before, &merged, &numbers);
}

/// 2^-32, the grid of weights.
const GRID: f64 = 1.0 / 4_294_967_296.0;

/// The next multiple of 2^-32, ties to even; a positive factor never takes a row out by rounding.
fn weight(weight: f64, factor: f64) -> f64 {
    let product = weight * factor;
    // Adding 2^20 leaves 32 bits behind the point in a 53-bit mantissa.
    let rounded = (product + 1_048_576.0) - 1_048_576.0;
    if factor > 0.0 { rounded.max(GRID) } else { 0.0 }
}

/// Numbers the classes of the remaining rows by first row; the answer maps old numbers to new ones.
fn renumber(rows: &mut [Live<'_>]) -> Vec<u32> {
    let size = rows
        .iter()
        .map(|live| live.class as usize + 1)
        .max()
        .unwrap_or(0);
    let mut numbers = vec![NONE; size];
    let mut next = 0;
    for live in rows {
        let number = &mut numbers[live.class as usize];
        if *number == NONE {
            *number = next;
            next += 1;
        }
        live.class = *number;
    }
    numbers
}

fn merge_supports(supports: &mut Supports, added: &Supports) {
    supports.groups.extend(&added.groups);
    supports.sources.extend(&added.sources);
    supports.targets.extend(&added.targets);
    supports.strengths.extend(&added.strengths);
}

/// Carries supports over to the new classes, in order and without repetition; the stronger of two counts.
fn remap_supports(supports: &mut Supports, before: &[u32], merged: &[u32], numbers: &[u32]) {
    if supports.groups.is_empty() {
        return;
    }
    let new_number = |class: u32| {
        let at = before.iter().position(|known| *known == class)?;
        let number = *numbers.get(merged[at] as usize)?;
        (number != NONE).then_some(number)
    };
    let mut entries: Vec<(u32, u32, f64)> = (0..supports.groups.len())
        .filter_map(|at| {
            let source = new_number(supports.sources[at])?;
            let target = new_number(supports.targets[at])?;
            (source != target).then_some((source, target, supports.strengths[at]))
        })
        .collect();
    entries.sort_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then(b.2.total_cmp(&a.2)));
    entries.dedup_by_key(|entry| (entry.0, entry.1));
    *supports = Supports {
        groups: vec![0; entries.len()],
        sources: entries.iter().map(|entry| entry.0).collect(),
        targets: entries.iter().map(|entry| entry.1).collect(),
        strengths: entries.iter().map(|entry| entry.2).collect(),
    };
}
