//! A lens compiled in, behind the same trait as a component: what the sandbox is held against.
//!
//! It takes the component's own name and description, so that an answer that it made can be compared bit for bit.
//!
//! Invariant: it never answers a query of a real database; only this program makes one.

use std::sync::Arc;

use anyhow::{Result, bail};
use stemedb_plugins::{
    Batch, CallScope, Context, Description, Judge, ParamValue, Parts, PluginError, PluginRef,
    Resolutions, Shares, Staged, Supports,
};
use stemedb_sdk as sdk;
use stemedb_twins::{ResolverTwin, RowStageTwin};

enum Twin {
    Resolver(ResolverTwin),
    RowStage(RowStageTwin),
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
        let resolver = stemedb_twins::resolvers()
            .iter()
            .find(|twin| twin.id == reference.id);
        let stage = stemedb_twins::row_stages()
            .iter()
            .find(|twin| twin.id == reference.id);
        let twin = match (resolver, stage) {
            (Some(twin), _) => Twin::Resolver(*twin),
            (None, Some(twin)) => Twin::RowStage(*twin),
            (None, None) => bail!("the component {} has no native twin", reference.id),
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
        let context = sdk::Context::new(context.as_of_ms as f64, &params);
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
            Twin::Resolver(_) => Err(self.wrong_world(stemedb_plugins::World::RowStage)),
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
            Twin::RowStage(_) => Err(self.wrong_world(stemedb_plugins::World::Resolver)),
        }
    }
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
