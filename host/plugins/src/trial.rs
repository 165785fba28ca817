//! What a compiled component must do before it is installed: describe itself twice alike, and answer two small calls.
//!
//! Invariant: a plugin that passed can be instantiated and has every function of its world.

use std::sync::Arc;

use crate::{
    columns::{Batch, Context, Resolutions, Supports},
    description::Description,
    error::{FaultKind, InstallError, PluginError, PluginFault},
    identity::{Digest, PluginRef, World},
    instance::{Failure, Instance, Mould},
    judge::{CallMode, CallScope, Judge},
    plugin::Plugin,
    shared::Shared,
};

/// Rows of the trial batch: two values, three rows, after an empty group.
const TRIAL_OFFSETS: [u32; 3] = [0, 0, 3];

/// Describes and tries; the answer is the plugin, ready to be called.
pub(crate) fn run(
    digest: Digest,
    mould: Mould,
    shared: &Arc<Shared>,
) -> Result<Arc<Plugin>, InstallError> {
    let plugin = described(digest, mould, shared)?;
    try_call(&plugin, &[0])?;
    try_call(&plugin, &TRIAL_OFFSETS)?;
    Ok(plugin)
}

/// Lets two instances describe themselves; the answer is a plugin that was never asked to judge.
pub(crate) fn described(
    digest: Digest,
    mould: Mould,
    shared: &Arc<Shared>,
) -> Result<Arc<Plugin>, InstallError> {
    let first = describe(digest, &mould, shared)?;
    let second = describe(digest, &mould, shared)?;
    let refused = |detail: String| InstallError::Description {
        digest,
        kind: FaultKind::BadResult,
        detail,
    };
    if first != second {
        return Err(refused(
            "two instances described themselves differently".to_owned(),
        ));
    }
    let description = first.checked().map_err(refused)?;
    let reference = PluginRef {
        id: description.id.clone(),
        version: description.version.clone(),
        world: mould.world,
        digest,
    };
    let plugin = Plugin::new(reference, description, mould, Arc::clone(shared));
    Ok(Arc::new(plugin))
}

fn describe(digest: Digest, mould: &Mould, shared: &Shared) -> Result<Description, InstallError> {
    let told = shared
        .permit(|| false)
        .ok_or(Failure::Busy)
        .and_then(|permit| Instance::new(mould, &shared.options, permit))
        .and_then(|mut instance| instance.describe(&shared.options));
    told.map_err(|failure| {
        let (kind, detail) = match failure {
            Failure::Fault(kind, detail) => (kind, detail),
            Failure::Refused(refusal) => (
                FaultKind::BadResult,
                format!("it refused with code {}: {}", refusal.code, refusal.message),
            ),
            Failure::Stopped | Failure::Busy => (
                FaultKind::Instantiation,
                "no instance came free; try again later".to_owned(),
            ),
        };
        if kind == FaultKind::Instantiation {
            return InstallError::WrongType {
                digest,
                world: mould.world,
                detail,
            };
        }
        InstallError::Description {
            digest,
            kind,
            detail,
        }
    })
}

/// Calls the plugin's function with made-up rows. A refusal is an answer, a fault is not.
fn try_call(plugin: &Plugin, offsets: &[u32]) -> Result<(), InstallError> {
    let description = plugin.description();
    let rows = offsets.last().map_or(0, |&end| end as usize);
    let whole: Vec<Vec<u32>> = description
        .u32_columns
        .iter()
        .map(|name| trial_u32(name, rows))
        .collect();
    let floats: Vec<Vec<f64>> = description
        .f64_columns
        .iter()
        .map(|name| trial_f64(name, rows))
        .collect();
    let whole: Vec<&[u32]> = whole.iter().map(Vec::as_slice).collect();
    let floats: Vec<&[f64]> = floats.iter().map(Vec::as_slice).collect();
    let supports = Supports::default();
    let batch = Batch {
        offsets,
        u32_columns: &whole,
        f64_columns: &floats,
        supports: &supports,
        texts: None,
    };
    let context = Context {
        as_of_ms: 1_000_000,
        params: description.default_params(),
    };
    let scope = CallScope {
        namespace: Arc::from("trial"),
        mode: CallMode::Fresh,
    };
    let told = match plugin.reference().world {
        World::RowStage => plugin.weigh(&scope, &context, &batch).map(drop),
        World::Resolver => plugin.resolve(&scope, &context, &batch).map(drop),
        World::AnswerStage => plugin
            .adjust(&scope, &context, &batch, &trial_found(offsets))
            .map(drop),
        World::Estimator => plugin.estimate_in_trial(&scope, &context, &batch).map(drop),
    };
    match told {
        Ok(()) | Err(PluginError::Refused { .. }) => Ok(()),
        Err(PluginError::Fault(fault)) => Err(InstallError::SelfTest(fault)),
        Err(other) => Err(InstallError::SelfTest(PluginFault {
            plugin: Arc::new(plugin.reference().clone()),
            kind: FaultKind::Instantiation,
            detail: other.to_string(),
        })),
    }
}

fn trial_u32(name: &str, rows: usize) -> Vec<u32> {
    match name {
        "value" | "agent" | "source" | "voice" => [0, 1, 0].into_iter().take(rows).collect(),
        _ => vec![0; rows],
    }
}

fn trial_f64(name: &str, rows: usize) -> Vec<f64> {
    let row = match name {
        "valid-time" | "hlc" => [900_000.0, 800_000.0, 700_000.0],
        "age" => [100_000.0, 200_000.0, 300_000.0],
        "half-life" => [0.0; 3],
        "vote-weight" => [0.0, 1.0, 0.5],
        "likelihood" => [0.9, -1.0, 0.9],
        _ => [1.0, 0.5, 0.25],
    };
    row.into_iter().take(rows).collect()
}

/// Resolutions that an answer stage may be given with the trial batch.
fn trial_found(offsets: &[u32]) -> Resolutions {
    let empty = |group: usize| offsets[group] == offsets[group + 1];
    let groups = offsets.len() - 1;
    Resolutions {
        winners: (0..groups)
            .map(|group| {
                if empty(group) {
                    crate::columns::NONE
                } else {
                    0
                }
            })
            .collect(),
        confidences: vec![0.0; groups],
        conflicts: vec![0.0; groups],
        statuses: vec![3; groups],
        ..Resolutions::default()
    }
}
