//! Estimates: what they were made of, and whom they find reliable.

use stemedb_wire::{EstimateList, EstimateState, EstimateView, VoiceView};

use super::page::{Column, Page};
use super::text::{clean, judge, unit};
use crate::time;

/// Names and jobs.
pub(crate) fn estimates(list: &EstimateList, page: &mut Page) {
    page.heading("Estimates");
    let rows: Vec<Vec<String>> = list
        .estimates
        .iter()
        .map(|entry| vec![clean(&entry.name), page.id(&entry.digest)])
        .collect();
    if rows.is_empty() {
        page.line("  none; make one with `steme estimate run NAME EXPRESSION`");
    } else {
        page.table(&[Column::Text("name"), Column::Whole("digest")], rows);
    }
    if list.jobs.is_empty() {
        return;
    }
    page.gap();
    page.heading("Latest jobs");
    let row = |job: &EstimateState| {
        vec![
            job.ticket.clone(),
            clean(&job.name),
            clean(&job.lens),
            job.state.clone(),
            job.rows.to_string(),
            clean(job.reason.as_deref().unwrap_or_default()),
        ]
    };
    let columns = [
        Column::Number("ticket"),
        Column::Text("name"),
        Column::Text("expression"),
        Column::Whole("state"),
        Column::Number("claims"),
        Column::Text("why"),
    ];
    page.table(&columns, list.jobs.iter().map(row).collect());
}

/// One estimate.
pub(crate) fn estimate(view: &EstimateView, page: &mut Page) {
    let made = &view.made;
    page.heading(clean(&made.name));
    let all = || "all".to_owned();
    let predicates = if made.predicates.is_empty() {
        all()
    } else {
        clean(&made.predicates.join(", "))
    };
    let subjects = if made.subject_prefix.is_empty() {
        all()
    } else {
        format!("{}…", clean(&made.subject_prefix))
    };
    page.facts(&[
        ("digest", view.digest.clone()),
        ("stands for it now", clean(&view.names.join(", "))),
        ("estimator", judge(&made.estimator)),
        ("expression", clean(&made.lens)),
        ("namespace", clean(&made.namespace)),
        ("predicates", predicates),
        ("subjects", subjects),
        ("as of", time::show(made.as_of)),
        ("known at", time::show(made.known_at)),
        ("position", made.position.to_string()),
        ("pairs", made.groups.to_string()),
        ("claims", made.rows.to_string()),
        ("voices", made.voices.to_string()),
        ("likelihoods", made.likelihoods.to_string()),
        ("rounds", made.rounds.to_string()),
    ]);
    page.gap();
    let row = |voice: &VoiceView| {
        let reliability = voice.reliability;
        vec![
            reliability.map_or_else(|| "none".to_owned(), unit),
            voice.claims.to_string(),
            voice.kind.clone(),
            page.id(&voice.id),
            clean(voice.title.as_deref().unwrap_or_default()),
        ]
    };
    let rows = view.voices.iter().map(row).collect();
    let columns = [
        Column::Number("reliability"),
        Column::Number("claims"),
        Column::Whole("kind"),
        Column::Whole("id"),
        Column::Text("title"),
    ];
    page.table(&columns, rows);
}

/// What became of a job.
pub(crate) fn estimate_state(state: &EstimateState, page: &mut Page) {
    match (&state.digest, &state.reason) {
        (Some(digest), _) => {
            page.line(format!(
                "Estimated {} from {} claims on {} pairs",
                clean(&state.name),
                state.rows,
                state.groups
            ));
            page.facts(&[("digest", digest.clone())]);
            page.line(format!(
                "Rest an answer on it: steme query … --lens \"estimated(estimate={})\"",
                clean(&state.name)
            ));
        }
        (None, Some(reason)) => page.line(format!("Failed: {}", clean(reason))),
        (None, None) => page.line(format!(
            "It is {}; its ticket is {}.",
            state.state, state.ticket
        )),
    }
}
