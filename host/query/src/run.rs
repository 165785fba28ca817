//! The run of a pipeline over the candidates of many pairs.
//!
//! Judges that claim the law `group-local` get many pairs in one call; the others get one pair a call. Either way a pair
//! gets the bits that it would get alone.
//!
//! Invariant: weights are multiples of 2^-32 in 0 ..= 1, and a row of weight 0 is gone.

use std::sync::Arc;

use stemedb_plugins::{
    Batch, BoundStage, CallScope, Context, ParamValue, Pipeline, PluginError, Resolutions,
    Supports, Texts,
};
use stemedb_storage::Store;

use crate::artefact::{Artefact, Artefacts};
use crate::candidates::Candidates;
use crate::columns::{Columns, Group, Live, Numbers, Source};
use crate::error::QueryError;
use crate::relations::Relations;
use crate::split::split;
use crate::staged::apply;
use crate::texts::ValueTexts;

/// Rows of one call, unless one pair alone has more.
pub(crate) const CALL_ROWS_MAX: usize = 1 << 15;
/// Pairs of one call.
pub(crate) const CALL_GROUPS_MAX: usize = 1 << 12;
/// The law of a judge that may be asked about many pairs in one call.
const GROUP_LOCAL: &str = "group-local";

/// What the resolver found, and the rows that its numbers speak of.
pub(crate) struct Found<'a> {
    pub(crate) rows: Vec<Live<'a>>,
    /// Of this pair alone.
    pub(crate) resolutions: Resolutions,
    /// Rows that stages took out.
    pub(crate) staged_out: u64,
}

/// What the calls of a run have in common.
pub(crate) struct Calls<'a> {
    pub(crate) scope: &'a CallScope,
    pub(crate) source: &'a Source<'a>,
    pub(crate) store: &'a Arc<Store>,
    pub(crate) relations: &'a Arc<Relations>,
    /// The artefacts of the stages, in their order.
    pub(crate) artefacts: &'a [Option<Arc<Artefact>>],
}

/// The artefacts that the stages of an expression read, in the order of the stages.
pub(crate) fn artefacts<'s>(
    stages: impl Iterator<Item = &'s BoundStage>,
    shelf: &dyn Artefacts,
) -> Result<Vec<Option<Arc<Artefact>>>, QueryError> {
    let artefact = |stage: &BoundStage| {
        let Some(at) = stage.judge.description().artefact_param() else {
            return Ok(None);
        };
        match stage.params.get(at) {
            Some(ParamValue::Text(digest)) => Ok(Some(shelf.artefact(digest)?)),
            _ => Ok(None),
        }
    };
    stages.map(artefact).collect()
}

/// Whether many pairs may be judged in one call.
pub(crate) fn is_local<'s>(mut stages: impl Iterator<Item = &'s BoundStage>) -> bool {
    stages.all(|stage| {
        let laws = &stage.judge.description().laws;
        laws.iter().any(|law| law == GROUP_LOCAL)
    })
}

/// Cuts pairs with so many rows each into calls.
pub(crate) fn cut(
    rows: impl Iterator<Item = usize>,
    together: bool,
) -> Vec<std::ops::Range<usize>> {
    let mut calls: Vec<std::ops::Range<usize>> = Vec::new();
    let mut sum = 0;
    for (at, rows) in rows.enumerate() {
        match calls.last_mut() {
            Some(call)
                if together && call.len() < CALL_GROUPS_MAX && sum + rows <= CALL_ROWS_MAX =>
            {
                call.end = at + 1;
                sum += rows;
            }
            _ => {
                calls.push(at..at + 1);
                sum = rows;
            }
        }
    }
    calls
}

