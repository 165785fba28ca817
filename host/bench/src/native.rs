//! A lens compiled in, behind the same trait as a component: what the sandbox is held against.
//!
//! It takes the component's own name and description, so that an answer that it made can be compared bit for bit.
//!
//! Invariant: it never answers a query of a real database; only this program makes one.

use std::sync::Arc;

use anyhow::{Result, bail};
use stemedb_plugins::{
    Batch, BroaderPairs, CallScope, Context, Description, Estimates, Judge, ParamValue, Parts,
    PluginError, PluginRef, Resolutions, Shares, Staged, Supports, World,
};
use stemedb_sdk as sdk;
use stemedb_twins::{AnswerStageTwin, EstimatorTwin, ResolverTwin, RowStageTwin};

enum Twin {
    Resolver(ResolverTwin),
    RowStage(RowStageTwin),
    AnswerStage(AnswerStageTwin),
    Estimator(EstimatorTwin),
}

impl Twin {
    fn of(id: &str) -> Option<Self> {
        let resolver = stemedb_twins::resolvers().iter().find(|twin| twin.id == id);
        let row_stage = stemedb_twins::row_stages()
            .iter()
            .find(|twin| twin.id == id);
        let answer_stage = stemedb_twins::answer_stages()
            .iter()
            .find(|twin| twin.id == id);
        let estimator = stemedb_twins::estimators()
            .iter()
            .find(|twin| twin.id == id);
        resolver
            .map(|twin| Twin::Resolver(*twin))
            .or_else(|| row_stage.map(|twin| Twin::RowStage(*twin)))
            .or_else(|| answer_stage.map(|twin| Twin::AnswerStage(*twin)))
            .or_else(|| estimator.map(|twin| Twin::Estimator(*twin)))
    }
}

/// A native lens.
pub(crate) struct NativeJudge {
    reference: PluginRef,
    description: Description,
    twin: Twin,
}

impl NativeJudge {
    /// The twin of a component.
    pub(crate) fn of(component: &dyn Judge) -> Result<Self> {
        let reference = component.reference().clone();
        let Some(twin) = Twin::of(&reference.id) else {
            bail!("the component {} has no native twin", reference.id);
        };
        Ok(Self {
            reference,
            description: component.description().clone(),
            twin,
        })
    }

    fn ask<T>(
        &self,
        context: &Context,
        rows: &Batch<'_>,
        call: impl FnOnce(&sdk::Context<'_>, &sdk::Batch<'_>) -> Result<T, sdk::Error>,
    ) -> Result<T, PluginError> {
        let params: Vec<sdk::ParamValue> = context.params.iter().map(param).collect();
        let texts = |group: u32, ids: &[u32]| match rows.texts {
            Some(source) => source.texts(group, ids),
            None => vec![String::new(); ids.len()],
        };
        let relations = |group: u32, ids: &[u32], prefix: &str, predicate: &str| {
            let told = rows
                .texts
                .map(|source| source.broader(group, ids, prefix, predicate));
            // A source that fails would have failed the component too, which is called first.
            pairs(told.and_then(Result::ok).unwrap_or_default())
        };
        let context = sdk::Context::new(context.as_of_ms as f64, &params)
            .with_texts(&texts)
            .with_relations(&relations);
        let batch = sdk::Batch {
            offsets: rows.offsets,
            u32_columns: rows.u32_columns,
            f64_columns: rows.f64_columns,
            supports: sdk::SupportsView {
                groups: &rows.supports.groups,
                sources: &rows.supports.sources,
                targets: &rows.supports.targets,
                strengths: &rows.supports.strengths,
            },
        };
        call(&context, &batch).map_err(|error| PluginError::Input {
            plugin: Arc::new(self.reference.clone()),
            detail: error.to_string(),
        })
    }
}

impl Judge for NativeJudge {
    fn reference(&self) -> &PluginRef {
        &self.reference
    }

    fn description(&self) -> &Description {
        &self.description
    }

