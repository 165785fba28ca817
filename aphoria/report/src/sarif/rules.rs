//! Rules: one for each pair of extractor and predicate that has a result.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::{Against, Observation, Plugin, visible::sentence};

/// The rules of a run, in the order of their ids.
pub(super) struct Rules {
    ids: Vec<String>,
    written: Vec<Value>,
}

impl Rules {
    pub(super) fn new(shown: &[&Observation], plugins: &[Plugin]) -> Self {
        let mut by_id: BTreeMap<String, Vec<&Observation>> = BTreeMap::new();
        for observation in shown {
            by_id.entry(id(observation)).or_default().push(observation);
        }
        let written = by_id
            .iter()
            .filter_map(|(id, observations)| {
                let first = observations.first()?;
                let plugin = plugins.iter().find(|plugin| plugin.id == first.extractor);
                Some(rule(id, first, plugin, &claims(observations)))
            })
            .collect();
        Self {
            ids: by_id.into_keys().collect(),
            written,
        }
    }

    pub(super) fn written(&self) -> &[Value] {
        &self.written
    }

    pub(super) fn index(&self, id: &str) -> Option<usize> {
        self.ids
            .binary_search_by(|known| known.as_str().cmp(id))
            .ok()
    }
}

/// The id of the rule that an observation is a result of.
pub(super) fn id(observation: &Observation) -> String {
    format!("{}/{}", observation.extractor, observation.predicate)
}

/// The claims that the rule's results were held against, each once.
fn claims<'o>(observations: &[&'o Observation]) -> Vec<&'o Against> {
    let mut known = BTreeSet::new();
    observations
        .iter()
        .filter_map(|one| one.conflict.as_ref())
        .flat_map(|conflict| &conflict.against)
        .filter(|against| known.insert(against.claim.as_str()))
        .collect()
}

fn rule(id: &str, first: &Observation, plugin: Option<&Plugin>, claims: &[&Against]) -> Value {
    let title = plugin.map_or("", |plugin| plugin.title.as_str());
    let title = sentence(if title.is_empty() { id } else { title });
    let mut made = json!({
        "id": id,
        "name": name(&first.extractor, &first.predicate),
        "shortDescription": { "text": title },
        "help": {
            "text": help(claims, &title, text_of),
            "markdown": help(claims, &title, markdown_of),
        },
        "properties": { "tags": tags(claims) },
    });
    if let Some(worst) = worst(first, claims) {
        made["properties"]["security-severity"] = json!(worst);
    }
    let url = claims
        .iter()
        .map(|claim| claim.citation.url.as_str())
        .find(|url| is_web(url));
    if let Some(url) = url {
        made["helpUri"] = json!(url);
    }
    made
}

/// A severity out of ten for tools that sort by it: by the height of the highest authority, since a rule has no score.
fn worst(first: &Observation, claims: &[&Against]) -> Option<&'static str> {
    first.conflict.as_ref()?;
    Some(match claims.iter().map(|claim| claim.tier.number).min()? {
        0 => "9.0",
        1 => "8.0",
        2 => "7.0",
        3 => "5.0",
        _ => "3.0",
    })
}

/// `TlsVerifyEnabled`
fn name(extractor: &str, predicate: &str) -> String {
    let mut made = String::new();
    let words = extractor.split(|c: char| !c.is_ascii_alphanumeric());
    for word in words.chain(predicate.split(|c: char| !c.is_ascii_alphanumeric())) {
        let mut chars = word.chars();
        made.extend(chars.next().map(|first| first.to_ascii_uppercase()));
        made.extend(chars);
    }
    made
}

fn help(claims: &[&Against], title: &str, write: impl Fn(&Against) -> String) -> String {
    if claims.is_empty() {
        return title.to_owned();
    }
    let parts: Vec<String> = claims.iter().map(|claim| write(claim)).collect();
    parts.join("\n\n")
}

fn text_of(claim: &Against) -> String {
    sentence(&format!(
        "{}, {}: \"{}\" What to do: {} {}",
        claim.citation.words(),
        claim.requirement,
        claim.says,
        claim.remedy,
        claim.citation.url
    ))
}

fn markdown_of(claim: &Against) -> String {
    crate::markdown::rule_of(claim)
}

/// `security`, and for a CWE the tag by which tools know it.
fn tags(claims: &[&Against]) -> Vec<String> {
    let mut tags = BTreeSet::from(["security".to_owned()]);
    for claim in claims {
        let document = claim.citation.document.to_ascii_lowercase();
        let number = document
            .strip_prefix("cwe-")
            .or_else(|| document.strip_prefix("cwe "));
        if let Some(number) = number
            && !number.is_empty()
            && number.bytes().all(|byte| byte.is_ascii_digit())
        {
            tags.insert(format!("external/cwe/cwe-{number}"));
        }
        let tag: String = document
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
            .collect();
        tags.insert(tag);
    }
    tags.into_iter().collect()
}

fn is_web(url: &str) -> bool {
    (url.starts_with("https://") || url.starts_with("http://"))
        && url
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && !b"<>\"{}|\\^`".contains(&byte))
}
