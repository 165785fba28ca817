//! The lineage of a record as a tree.

use stemedb_wire::{ContentView, RecordView, RetractionView, Trace};

use super::page::Page;
use super::text::{claim, clean, count, short, tier, unit};
use crate::time;

/// Votes and signatures that a tree shows; the rest is counted.
const SHOWN_MAX: usize = 10;

/// A record with everything that it rests on and that was said of it.
pub(crate) fn trace(trace: &Trace, page: &mut Page) {
    let record = &trace.record;
    let name = page.bold(&title(record));
    page.line(name);
    let mut facts = vec![
        ("id", record.id.clone()),
        ("author", record.author.clone()),
        ("namespace", clean(&record.namespace)),
        ("time", time::show(record.time)),
        (
            "accepted",
            format!(
                "{} at position {}",
                time::show(trace.accepted_at),
                trace.position
            ),
        ),
    ];
    facts.extend(details(&record.content));
    if trace.dependants > 0 {
        facts.push(("rests on it", count(trace.dependants, "claim")));
    }
    page.facts(&facts);
    draw(&branches(trace), "", page);
}

/// A line and what hangs from it.
struct Branch {
    line: String,
    below: Vec<Branch>,
}

impl Branch {
    fn leaf(line: impl Into<String>) -> Self {
        Branch {
            line: line.into(),
            below: Vec::new(),
        }
    }
}

fn branches(trace: &Trace) -> Vec<Branch> {
    let mut branches = Vec::new();
    branches.extend(withdrawals(&trace.retractions, &trace.record.id));
    if let Some(source) = source_of(&trace.record, trace) {
        branches.push(source);
    }
    branches.extend(lineage(trace));
    for (number, epoch) in trace.epochs.iter().enumerate() {
        let how = if number == 0 {
            "epoch"
        } else {
            "superseded by epoch"
        };
        branches.push(Branch::leaf(format!("{how} {}", named(epoch))));
    }
    for child in &trace.children {
        branches.push(Branch::leaf(format!("followed by {child}")));
    }
    branches.extend(signatures(trace));
    branches.extend(votes(trace));
    branches
}

/// The parents, each hanging from its child, with their sources.
fn lineage(trace: &Trace) -> Option<Branch> {
    let mut below: Option<Branch> = None;
    for parent in trace.parents.iter().rev() {
        let mut branch = Branch::leaf(format!("parent {}", named(parent)));
        branch.below.extend(source_of(parent, trace));
        branch.below.extend(below.take());
        below = Some(branch);
    }
    below
}

fn source_of(record: &RecordView, trace: &Trace) -> Option<Branch> {
    let ContentView::Claim(claim) = &record.content else {
        return None;
    };
    let id = claim.source.as_deref()?;
    let known = trace.sources.iter().find(|source| source.id == id);
    let mut branch = Branch::leaf(match known {
        Some(source) => format!("source {}", named(source)),
        None => format!("source {id}, which this database does not have"),
    });
    branch.below = withdrawals(&trace.retractions, id);
    Some(branch)
}

fn withdrawals(retractions: &[RetractionView], target: &str) -> Vec<Branch> {
    let of = |retraction: &&RetractionView| retraction.target == target;
    let line = |retraction: &RetractionView| {
        Branch::leaf(format!(
            "withdrawn {} by {}: {}",
            time::show(retraction.time),
            short(&retraction.author),
            clean(&retraction.reason)
        ))
    };
    retractions.iter().filter(of).map(line).collect()
}

fn signatures(trace: &Trace) -> Option<Branch> {
    let line = |signature: &stemedb_wire::SignatureView| {
        let whose = if signature.author { ", the author" } else { "" };
        Branch::leaf(format!(
            "{}{whose}, {}",
            short(&signature.agent),
            time::show(signature.time)
        ))
    };
    let lines = trace.signatures.iter().map(line).collect();
    bundle("signature", lines)
}

fn votes(trace: &Trace) -> Option<Branch> {
    let line = |vote: &stemedb_wire::VoteView| {
        let counts = if vote.effective {
            ""
        } else {
            ", taken back by a later vote"
        };
        Branch::leaf(format!(
            "{} by {}, {}{counts}",
            unit(vote.weight),
            short(&vote.agent),
            time::show(vote.time)
        ))
    };
    bundle("vote", trace.votes.iter().map(line).collect())
}

fn bundle(what: &str, mut lines: Vec<Branch>) -> Option<Branch> {
    if lines.is_empty() {
        return None;
    }
    let mut branch = Branch::leaf(count(lines.len() as u64, what));
    let more = lines.len().saturating_sub(SHOWN_MAX);
    lines.truncate(SHOWN_MAX);
    branch.below = lines;
    if more > 0 {
        branch.below.push(Branch::leaf(format!("and {more} more")));
    }
    Some(branch)
}

fn draw(branches: &[Branch], before: &str, page: &mut Page) {
    for (number, branch) in branches.iter().enumerate() {
        let last = number + 1 == branches.len();
        let (turn, down) = if last {
            ("└─ ", "   ")
        } else {
            ("├─ ", "│  ")
        };
        page.line(format!("  {before}{turn}{}", branch.line));
        draw(&branch.below, &format!("{before}{down}"), page);
    }
}

/// What a record says, in a few words.
pub(super) fn title(record: &RecordView) -> String {
    match &record.content {
        ContentView::Claim(content) => format!("claim {}", claim(content)),
        ContentView::Vote { target, weight } => {
            format!("vote {} on {}", unit(*weight), short(target))
        }
        ContentView::Epoch { name, .. } => format!("epoch {}", clean(name)),
        ContentView::Source {
            title,
            source_class,
            ..
        } => format!("source {} ({source_class})", clean(title)),
        ContentView::Withdrawal { target, reason } => {
            format!("{} of {}: {}", record.kind, short(target), clean(reason))
        }
        ContentView::Signature { target } => format!("signature under {}", short(target)),
    }
}

/// A record with its id, for a line of the tree.
fn named(record: &RecordView) -> String {
    let words = title(record);
    let words = words
        .split_once(' ')
        .map_or(words.as_str(), |(_, words)| words);
    match &record.content {
        ContentView::Source {
            citation: Some(citation),
            ..
        } => format!("{} {words}, {}", record.id, clean(citation)),
        _ => format!("{} {words}", record.id),
    }
}

fn details(content: &ContentView) -> Vec<(&'static str, String)> {
    match content {
        ContentView::Claim(claim) => {
            let mut facts = vec![(
                "standing",
                format!(
                    "tier {}, {}, {} sure",
                    tier(u32::from(claim.tier)),
                    claim.lifecycle,
                    unit(claim.confidence)
                ),
            )];
            if let Some(evidence) = &claim.evidence {
                facts.push(("evidence", evidence.clone()));
            }
            for (name, text) in &claim.metadata {
                facts.push(("metadata", format!("{}: {}", clean(name), clean(text))));
            }
            facts
        }
        ContentView::Source {
            citation: Some(citation),
            ..
        } => vec![("citation", clean(citation))],
        ContentView::Epoch {
            supersedes: Some(old),
            supersession,
            ..
        } => {
            let how = supersession.as_deref().unwrap_or("supersedes");
            vec![("supersedes", format!("{old} ({how})"))]
        }
        _ => Vec::new(),
    }
}
