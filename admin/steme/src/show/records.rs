//! What became of records that were written, what rests on a source, who signs, what a check of the log found.

use stemedb_engine::VerifyReport;
use stemedb_wire::{AcceptedView, ClaimView, ImpactView};

use super::page::{Column, Page};
use super::text::{clean, count, kind, tier, value};
use crate::time;

/// A record that was written. `what` is its kind, `said` what it says, in words.
pub(crate) fn written(view: &AcceptedView, what: &str, said: &str, page: &mut Page) {
    if view.status == "duplicate" {
        page.line(format!("This {what} was here already: {}", clean(said)));
    } else {
        page.line(format!("Accepted {what}: {}", clean(said)));
    }
    page.facts(&[
        ("id", view.id.clone()),
        (
            "accepted",
            format!(
                "{} at position {}",
                time::show(view.accepted_at),
                view.position
            ),
        ),
    ]);
}

/// The agent of a key.
pub(crate) fn agent(agent: &str, page: &mut Page) {
    page.line(agent);
}

/// What rests on a source.
pub(crate) fn impact(view: &ImpactView, page: &mut Page) {
    page.heading(format!("source {}", clean(&view.title)));
    page.facts(&[
        ("id", view.source.clone()),
        ("rests on it", count(view.dependants, "claim")),
        ("about", count(view.pairs, "pair")),
        ("by", count(view.agents, "agent")),
    ]);
    for retraction in &view.retractions {
        page.line(format!(
            "  withdrawn {} by {}: {}",
            time::show(retraction.time),
            page.id(&retraction.author),
            clean(&retraction.reason)
        ));
    }
    if view.claims.is_empty() {
        return;
    }
    page.gap();
    let row = |claim: &ClaimView, page: &Page| {
        vec![
            clean(&claim.subject),
            clean(&claim.predicate),
            format!("{} ({})", value(&claim.object), kind(&claim.object)),
            tier(u32::from(claim.tier)),
            page.id(&claim.id),
        ]
    };
    let rows = view.claims.iter().map(|claim| row(claim, page)).collect();
    let columns = [
        Column::Text("subject"),
        Column::Text("predicate"),
        Column::Text("value"),
        Column::Whole("tier"),
        Column::Whole("claim"),
    ];
    page.table(&columns, rows);
    let more = view.dependants.saturating_sub(view.claims.len() as u64);
    if more > 0 {
        page.line(format!("  and {more} more; see them with --limit"));
    }
}

/// What a check of a log found.
pub(crate) fn log(report: &VerifyReport, page: &mut Page) {
    let good = report.is_sound();
    let word = page.verdict(good, if good { "sound" } else { "damaged" });
    page.facts(&[
        ("log", word),
        ("segments", report.segments.to_string()),
        ("records", report.records.to_string()),
        ("bytes", report.end_position.to_string()),
        ("surely durable up to", report.durable_position.to_string()),
    ]);
    for finding in &report.damage {
        page.line(format!(
            "  damage in {} at position {}: {}",
            finding.file, finding.position, finding.fault
        ));
    }
    if report.damage_omitted > 0 {
        page.line(format!("  and {} more", report.damage_omitted));
    }
    if let Some(tail) = &report.torn_tail {
        page.line(format!(
            "  a write that was never acknowledged ends at position {} of {}; the next start cuts it off",
            tail.position, tail.file
        ));
    }
    if report.unfinished_segment {
        page.line("  the last file is an unfinished segment; the next start removes it");
    }
}
