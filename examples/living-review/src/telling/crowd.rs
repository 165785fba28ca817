//! Part 1: a regulator's figure against a crowd.

use anyhow::Result;

use super::{Telling, page};

pub(super) fn tell(telling: &Telling) -> Result<()> {
    page::title("1 · FDA against anecdote");
    page::say(
        "Two regulators state one rate; fifty posts, all made up, state another. Nobody is deleted. Who asks chooses the lens.",
    );
    let responses = telling.show("fda-against-anecdote")?;
    if let Some(layered) = responses
        .iter()
        .find(|response| !response.answer.parts.is_empty())
    {
        page::say("The layered lens keeps every tier's own winner in sight:");
        let mut table = page::table(&["tier", "candidates", "winner", "conflict"]);
        for part in &layered.answer.parts {
            table.add_row([
                part.label.to_string(),
                part.candidates.to_string(),
                part.object.to_string(),
                format!("{:.2}", part.conflict),
            ]);
        }
        page::show(&table);
    }
    Ok(())
}