impl Calls<'_> {
    /// Runs stages, resolver and answer stages over each pair's candidates.
    pub(crate) fn run<'c>(
        &self,
        pipeline: &Pipeline,
        candidates: &'c [Candidates],
    ) -> Vec<Result<Found<'c>, PluginError>> {
        let sizes = candidates.iter().map(|pair| pair.rows.len());
        let mut found = Vec::with_capacity(candidates.len());
        for call in cut(sizes, is_local(pipeline.stages())) {
            let first = call.start;
            let pairs = &candidates[call];
            match self.together(pipeline, pairs, first) {
                Ok(together) => found.extend(together.into_iter().map(Ok)),
                Err(error) if pairs.len() == 1 => found.push(Err(error)),
                // Some pair is to blame, or all were too much for one call: each gets what it would get alone.
                Err(_) => found.extend((first..).zip(pairs).map(|(at, pair)| {
                    let alone = self.together(pipeline, std::slice::from_ref(pair), at)?;
                    alone.into_iter().next().ok_or_else(|| unheard(pipeline))
                })),
            }
        }
        found
    }

    fn together<'c>(
        &self,
        pipeline: &Pipeline,
        candidates: &'c [Candidates],
        first: usize,
    ) -> Result<Vec<Found<'c>>, PluginError> {
        let mut groups: Vec<Group<'c>> = candidates.iter().map(Group::of).collect();
        self.stage(&pipeline.row_stages, &mut groups, first)?;
        let resolver = &pipeline.resolver;
        let place = pipeline.row_stages.len();
        let mut resolutions = self.call(resolver, place, &groups, first, |context, batch| {
            resolver.judge.resolve(self.scope, context, batch)
        })?;
        for (stage, place) in pipeline.answer_stages.iter().zip(place + 1..) {
            resolutions = self.call(stage, place, &groups, first, |context, batch| {
                stage.judge.adjust(self.scope, context, batch, &resolutions)
            })?;
        }
        let apart = split(resolutions, groups.len());
        let pairs = candidates.iter().zip(groups).zip(apart);
        Ok(pairs
            .map(|((pair, group), resolutions)| Found {
                staged_out: (pair.rows.len() - group.rows.len()) as u64,
                rows: group.rows,
                resolutions,
            })
            .collect())
    }

    /// Runs row stages over groups of one call; `first` is the first group's number in the run.
    pub(crate) fn stage(
        &self,
        stages: &[BoundStage],
        groups: &mut [Group<'_>],
        first: usize,
    ) -> Result<(), PluginError> {
        for (place, stage) in stages.iter().enumerate() {
            let staged = self.call(stage, place, groups, first, |context, batch| {
                stage.judge.weigh(self.scope, context, batch)
            })?;
            apply(&staged, groups);
        }
        Ok(())
    }

    /// Builds the columns of a plugin and calls it.
    fn call<T>(
        &self,
        stage: &BoundStage,
        place: usize,
        groups: &[Group<'_>],
        first: usize,
        call: impl FnOnce(&Context, &Batch<'_>) -> Result<T, PluginError>,
    ) -> Result<T, PluginError> {
        let description = stage.judge.description();
        let artefact = self.artefacts.get(place).and_then(Option::as_deref);
        let columns = self
            .source
            .columns(description, groups, artefact, &mut Numbers::default());
        let mut offsets = Vec::with_capacity(groups.len() + 1);
        offsets.push(0);
        let mut texts = ValueTexts::new(self.store, self.relations).counted_from(first as u32);
        let mut supports = Supports::default();
        let mut rows = 0;
        for (number, group) in (0..).zip(groups) {
            rows += group.rows.len();
            // A call has at most 2^20 rows.
            offsets.push(rows as u32);
            texts.add(group);
            add_supports(&mut supports, number, group);
        }
        let texts: Arc<dyn Texts> = Arc::new(texts);
        let context = context(stage, self.source);
        columns.as_batch(&offsets, &supports, &texts, |batch| call(&context, batch))
    }
}

impl Columns {
    /// The batch that these columns make.
    pub(crate) fn as_batch<T>(
        &self,
        offsets: &[u32],
        supports: &Supports,
        texts: &Arc<dyn Texts>,
        call: impl FnOnce(&Batch<'_>) -> T,
    ) -> T {
        let whole: Vec<&[u32]> = self.whole.iter().map(Vec::as_slice).collect();
        let real: Vec<&[f64]> = self.real.iter().map(Vec::as_slice).collect();
        call(&Batch {
            offsets,
            u32_columns: &whole,
            f64_columns: &real,
            supports,
            texts: Some(texts),
        })
    }
}

/// What a plugin is told beside the columns.
pub(crate) fn context(stage: &BoundStage, source: &Source<'_>) -> Context {
    Context {
        as_of_ms: if reads_time(stage) {
            source.as_of.cast_signed()
        } else {
            0
        },
        params: stage.params.clone(),
    }
}

/// Adds the support between values of the group with this number in the call.
pub(crate) fn add_supports(supports: &mut Supports, number: u32, group: &Group<'_>) {
    for backing in &group.backings {
        supports.groups.push(number);
        supports.sources.push(backing.source);
        supports.targets.push(backing.target);
        supports.strengths.push(backing.strength);
    }
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

/// The output checks see to it that there is a resolution for each group.
fn unheard(pipeline: &Pipeline) -> PluginError {
    PluginError::Input {
        plugin: Arc::new(pipeline.resolver.judge.reference().clone()),
        detail: "it was asked about no group".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_are_bounded_and_leave_no_pair_out() {
        let sizes = [10, CALL_ROWS_MAX, 1, 1, CALL_ROWS_MAX * 2, 0, 3];
        let calls = cut(sizes.into_iter(), true);
        assert_eq!(calls, [0..1, 1..2, 2..4, 4..5, 5..7]);
        let alone = cut(sizes.into_iter(), false);
        assert_eq!(alone.len(), sizes.len());
        let many = cut(std::iter::repeat_n(1, 3 * CALL_GROUPS_MAX), true);
        assert_eq!(many.len(), 3);
        assert!(cut(std::iter::empty(), true).is_empty());
    }
}
