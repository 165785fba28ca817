//! Part 3: from a claim back to its source.

use anyhow::{Context, Result, ensure};
use stemedb_wire::{ContentView, RecordView};

use super::{Telling, page};

pub(super) fn tell(telling: &Telling) -> Result<()> {
    page::title("3 · An audit trail back to the source");
    for trail in &telling.story.audits {
        let id = telling.signed.claim(&trail.claim)?.to_string();
        let trace = telling.client.trace(&id)?;
        let mut steps: Vec<&RecordView> = trace.parents.iter().rev().collect();
        steps.push(&trace.record);
        page::say(
            "Every step is a signed record of its own; the latest replaces the one before, which stays.",
        );
        let mut table = page::table(&["step", "claim", "day", "value", "by"]);
        for (step, lifecycle) in steps.iter().zip(&trail.lifecycles) {
            let claim = claim(step).context("a step that is no claim")?;
            ensure!(
                claim.lifecycle == *lifecycle,
                "{} is {}",
                claim.id,
                claim.lifecycle
            );
            table.add_row([
                lifecycle.clone(),
                page::short(&claim.id).to_owned(),
                page::day(claim.time),
                format!("{} · {} = {}", claim.subject, claim.predicate, claim.object),
                telling.name_of(&step.author),
            ]);
        }
        page::show(&table);
        ensure!(
            trace.votes.len() == trail.votes,
            "{} votes",
            trace.votes.len()
        );
        ensure!(
            trace.signatures.len() == trail.signatures,
            "{} signatures",
            trace.signatures.len()
        );
        let signers: Vec<String> = trace
            .signatures
            .iter()
            .map(|signature| telling.name_of(&signature.agent))
            .collect();
        page::say(&format!(
            "Signed by {}; {} votes.",
            signers.join(", "),
            trace.votes.len()
        ));
        for source in &trace.sources {
            if let ContentView::Source {
                title, citation, ..
            } = &source.content
            {
                let citation = citation.clone().unwrap_or_default();
                page::say(&format!(
                    "Source {}: {title}. {citation}",
                    page::short(&source.id)
                ));
            }
        }
    }
    Ok(())
}

fn claim(record: &RecordView) -> Option<&stemedb_wire::ClaimView> {
    match &record.content {
        ContentView::Claim(claim) => Some(claim),
        _ => None,
    }
}
