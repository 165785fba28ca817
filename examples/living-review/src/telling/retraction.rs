//! Part 2: a source is withdrawn, and everything that rests on it is flagged.

use anyhow::{Result, ensure};
use stemedb_client::Impact;
use stemedb_wire::StewardRequest;

use super::{Telling, page};
use crate::records::signer;

/// Dependants that are shown.
const SHOWN: u32 = 4;

pub(super) fn tell(telling: &Telling) -> Result<()> {
    page::title("2 · A source is withdrawn");
    telling.show("before-retraction")?;
    for retraction in &telling.story.retractions {
        let steward = StewardRequest {
            namespace: "public".to_owned(),
            agent: signer(&retraction.agent).agent().to_string(),
            granted: true,
            by: "demo operator".to_owned(),
            reason: "keeps the review's sources".to_owned(),
        };
        telling.client.steward(&steward)?;
        telling
            .client
            .retract(&telling.signed.retraction(retraction)?)?;
        let source = telling.signed.sources[&retraction.source].to_string();
        let impact = telling.client.impact(&Impact {
            source,
            limit: Some(SHOWN),
        })?;
        ensure!(
            impact.dependants == retraction.dependants,
            "{} claims were flagged",
            impact.dependants
        );
        page::say(&format!(
            "{} withdraws {} (made up for the story): \"{}\" {} claims of {} agents on {} questions rest on it and are flagged; the first:",
            retraction.agent,
            retraction.source,
            retraction.reason,
            impact.dependants,
            impact.agents,
            impact.pairs
        ));
        let mut table = page::table(&["claim", "subject", "predicate", "value", "by"]);
        for claim in &impact.claims {
            table.add_row([
                page::short(&claim.id).to_owned(),
                claim.subject.clone(),
                claim.predicate.clone(),
                claim.object.to_string(),
                telling.name_of(&claim.author),
            ]);
        }
        page::show(&table);
    }
    let after = telling.show("after-retraction")?;
    if let Some(first) = after.first() {
        page::say(&format!(
            "{} claims of the pair were left out as withdrawn; they are still there to be looked at.",
            first.answer.excluded.retracted
        ));
    }
    Ok(())
}