    fn weigh(
        &self,
        _: &CallScope,
        context: &Context,
        rows: &Batch<'_>,
    ) -> Result<Staged, PluginError> {
        match self.twin {
            Twin::RowStage(twin) => Ok(staged(self.ask(context, rows, twin.weigh)?)),
            _ => Err(self.wrong_world(World::RowStage)),
        }
    }

    fn resolve(
        &self,
        _: &CallScope,
        context: &Context,
        rows: &Batch<'_>,
    ) -> Result<Resolutions, PluginError> {
        match self.twin {
            Twin::Resolver(twin) => Ok(resolutions(self.ask(context, rows, twin.resolve)?)),
            _ => Err(self.wrong_world(World::Resolver)),
        }
    }

    fn adjust(
        &self,
        _: &CallScope,
        context: &Context,
        rows: &Batch<'_>,
        found: &Resolutions,
    ) -> Result<Resolutions, PluginError> {
        let Twin::AnswerStage(twin) = self.twin else {
            return Err(self.wrong_world(World::AnswerStage));
        };
        let adjust = |context: &sdk::Context<'_>, rows: &sdk::Batch<'_>| {
            (twin.adjust)(context, rows, before(found))
        };
        Ok(resolutions(self.ask(context, rows, adjust)?))
    }

    fn estimate(
        &self,
        _: &CallScope,
        context: &Context,
        rows: &Batch<'_>,
    ) -> Result<Estimates, PluginError> {
        let Twin::Estimator(twin) = self.twin else {
            return Err(self.wrong_world(World::Estimator));
        };
        let found = self.ask(context, rows, twin.estimate)?;
        Ok(Estimates {
            weights: found.weights,
            probabilities: found.probabilities,
            rounds: found.rounds,
        })
    }
}

fn pairs(told: BroaderPairs) -> Vec<sdk::Broader> {
    let steps = told.steps.into_iter();
    let pairs = told.narrows.into_iter().zip(told.broads).zip(steps);
    pairs
        .map(|((narrow, broad), steps)| sdk::Broader {
            narrow,
            broad,
            steps,
        })
        .collect()
}

fn param(value: &ParamValue) -> sdk::ParamValue {
    match value {
        ParamValue::Number(number) => sdk::ParamValue::Number(*number),
        ParamValue::Flag(flag) => sdk::ParamValue::Flag(*flag),
        ParamValue::Text(text) => sdk::ParamValue::Text(text.clone()),
    }
}

fn staged(found: sdk::Staged) -> Staged {
    Staged {
        weights: found.weights,
        classes: found.classes,
        supports: Supports {
            groups: found.supports.groups,
            sources: found.supports.sources,
            targets: found.supports.targets,
            strengths: found.supports.strengths,
        },
    }
}

/// What an answer stage is given. The copies are made for both sides: the sandbox makes them when it hands lists in.
fn before(found: &Resolutions) -> sdk::Resolutions {
    let found = found.clone();
    sdk::Resolutions {
        winners: found.winners,
        confidences: found.confidences,
        conflicts: found.conflicts,
        statuses: found.statuses,
        shares: sdk::Shares {
            offsets: found.shares.offsets,
            classes: found.shares.classes,
            shares: found.shares.shares,
        },
        parts: sdk::Parts {
            offsets: found.parts.offsets,
            labels: found.parts.labels,
            winners: found.parts.winners,
            confidences: found.parts.confidences,
            conflicts: found.parts.conflicts,
            counts: found.parts.counts,
        },
    }
}

fn resolutions(found: sdk::Resolutions) -> Resolutions {
    Resolutions {
        winners: found.winners,
        confidences: found.confidences,
        conflicts: found.conflicts,
        statuses: found.statuses,
        shares: Shares {
            offsets: found.shares.offsets,
            classes: found.shares.classes,
            shares: found.shares.shares,
        },
        parts: Parts {
            offsets: found.parts.offsets,
            labels: found.parts.labels,
            winners: found.parts.winners,
            confidences: found.parts.confidences,
            conflicts: found.parts.conflicts,
            counts: found.parts.counts,
        },
    }
}
