//! Answers: the winner, its rivals, the parts, who judged, as of when.

use stemedb_wire::{
    Answer, ClaimView, Excluded, PartView, QueryResponse, ReplayResponse, ShareView,
};

use super::page::{Column, Page};
use super::text::{clean, count, judge, kind, tier, unit, value};
use crate::time;

/// The id of the lens whose parts are tiers.
const LAYERED: &str = "layered";

/// The answer of any lens.
pub(crate) fn query(response: &QueryResponse, page: &mut Page) {
    let answer = &response.answer;
    headline(answer, page);
    page.gap();
    summary(answer, page);
    shares(answer, page);
    parts(answer, page);
    delivery(response, page);
}

/// The answer of the lens that looks for contradictions: rivals first.
pub(crate) fn skeptic(response: &QueryResponse, page: &mut Page) {
    let answer = &response.answer;
    page.heading(about(answer));
    let words = match answer.status.as_str() {
        "unanimous" => "Everybody says the same.".to_owned(),
        "agreed" => "Most agree.".to_owned(),
        "contested" => format!(
            "The claims contradict each other: {} rival values.",
            answer.values
        ),
        _ => "There is nothing to decide between.".to_owned(),
    };
    page.line(words);
    page.gap();
    page.facts(&[
        ("status", answer.status.clone()),
        ("conflict", page.bar(answer.conflict).trim().to_owned()),
        ("candidates", answer.candidates.to_string()),
    ]);
    shares(answer, page);
    delivery(response, page);
}

/// The answer of the lens that goes by tiers: tiers first.
pub(crate) fn layered(response: &QueryResponse, page: &mut Page) {
    let answer = &response.answer;
    headline(answer, page);
    parts(answer, page);
    page.gap();
    summary(answer, page);
    delivery(response, page);
}

/// What a replay found.
pub(crate) fn replay(response: &ReplayResponse, page: &mut Page) {
    let words = if response.identical {
        page.verdict(true, "Identical")
    } else {
        page.verdict(false, "Different")
    };
    page.heading(about(&response.answer));
    page.facts(&[
        ("replay", words),
        ("query", response.query_id.clone()),
        ("recorded", response.recorded_digest.clone()),
        ("replayed", response.replayed_digest.clone()),
        ("value", winner(&response.answer)),
        ("judged by", judges(&response.answer)),
        ("position", response.answer.position.to_string()),
    ]);
}

fn about(answer: &Answer) -> String {
    let subject = format!("{} · {}", clean(&answer.subject), clean(&answer.predicate));
    if answer.namespace == "public" {
        subject
    } else {
        format!("{subject}  (in {})", clean(&answer.namespace))
    }
}

fn winner(answer: &Answer) -> String {
    match &answer.winner {
        Some(claim) => value(&claim.object),
        None if answer.candidates == 0 => "nobody claims anything".to_owned(),
        None => "undecided".to_owned(),
    }
}

fn headline(answer: &Answer, page: &mut Page) {
    page.heading(format!("{} = {}", about(answer), winner(answer)));
}

fn summary(answer: &Answer, page: &mut Page) {
    let mut facts = vec![
        ("status", answer.status.clone()),
        ("confidence", unit(answer.confidence)),
        ("conflict", unit(answer.conflict)),
        ("candidates", answer.candidates.to_string()),
    ];
    if let Some(claim) = &answer.winner {
        facts.extend(winning(claim));
    }
    if let Some(excluded) = excluded(&answer.excluded) {
        facts.push(("left out", excluded));
    }
    page.facts(&facts);
}

fn winning(claim: &ClaimView) -> Vec<(&'static str, String)> {
    let mut facts = vec![
        (
            "value",
            format!("{} ({})", value(&claim.object), kind(&claim.object)),
        ),
        ("claim", claim.id.clone()),
        ("author", claim.author.clone()),
        (
            "stated",
            format!(
                "{}, tier {}, {}, {} sure",
                time::show(claim.time),
                tier(u32::from(claim.tier)),
                claim.lifecycle,
                unit(claim.confidence)
            ),
        ),
    ];
    if let Some(source) = &claim.source {
        facts.push(("source", source.clone()));
    }
    for (name, text) in &claim.metadata {
        facts.push(("metadata", format!("{}: {}", clean(name), clean(text))));
    }
    facts
}

/// What was left out and why; nothing if nothing was.
fn excluded(excluded: &Excluded) -> Option<String> {
    let reasons = [
        (excluded.replaced, "replaced by a later claim"),
        (excluded.retracted, "withdrawn, or its source was"),
        (excluded.lifecycle, "of another lifecycle"),
        (excluded.epoch, "of another epoch"),
        (excluded.confidence, "not sure enough"),
        (excluded.stage, "taken out by a stage of the lens"),
    ];
    let told: Vec<String> = reasons
        .iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, reason)| format!("{number} {reason}"))
        .collect();
    (!told.is_empty()).then(|| told.join(", "))
}

fn shares(answer: &Answer, page: &mut Page) {
    if answer.shares.is_empty() {
        return;
    }
    page.gap();
    let row = |share: &ShareView, page: &Page| {
        vec![
            value(&share.object),
            page.bar(share.share),
            share.claims.to_string(),
            page.id(&share.claim),
        ]
    };
    let rows = answer.shares.iter().map(|share| row(share, page)).collect();
    let columns = [
        Column::Text("value"),
        Column::Whole("share"),
        Column::Number("claims"),
        Column::Whole("first claim"),
    ];
    page.table(&columns, rows);
    let more = answer.values.saturating_sub(answer.shares.len() as u64);
    if more > 0 {
        page.line(format!("  and {more} more; see them with --limit"));
    }
}

fn parts(answer: &Answer, page: &mut Page) {
    if answer.parts.is_empty() {
        return;
    }
    page.gap();
    let by_tier = answer.plugins.iter().any(|plugin| plugin.id == LAYERED);
    let row = |part: &PartView, page: &Page| {
        let label = if by_tier {
            tier(part.label)
        } else {
            part.label.to_string()
        };
        vec![
            label,
            value(&part.object),
            unit(part.confidence),
            unit(part.conflict),
            part.candidates.to_string(),
            page.id(&part.claim),
        ]
    };
    let rows = answer.parts.iter().map(|part| row(part, page)).collect();
    let columns = [
        Column::Whole(if by_tier { "tier" } else { "part" }),
        Column::Text("value"),
        Column::Number("confidence"),
        Column::Number("conflict"),
        Column::Number("claims"),
        Column::Whole("claim"),
    ];
    page.table(&columns, rows);
}

fn judges(answer: &Answer) -> String {
    let judges: Vec<String> = answer.plugins.iter().map(judge).collect();
    judges.join(" | ")
}

fn delivery(response: &QueryResponse, page: &mut Page) {
    let answer = &response.answer;
    page.gap();
    let served = if response.served_by_view {
        ", from a view"
    } else {
        ""
    };
    page.facts(&[
        ("judged by", judges(answer)),
        ("as of", time::show(answer.as_of)),
        ("known at", time::show(answer.known_at)),
        ("position", answer.position.to_string()),
        ("query", format!("{}{served}", response.query_id)),
    ]);
    if answer.candidates == 0 {
        page.line(format!(
            "  {} of this subject and predicate can be counted here.",
            count(0, "claim")
        ));
    }
}
