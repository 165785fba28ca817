//! The gold standards: questions with the value that is right.
//!
//! Invariant: no question stands there twice; of two rows about one thing the first counts.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use stemedb_core::Object;
use stemedb_import::Mapping;

use super::compare::Rule;

/// A question and its right value.
#[derive(Debug, Clone)]
pub(crate) struct Gold {
    pub(crate) subject: String,
    pub(crate) predicate: String,
    pub(crate) value: String,
    pub(crate) rule: Rule,
    /// Number of the subject.
    pub(crate) number: u32,
}

/// The gold of a day of flights, written as the mapping writes the claims: a row is a flight and the mapping's predicates in
/// their order.
pub(super) fn flights(path: &Path, mapping: &Mapping) -> Result<Vec<Gold>> {
    let bytes = std::fs::read(path).with_context(|| format!("{} can't be read", path.display()))?;
    // Latin-1: each byte is a character.
    let text: String = bytes.into_iter().map(char::from).collect();
    let predicates: Vec<&str> = mapping.predicate_names().collect();
    let (mut gold, mut seen) = (Vec::new(), BTreeSet::new());
    for line in text.lines() {
        let mut cells = line.split('\t');
        let flight = cells.next().unwrap_or_default().trim();
        if flight.is_empty() || !seen.insert(flight) {
            continue;
        }
        for (predicate, cell) in predicates.iter().zip(cells) {
            let Some(Ok(Object::Text(value))) = mapping.normalise(predicate, cell) else {
                continue;
            };
            let is_gate = predicate.ends_with("gate");
            gold.push(Gold {
                subject: format!("flight/{flight}"),
                predicate: (*predicate).to_owned(),
                value,
                rule: if is_gate { Rule::Gate } else { Rule::Time },
                number: seen.len() as u32,
            });
        }
    }
    ensure!(!gold.is_empty(), "{} states nothing", path.display());
    Ok(gold)
}

/// The gold of the birthplaces: a path of places, the most special one first.
pub(super) fn birthplaces(path: &Path) -> Result<Vec<Gold>> {
    let mut table = csv::Reader::from_path(path)
        .with_context(|| format!("{} can't be read", path.display()))?;
    let (mut gold, mut seen) = (Vec::new(), BTreeSet::new());
    for row in table.deserialize() {
        let (person, value): (String, String) = row?;
        if seen.insert(person.clone()) {
            gold.push(Gold {
                subject: format!("person/{}", spaced(&person)),
                predicate: "birthplace".to_owned(),
                value,
                rule: Rule::Place,
                number: seen.len() as u32,
            });
        }
    }
    ensure!(!gold.is_empty(), "{} states nothing", path.display());
    Ok(gold)
}

/// Runs of spaces as one, as templates of mappings write cells.
fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
