//! Part 5: one question, several lenses, several winners; each answer names its judge.

use std::collections::BTreeSet;

use anyhow::{Result, ensure};

use super::{Telling, page};

pub(super) fn tell(telling: &Telling) -> Result<()> {
    page::title("5 · Three lenses, three winners");
    let responses = telling.show("three-winners")?;
    let winners: BTreeSet<String> = responses
        .iter()
        .filter_map(|response| response.answer.winner.as_ref())
        .map(|claim| claim.object.to_string())
        .collect();
    ensure!(
        winners.len() >= 3,
        "only {} different winners",
        winners.len()
    );
    page::say(&format!(
        "{} lenses, {} winners, and each answer names the bytes that judged:",
        responses.len(),
        winners.len()
    ));
    let mut table = page::table(&["judge", "version", "BLAKE3 of its bytes", "query id"]);
    for response in &responses {
        for plugin in &response.answer.plugins {
            table.add_row([
                &plugin.id,
                &plugin.version,
                &plugin.digest,
                &response.query_id,
            ]);
        }
    }
    page::show(&table);
    telling.show("guideline-eras")?;
    Ok(())
}
