//! The verbs that try versions out.

use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};
use stemedb_wire::{TrialEnd, TrialRequest, TrialView};

use super::Command;
use super::operate::decided;
use crate::arguments::{CanaryVerb, ReportOptions, ShadowVerb, SlotOptions, TrialOptions};
use crate::exit::{Exit, Failure};
use crate::show;

/// How often a report that is waited for is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(500);

pub(super) fn trials(command: &mut Command<'_, '_>, slot: Option<&str>) -> Result<Exit, Failure> {
    let target = command.readable()?;
    match slot {
        Some(slot) => {
            let view = target.trial(slot)?;
            command.screen.result(&view, show::trial)?;
        }
        None => {
            let list = target.trials()?;
            command.screen.result(&list, show::trials)?;
        }
    }
    Ok(Exit::Done)
}

pub(super) fn shadow(command: &mut Command<'_, '_>, verb: &ShadowVerb) -> Result<Exit, Failure> {
    match verb {
        ShadowVerb::Start(options) => {
            let decision = command.writable()?.start_shadow(&request(options, false))?;
            decided(command, &decision)
        }
        ShadowVerb::Stop(options) => stop(command, options),
        ShadowVerb::Report(options) => report(command, options),
    }
}

pub(super) fn canary(command: &mut Command<'_, '_>, verb: &CanaryVerb) -> Result<Exit, Failure> {
    let target = command.writable()?;
    let decision = match verb {
        CanaryVerb::Start { options, force } => target.start_canary(&request(options, *force))?,
        CanaryVerb::Promote(options) => target.promote_canary(&end(options))?,
        CanaryVerb::Withdraw(options) => target.withdraw_canary(&end(options))?,
    };
    decided(command, &decision)
}

/// Ends a shadow. Its numbers end with it, so a person is shown them.
fn stop(command: &mut Command<'_, '_>, options: &SlotOptions) -> Result<Exit, Failure> {
    let target = command.writable()?;
    let last = target.trial(&options.slot)?;
    let decision = target.stop_shadow(&end(options))?;
    command.screen.result(&decision, |decision, page| {
        show::trial(&last, page);
        show::activation(decision, page);
    })?;
    Ok(Exit::Done)
}

fn report(command: &mut Command<'_, '_>, options: &ReportOptions) -> Result<Exit, Failure> {
    let target = command.readable()?;
    let begun = Instant::now();
    let mut view = target.trial(&options.slot)?;
    let compared = |view: &TrialView| view.shadow.as_ref().map(|shadow| shadow.compared);
    if compared(&view).is_none() {
        let detail = format!("the slot {} has no shadow", options.slot);
        return Err(Failure::new(Exit::NotFound, 404, "no_trial", detail));
    }
    let until = options.until.unwrap_or(0);
    let bar = progress(command.screen.watched() && until > 0, until);
    // Whoever ends the shadow meanwhile ends the wait.
    while compared(&view).is_some_and(|compared| compared < until)
        && begun.elapsed() < Duration::from_secs(options.wait)
    {
        bar.set_position(compared(&view).unwrap_or(0));
        std::thread::sleep(LOOK_EVERY);
        view = target.trial(&options.slot)?;
    }
    bar.finish_and_clear();
    let enough = compared(&view).is_some_and(|compared| compared >= until);
    if let Some(shadow) = &mut view.shadow {
        shadow.differences.truncate(options.differences);
    }
    command.screen.result(&view, show::trial)?;
    Ok(if enough { Exit::Done } else { Exit::Refused })
}

fn progress(watched: bool, until: u64) -> ProgressBar {
    if !watched {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(until);
    if let Ok(style) =
        ProgressStyle::with_template("{bar:30} {pos} of {len} answers compared ({elapsed})")
    {
        bar.set_style(style);
    }
    bar
}

fn request(options: &TrialOptions, force: bool) -> TrialRequest {
    TrialRequest {
        slot: options.slot.clone(),
        plugin: options.plugin.clone(),
        share: options.share,
        force,
        by: options.decider.by.clone(),
        reason: options.decider.reason.clone(),
    }
}

fn end(options: &SlotOptions) -> TrialEnd {
    TrialEnd {
        slot: options.slot.clone(),
        by: options.decider.by.clone(),
        reason: options.decider.reason.clone(),
    }
}
