//! The table of `docs/confidence.md`: what the confidence of each resolver is.

use std::path::PathBuf;

use anyhow::{Context, Result};

use super::Generated;
use super::block::replaced;
use super::markdown::table;
use crate::lenses::Lens;

/// With what the sentence begins that says it.
const BEGINNING: &str = "Confidence";

/// The page, of which the table is generated.
pub(super) struct Confidences(pub(super) Vec<Lens>);

impl Generated for Confidences {
    fn path(&self) -> PathBuf {
        "docs/confidence.md".into()
    }

    fn render(&self, before: &str) -> Result<String> {
        let resolvers = self.0.iter().filter(|lens| lens.kind() == "resolver");
        let rows = resolvers.map(row).collect::<Result<Vec<_>>>()?;
        replaced(
            before,
            "confidences",
            &table(&["lens", "its confidence"], &rows),
        )
    }
}

fn row(lens: &Lens) -> Result<Vec<String>> {
    let formula = lens.section("Formula")?;
    let said = said(formula).with_context(|| {
        format!(
            "The formula of lenses/{} has no sentence that begins with `{BEGINNING}` and says what it is",
            lens.id
        )
    })?;
    Ok(vec![format!("[`{0}`](lenses/{0}.md)", lens.id), said])
}

/// What the formula says of the confidence, without the word.
fn said(formula: &str) -> Option<String> {
    let line = formula.replace('\n', " ");
    let sentence = sentences(&line).find(|sentence| sentence.starts_with(BEGINNING))?;
    let (_, said) = sentence.split_once(": ")?;
    Some(said.trim_end_matches('.').to_owned())
}

/// Sentences end with a full stop, a space and a capital letter behind it.
fn sentences(line: &str) -> impl Iterator<Item = &str> {
    let mut rest = line;
    std::iter::from_fn(move || {
        let begins = |at: usize| rest[at..].chars().nth(2).is_some_and(char::is_uppercase);
        let end = rest.match_indices(". ").map(|(at, _)| at);
        let end = end.clone().find(|&at| begins(at)).unwrap_or(rest.len());
        let sentence = &rest[..end];
        rest = rest.get(end + 2..).unwrap_or_default();
        (!sentence.is_empty()).then_some(sentence)
    })
}

#[cfg(test)]
mod tests {
    use super::said;

    #[test]
    fn the_sentence_about_the_confidence_is_found() {
        let formula = "Weight: weight * confidence. Confidence, by the rule: w / (w + 1.5), with\nw the weight. Share: x.";
        assert_eq!(
            said(formula).as_deref(),
            Some("w / (w + 1.5), with w the weight")
        );
        assert_eq!(said("Confidence: the share.").as_deref(), Some("the share"));
        assert_eq!(said("The share is the confidence."), None);
    }
}
