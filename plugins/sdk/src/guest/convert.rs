//! Moves between the bindings' types and the plain ones.

use super::types;
use crate::{
    AnswerStage, Batch, Context, Description, Error, Estimator, ParamKind, ParamValue, Parts,
    Resolutions, Resolver, RowStage, Shares, Supports, SupportsView,
};

pub fn describe(own: Description) -> Result<types::Description, types::Error> {
    Ok(types::Description {
        id: own.id.into(),
        version: own.version.into(),
        title: own.title.into(),
        u32_columns: owned(&own.u32_columns),
        f64_columns: owned(&own.f64_columns),
        params: own.params.into_iter().map(param_spec).collect(),
        laws: owned(&own.laws),
    })
}

pub fn resolve<L: Resolver>(
    context: types::Context,
    rows: types::Batch,
) -> Result<types::Resolutions, types::Error> {
    called(context, &rows, |context, rows| L::resolve(context, rows)).map(resolutions_out)
}

pub fn weigh<L: RowStage>(
    context: types::Context,
    rows: types::Batch,
) -> Result<types::Staged, types::Error> {
    called(context, &rows, |context, rows| L::weigh(context, rows)).map(|own| types::Staged {
        weights: own.weights,
        classes: own.classes,
        supports: supports_out(own.supports),
    })
}

pub fn adjust<L: AnswerStage>(
    context: types::Context,
    rows: types::Batch,
    found: types::Resolutions,
) -> Result<types::Resolutions, types::Error> {
    let found = resolutions_in(found);
    called(context, &rows, |context, rows| {
        L::adjust(context, rows, found)
    })
    .map(resolutions_out)
}

pub fn estimate<L: Estimator>(
    context: types::Context,
    rows: types::Batch,
) -> Result<types::Estimates, types::Error> {
    called(context, &rows, |context, rows| L::estimate(context, rows)).map(|own| types::Estimates {
        weights: own.weights,
        probabilities: own.probabilities,
        rounds: own.rounds,
    })
}

/// Calls a lens with borrowed views of what the host delivered.
fn called<T>(
    context: types::Context,
    rows: &types::Batch,
    lens: impl FnOnce(&Context<'_>, &Batch<'_>) -> Result<T, Error>,
) -> Result<T, types::Error> {
    let params: Vec<ParamValue> = context.params.into_iter().map(param_in).collect();
    let u32_columns: Vec<&[u32]> = rows.u32_columns.iter().map(Vec::as_slice).collect();
    let f64_columns: Vec<&[f64]> = rows.f64_columns.iter().map(Vec::as_slice).collect();
    let batch = Batch {
        offsets: &rows.offsets,
        u32_columns: &u32_columns,
        f64_columns: &f64_columns,
        supports: rows
            .supports
            .as_ref()
            .map_or_else(SupportsView::default, |supports| SupportsView {
                groups: &supports.groups,
                sources: &supports.sources,
                targets: &supports.targets,
                strengths: &supports.strengths,
            }),
    };
    lens(&Context::new(context.as_of, &params), &batch).map_err(|error| types::Error {
        code: error.code,
        message: error.message,
    })
}

fn owned(names: &[&str]) -> Vec<String> {
    names.iter().map(|&name| name.into()).collect()
}

fn param_in(value: types::ParamValue) -> ParamValue {
    match value {
        types::ParamValue::Number(value) => ParamValue::Number(value),
        types::ParamValue::Flag(value) => ParamValue::Flag(value),
        types::ParamValue::Text(value) => ParamValue::Text(value),
    }
}

fn param_out(value: ParamValue) -> types::ParamValue {
    match value {
        ParamValue::Number(value) => types::ParamValue::Number(value),
        ParamValue::Flag(value) => types::ParamValue::Flag(value),
        ParamValue::Text(value) => types::ParamValue::Text(value),
    }
}

fn param_spec(own: crate::ParamSpec) -> types::ParamSpec {
    types::ParamSpec {
        name: own.name.into(),
        kind: match own.kind {
            ParamKind::Number => types::ParamKind::Number,
            ParamKind::Duration => types::ParamKind::Duration,
            ParamKind::Flag => types::ParamKind::Flag,
            ParamKind::Text => types::ParamKind::Text,
        },
        default: param_out(own.default),
        min: own.min,
        max: own.max,
        help: own.help.into(),
    }
}

fn supports_out(own: Supports) -> types::Supports {
    types::Supports {
        groups: own.groups,
        sources: own.sources,
        targets: own.targets,
        strengths: own.strengths,
    }
}

fn resolutions_out(own: Resolutions) -> types::Resolutions {
    types::Resolutions {
        winners: own.winners,
        confidences: own.confidences,
        conflicts: own.conflicts,
        statuses: own.statuses,
        shares: types::Shares {
            offsets: own.shares.offsets,
            classes: own.shares.classes,
            shares: own.shares.shares,
        },
        parts: types::Parts {
            offsets: own.parts.offsets,
            labels: own.parts.labels,
            winners: own.parts.winners,
            confidences: own.parts.confidences,
            conflicts: own.parts.conflicts,
            counts: own.parts.counts,
        },
    }
}

fn resolutions_in(found: types::Resolutions) -> Resolutions {
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
