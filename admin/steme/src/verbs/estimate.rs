//! The verbs for estimates.

use indicatif::{ProgressBar, ProgressStyle};
use stemedb_wire::{EstimateRequest, EstimateScope, EstimateState};

use super::Command;
use crate::arguments::{EstimateVerb, RunOptions};
use crate::exit::{Exit, Failure};
use crate::show;

pub(super) fn estimate(
    command: &mut Command<'_, '_>,
    verb: &EstimateVerb,
) -> Result<Exit, Failure> {
    match verb {
        EstimateVerb::Run(options) => run(command, options),
        EstimateVerb::List => {
            let list = command.readable()?.estimates()?;
            command.screen.result(&list, show::estimates)?;
            Ok(Exit::Done)
        }
        EstimateVerb::Show { name, limit } => {
            let view = command.readable()?.estimate(name, *limit)?;
            command.screen.result(&view, show::estimate)?;
            Ok(Exit::Done)
        }
    }
}

fn run(command: &mut Command<'_, '_>, options: &RunOptions) -> Result<Exit, Failure> {
    let request = EstimateRequest {
        name: options.name.clone(),
        lens: options.lens.clone(),
        scope: EstimateScope {
            namespace: options.namespace.clone(),
            predicates: options.predicates.clone(),
            subject_prefix: options.subject_prefix.clone(),
            lifecycle: options.lifecycle.clone(),
            as_of: options.as_of.clone(),
        },
        by: options.decider.by.clone(),
        reason: options.decider.reason.clone(),
    };
    let target = command.writable()?;
    let bar = bar(command.screen.watched());
    let state = target.run_estimate(&request, options.wait, &mut |state| {
        bar.set_message(said(state));
        bar.tick();
    });
    bar.finish_and_clear();
    let state = state?;
    command.screen.result(&state, show::estimate_state)?;
    Ok(match state.state.as_str() {
        "done" => Exit::Done,
        "failed" | "cancelled" => Exit::Refused,
        _ => Exit::Failed,
    })
}

fn said(state: &EstimateState) -> String {
    match state.state.as_str() {
        "scanning" | "weighing" => {
            format!(
                "{} {} of {} pairs",
                state.state, state.pairs_done, state.pairs
            )
        }
        "estimating" => format!("estimating over {} claims", state.rows),
        other => other.to_owned(),
    }
}

fn bar(watched: bool) -> ProgressBar {
    if !watched {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} ({elapsed})") {
        bar.set_style(style);
    }
    bar
}
