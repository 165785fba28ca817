//! Versions that are tried out: how a shadow compares, what a canary served, what was taken out.

use stemedb_wire::{
    CanaryView, DifferenceView, LatencyView, ShadowView, TrialList, TrialView, TripView,
    VerdictView,
};

use super::page::{Column, Page};
use super::text::{clean, count, judge, short, unit, value};
use crate::time;

/// All that is tried out.
pub(crate) fn trials(list: &TrialList, page: &mut Page) {
    if list.slots.is_empty() {
        page.line("Nothing is tried out. Begin with `steme shadow start SLOT PLUGIN`.");
    }
    for view in &list.slots {
        page.gap();
        trial(view, page);
    }
    trips(&list.trips, page);
}

/// What is tried out in a slot.
pub(crate) fn trial(view: &TrialView, page: &mut Page) {
    page.heading(format!("Slot {}", clean(&view.slot)));
    let active = view.active.as_ref();
    page.facts(&[(
        "active",
        active.map_or_else(|| "none that is installed".to_owned(), judge),
    )]);
    if view.shadow.is_none() && view.canary.is_none() {
        page.line("  Nothing is tried out here.");
    }
    if let Some(view) = &view.canary {
        canary(view, page);
    }
    if let Some(view) = &view.shadow {
        shadow(view, page);
    }
}

fn canary(view: &CanaryView, page: &mut Page) {
    page.gap();
    page.heading(format!("Canary {}", judge(&view.plugin)));
    let served = |answers: u64, faults: u64| {
        format!("{}, {}", count(answers, "answer"), count(faults, "fault"))
    };
    page.facts(&[
        ("subjects", percent(view.share)),
        ("since", time::show(view.started_at)),
        ("counted since", time::show(view.counted_since)),
        ("canary", served(view.canary_answers, view.canary_faults)),
        ("active", served(view.active_answers, view.active_faults)),
    ]);
}

fn shadow(view: &ShadowView, page: &mut Page) {
    page.gap();
    page.heading(format!("Shadow {}", judge(&view.plugin)));
    let agreed = part(view.agreed, view.compared);
    page.facts(&[
        ("queries", percent(view.share)),
        ("since", time::show(view.started_at)),
        ("counted since", time::show(view.counted_since)),
        (
            "answers",
            format!(
                "{} taken, {} compared, {} waiting, {} left out",
                view.taken, view.compared, view.waiting, view.dropped
            ),
        ),
        ("agree", page.bar(agreed).trim().to_owned()),
        ("another winner", view.winners_differ.to_string()),
        ("another status", view.statuses_differ.to_string()),
        (
            "another confidence",
            format!(
                "{}, by at most {}",
                view.confidences_differ,
                unit(view.confidence_difference_max)
            ),
        ),
        ("failed", failures(view)),
        ("time, active", latency(&view.active_latency)),
        ("time, shadow", latency(&view.shadow_latency)),
    ]);
    if view.against.len() > 1 {
        for against in &view.against {
            page.line(format!(
                "  against {}: {} compared, {} agree",
                short(&against.digest),
                against.compared,
                against.agreed
            ));
        }
    }
    differences(&view.differences, page);
}

fn failures(view: &ShadowView) -> String {
    if view.failures.is_empty() {
        return "none".to_owned();
    }
    let kinds = view.failures.iter();
    let kinds: Vec<String> = kinds
        .map(|failure| format!("{} {}", failure.count, failure.kind))
        .collect();
    kinds.join(", ")
}

fn latency(view: &LatencyView) -> String {
    if view.count == 0 {
        return "not measured".to_owned();
    }
    format!(
        "half within {} µs, 99 % within {} µs, all within {} µs",
        view.p50_us, view.p99_us, view.max_us
    )
}

fn differences(differences: &[DifferenceView], page: &mut Page) {
    if differences.is_empty() {
        return;
    }
    page.gap();
    page.heading("Latest answers that differ");
    let row = |view: &DifferenceView| {
        vec![
            clean(&view.subject),
            clean(&view.predicate),
            verdict(&view.active),
            verdict(&view.shadow),
            view.query_id.clone(),
        ]
    };
    let columns = [
        Column::Text("subject"),
        Column::Text("predicate"),
        Column::Text("active"),
        Column::Text("shadow"),
        Column::Whole("query"),
    ];
    page.table(&columns, differences.iter().map(row).collect());
}

fn verdict(view: &VerdictView) -> String {
    let winner = view
        .winner
        .as_ref()
        .map_or_else(|| "none".to_owned(), value);
    format!("{winner} ({}, {})", unit(view.confidence), view.status)
}

fn trips(trips: &[TripView], page: &mut Page) {
    if trips.is_empty() {
        return;
    }
    page.gap();
    page.heading("Taken out after faults");
    let row = |view: &TripView| {
        let plugin = view.plugin.as_ref();
        let until = if view.kept_back {
            time::show(view.until)
        } else {
            "may return".to_owned()
        };
        vec![
            plugin.map_or_else(|| short(&view.digest), judge),
            time::show(view.at),
            view.times.to_string(),
            until,
            clean(&view.reason),
        ]
    };
    let columns = [
        Column::Text("plugin"),
        Column::Whole("when"),
        Column::Number("times"),
        Column::Whole("kept back until"),
        Column::Text("why"),
    ];
    page.table(&columns, trips.iter().map(row).collect());
}

fn percent(share: f64) -> String {
    format!("{} %", unit(share * 100.0))
}

#[expect(clippy::cast_precision_loss, reason = "a bar has a few dozen cells")]
fn part(some: u64, all: u64) -> f64 {
    if all == 0 {
        0.0
    } else {
        some as f64 / all as f64
    }
}
