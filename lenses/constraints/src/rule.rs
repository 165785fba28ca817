//! What a claim requires and forbids. Not why: the reason is for the reader of the answer.

use crate::json;

/// A rule by what it says. At least one name; no name is both required and forbidden.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Rule {
    /// In order, without repetition.
    pub(crate) required: Vec<String>,
    /// In order, without repetition.
    pub(crate) forbidden: Vec<String>,
}

impl Rule {
    /// Reads the text of a value; `None` if it is no rule.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let mut rule = Self {
            required: Vec::new(),
            forbidden: Vec::new(),
        };
        for (name, texts) in json::fields(text)? {
            match name.as_str() {
                "must_use" => rule.required = names(&texts),
                "forbidden" => rule.forbidden = names(&texts),
                _ => {}
            }
        }
        let is_empty = rule.required.is_empty() && rule.forbidden.is_empty();
        let opposes_itself = rule
            .required
            .iter()
            .any(|name| rule.forbidden.binary_search(name).is_ok());
        (!is_empty && !opposes_itself).then_some(rule)
    }
}

fn names(texts: &[String]) -> Vec<String> {
    let mut names: Vec<String> = texts.iter().map(|text| text.trim().to_owned()).collect();
    names.retain(|name| !name.is_empty());
    names.sort_unstable();
    names.dedup();
    names
}
