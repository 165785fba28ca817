//! The verbs that ask and change nothing.

use stemedb_client::{AuditPage, Impact};
use stemedb_wire::{QueryResponse, Question};

use super::Command;
use crate::arguments::{AskOptions, FeedOptions, PresetOptions};
use crate::exit::{Exit, Failure};
use crate::show::{self, Page};

pub(super) fn query(command: &mut Command<'_, '_>, options: &AskOptions) -> Result<Exit, Failure> {
    let question = question(&options.question).lens(&options.lens);
    let response = command.readable()?.query(&question)?;
    answered(command, &response, show::query)
}

pub(super) fn skeptic(
    command: &mut Command<'_, '_>,
    options: &PresetOptions,
) -> Result<Exit, Failure> {
    let response = command.readable()?.skeptic(&question(options))?;
    answered(command, &response, show::skeptic)
}

pub(super) fn layered(
    command: &mut Command<'_, '_>,
    options: &PresetOptions,
) -> Result<Exit, Failure> {
    let response = command.readable()?.layered(&question(options))?;
    answered(command, &response, show::layered)
}

/// An answer that no claim went into is printed like any other, but a script can tell it apart.
fn answered(
    command: &mut Command<'_, '_>,
    response: &QueryResponse,
    show: fn(&QueryResponse, &mut Page),
) -> Result<Exit, Failure> {
    command.screen.result(response, show)?;
    if response.answer.candidates == 0 {
        return Ok(Exit::NotFound);
    }
    Ok(Exit::Done)
}

fn question(options: &PresetOptions) -> Question {
    Question {
        namespace: options.namespace.clone(),
        as_of: options.as_of.clone(),
        known_at: options.known_at.clone(),
        lifecycle: options.lifecycle.clone(),
        epoch: options.epoch.clone(),
        min_confidence: options.min_confidence,
        include_retracted: options.include_retracted,
        max_stale: options.max_stale,
        limit: options.limit,
        ..Question::new(&options.subject, &options.predicate)
    }
}

pub(super) fn trace(command: &mut Command<'_, '_>, id: &str) -> Result<Exit, Failure> {
    let trace = command.readable()?.trace(id)?;
    command.screen.result(&trace, show::trace)?;
    Ok(Exit::Done)
}

pub(super) fn impact(command: &mut Command<'_, '_>, id: &str, limit: u32) -> Result<Exit, Failure> {
    let impact = command.readable()?.impact(&Impact {
        source: id.to_owned(),
        limit: Some(limit),
    })?;
    command.screen.result(&impact, show::impact)?;
    Ok(Exit::Done)
}

pub(super) fn replay(command: &mut Command<'_, '_>, query_id: &str) -> Result<Exit, Failure> {
    let response = command.readable()?.replay(query_id)?;
    command.screen.result(&response, show::replay)?;
    Ok(if response.identical {
        Exit::Done
    } else {
        Exit::Refused
    })
}

pub(super) fn audits(
    command: &mut Command<'_, '_>,
    subject: Option<String>,
    before: Option<String>,
    limit: u32,
) -> Result<Exit, Failure> {
    let list = command.readable()?.audits(&AuditPage {
        before,
        subject,
        limit: Some(limit),
    })?;
    command.screen.result(&list, show::audits)?;
    Ok(Exit::Done)
}

pub(super) fn audit(command: &mut Command<'_, '_>, query_id: &str) -> Result<Exit, Failure> {
    let entry = command.readable()?.audit(query_id)?;
    command.screen.result(&entry, show::audit)?;
    Ok(Exit::Done)
}

pub(super) fn feed(command: &mut Command<'_, '_>, options: &FeedOptions) -> Result<Exit, Failure> {
    let feed = command.readable()?.feed(options.after, options.limit)?;
    command.screen.result(&feed, show::feed)?;
    Ok(Exit::Done)
}
