//! The verbs of the operator.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::Path;

use indicatif::{ProgressBar, ProgressStyle};
use stemedb_wire::{Activation, ActivationRequest, RollbackRequest, StewardRequest, TrustRequest};

use super::Command;
use crate::arguments::{Decider, StewardVerb, TrustOptions};
use crate::exit::{Exit, Failure};
use crate::show;

/// Largest component that is read, in bytes; a server's own limit is usually smaller.
pub(super) const COMPONENT_BYTES_MAX: u64 = 256 << 20;

pub(super) fn plugins(command: &mut Command<'_, '_>) -> Result<Exit, Failure> {
    let list = command.readable()?.plugins()?;
    command.screen.result(&list, show::plugins)?;
    Ok(Exit::Done)
}

pub(super) fn install(
    command: &mut Command<'_, '_>,
    file: &Path,
    wait_s: u64,
) -> Result<Exit, Failure> {
    let component = component(file)?;
    let target = command.writable()?;
    let spinner = spinner(command.screen.watched());
    let view = target.install(&component, wait_s, &mut |view| {
        spinner.set_message(view.state.clone());
        spinner.tick();
    });
    spinner.finish_and_clear();
    let view = view?;
    command.screen.result(&view, show::installed)?;
    Ok(match view.state.as_str() {
        "installed" => Exit::Done,
        "refused" => Exit::Refused,
        _ => Exit::Failed,
    })
}

pub(super) fn component(file: &Path) -> Result<Vec<u8>, Failure> {
    let failed = |error: std::io::Error| Failure::file(file, "read", &error);
    let mut bytes = Vec::new();
    std::fs::File::open(file)
        .map_err(failed)?
        .take(COMPONENT_BYTES_MAX)
        .read_to_end(&mut bytes)
        .map_err(failed)?;
    Ok(bytes)
}

pub(super) fn spinner(watched: bool) -> ProgressBar {
    if !watched {
        return ProgressBar::hidden();
    }
    let spinner = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} ({elapsed})") {
        spinner.set_style(style);
    }
    spinner
}

pub(super) fn activate(
    command: &mut Command<'_, '_>,
    pairs: &[String],
    force: bool,
    decider: &Decider,
) -> Result<Exit, Failure> {
    let mut slots = BTreeMap::new();
    for pair in pairs {
        let (slot, plugin) = pair.split_once('=').ok_or_else(|| {
            Failure::usage(format!("`{pair}` names no plugin; write SLOT=PLUGIN"))
        })?;
        if slots.insert(slot.to_owned(), plugin.to_owned()).is_some() {
            return Err(Failure::usage(format!("the slot {slot} is given twice")));
        }
    }
    let decision = command.writable()?.activate(&ActivationRequest {
        slots,
        force,
        by: decider.by.clone(),
        reason: decider.reason.clone(),
    })?;
    decided(command, &decision)
}

pub(super) fn rollback(
    command: &mut Command<'_, '_>,
    to: Option<u64>,
    force: bool,
    decider: &Decider,
) -> Result<Exit, Failure> {
    let decision = command.writable()?.rollback(&RollbackRequest {
        to,
        force,
        by: decider.by.clone(),
        reason: decider.reason.clone(),
    })?;
    decided(command, &decision)
}

pub(super) fn trust(
    command: &mut Command<'_, '_>,
    options: &TrustOptions,
) -> Result<Exit, Failure> {
    let decision = command.writable()?.trust(&TrustRequest {
        agent: options.agent.clone(),
        trust: options.trust,
        by: options.decider.by.clone(),
        reason: options.decider.reason.clone(),
    })?;
    decided(command, &decision)
}

pub(super) fn steward(command: &mut Command<'_, '_>, verb: &StewardVerb) -> Result<Exit, Failure> {
    let (granted, agent, namespace, decider) = match verb {
        StewardVerb::Grant {
            agent,
            namespace,
            decider,
        } => (true, agent, namespace, decider),
        StewardVerb::Revoke {
            agent,
            namespace,
            decider,
        } => (false, agent, namespace, decider),
    };
    let decision = command.writable()?.steward(&StewardRequest {
        namespace: namespace.clone(),
        agent: agent.clone(),
        granted,
        by: decider.by.clone(),
        reason: decider.reason.clone(),
    })?;
    decided(command, &decision)
}

pub(super) fn decided(
    command: &mut Command<'_, '_>,
    decision: &Activation,
) -> Result<Exit, Failure> {
    command.screen.result(decision, show::activation)?;
    Ok(Exit::Done)
}

pub(super) fn health(command: &mut Command<'_, '_>) -> Result<Exit, Failure> {
    let health = command.readable()?.health()?;
    command.screen.result(&health, show::health)?;
    Ok(if health.status == "ok" {
        Exit::Done
    } else {
        Exit::Failed
    })
}
