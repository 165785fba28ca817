//! Lists and states: audited queries, the feed, plugins, decisions, health.

use stemedb_wire::{
    Activation, AuditEntry, AuditList, Feed, Health, InstallTicketView, PluginList, PluginView,
};

use super::page::{Column, Page};
use super::text::{clean, judge, short};
use super::trace::title;
use crate::time;

/// Decisions that the list of plugins shows.
const DECISIONS_MAX: usize = 10;
/// Slots of one decision that are named; more are counted.
const SLOTS_MAX: usize = 3;

/// Audited queries.
pub(crate) fn audits(list: &AuditList, page: &mut Page) {
    if list.queries.is_empty() {
        page.line("No query was audited.");
        return;
    }
    let row = |entry: &AuditEntry| {
        vec![
            time::show(entry.at),
            clean(&entry.question.subject),
            clean(&entry.question.predicate),
            clean(&entry.question.lens),
            entry.query_id.clone(),
        ]
    };
    let columns = [
        Column::Whole("asked"),
        Column::Text("subject"),
        Column::Text("predicate"),
        Column::Text("lens"),
        Column::Whole("query"),
    ];
    page.table(&columns, list.queries.iter().map(row).collect());
    if let Some(before) = &list.before {
        page.line(format!("  Older ones: --before {before}"));
    }
}

/// One audited query.
pub(crate) fn audit(entry: &AuditEntry, page: &mut Page) {
    let question = &entry.question;
    page.heading(format!(
        "{} · {}",
        clean(&question.subject),
        clean(&question.predicate)
    ));
    let view = if entry.served_by_view { "yes" } else { "no" };
    page.facts(&[
        ("query", entry.query_id.clone()),
        ("asked", time::show(entry.at)),
        ("namespace", clean(&question.namespace)),
        ("lens", clean(&question.lens)),
        ("lens run", clean(&entry.lens)),
        ("as of", time::show(entry.as_of)),
        ("known at", time::show(entry.known_at)),
        ("position", entry.position.to_string()),
        ("answer", entry.answer_digest.clone()),
        ("from a view", view.to_owned()),
    ]);
}

/// Records in the order of acceptance.
pub(crate) fn feed(feed: &Feed, page: &mut Page) {
    let rows = feed.records.iter().map(|entry| {
        vec![
            entry.position.to_string(),
            time::show(entry.accepted_at),
            page.id(&entry.record.id),
            title(&entry.record),
        ]
    });
    let rows = rows.collect();
    let columns = [
        Column::Number("position"),
        Column::Whole("accepted"),
        Column::Whole("id"),
        Column::Text("record"),
    ];
    page.table(&columns, rows);
    if feed.more {
        page.line(format!("  There is more: --after {}", feed.next));
    } else {
        page.line(format!("  That is all up to position {}.", feed.next));
    }
}

/// Slots, plugins and decisions.
pub(crate) fn plugins(list: &PluginList, page: &mut Page) {
    let rows = list.plugins.iter().map(|view| plugin(view, page));
    let rows = rows.collect();
    let columns = [
        Column::Text("plugin"),
        Column::Whole("version"),
        Column::Whole("kind"),
        Column::Whole("digest"),
        Column::Whole("state"),
        Column::Text("slots"),
        Column::Number("faults"),
        Column::Text("parameters"),
    ];
    page.heading("Installed plugins");
    page.table(&columns, rows);
    if list.plugins.is_empty() {
        page.line("  none; install one with `steme plugins install FILE`");
    }
    page.gap();
    page.heading("Latest decisions");
    let decision = |decision: &Activation| {
        vec![
            decision.sequence.to_string(),
            time::show(decision.at),
            said(decision),
            clean(&decision.by),
            clean(&decision.reason),
        ]
    };
    let rows = list.activations.iter().take(DECISIONS_MAX).map(decision);
    let columns = [
        Column::Number("number"),
        Column::Whole("when"),
        Column::Text("what"),
        Column::Text("by"),
        Column::Text("why"),
    ];
    page.table(&columns, rows.collect());
}

fn plugin(view: &PluginView, page: &Page) -> Vec<String> {
    let faults: u64 = view.faults.iter().map(|faults| faults.count).sum();
    vec![
        clean(&view.plugin.id),
        clean(&view.plugin.version),
        view.plugin.world.clone(),
        page.id(&view.plugin.digest),
        view.state.clone(),
        view.slots.join(", "),
        faults.to_string(),
        clean(&view.params.join(", ")),
    ]
}

fn said(decision: &Activation) -> String {
    if let Some(restores) = decision.restores {
        return format!("{} to {restores}", decision.action);
    }
    if let Some(tripped) = &decision.tripped {
        let slots = decision.slots.iter();
        let slots = slots.map(|(slot, digest)| format!(", {slot} = {}", short(digest)));
        let slots: String = slots.collect();
        return format!("{}: {} taken out{slots}", decision.action, short(tripped));
    }
    if decision.slots.is_empty() {
        return decision.action.clone();
    }
    if decision.slots.len() > SLOTS_MAX {
        return format!("{} {} slots", decision.action, decision.slots.len());
    }
    let slots: Vec<String> = decision
        .slots
        .iter()
        .map(|(slot, digest)| format!("{slot} = {}", short(digest)))
        .collect();
    let share = decision.share_millionths.map_or_else(String::new, |share| {
        format!(" ({} %)", f64::from(share) / 10_000.0)
    });
    format!("{}: {}{share}", decision.action, slots.join(", "))
}

/// A decision that was just made.
pub(crate) fn activation(decision: &Activation, page: &mut Page) {
    page.line(format!(
        "Decision {}: {}",
        decision.sequence,
        said(decision)
    ));
    page.facts(&[
        ("at", time::show(decision.at)),
        ("position", decision.position.to_string()),
    ]);
}

/// What became of an installation.
pub(crate) fn installed(view: &InstallTicketView, page: &mut Page) {
    match (&view.plugin, &view.reason) {
        (Some(plugin), _) => {
            page.line(format!("Installed {}", judge(plugin)));
            page.facts(&[("digest", plugin.digest.clone())]);
            page.line(format!(
                "It is not active yet: steme plugins activate {}={}@{}",
                plugin.id,
                plugin.id,
                plugin.digest.get(..12).unwrap_or(&plugin.digest)
            ));
        }
        (None, Some(reason)) => page.line(format!("Refused: {}", clean(reason))),
        (None, None) => page.line(format!(
            "It is still {}; its ticket is {}.",
            view.state, view.ticket
        )),
    }
}

/// How a database is.
pub(crate) fn health(health: &Health, page: &mut Page) {
    let good = health.status == "ok";
    let word = page.verdict(good, &health.status);
    page.facts(&[
        ("status", word),
        ("version", health.version.clone()),
        ("records", health.records.to_string()),
        ("position", health.position.to_string()),
        ("in the tables up to", health.applied.to_string()),
        ("plugins", health.plugins.to_string()),
        ("slots", health.slots.to_string()),
    ]);
    for problem in &health.problems {
        page.line(format!("  problem: {}", clean(problem)));
    }
}
