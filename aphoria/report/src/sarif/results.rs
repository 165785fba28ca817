//! Results: one for each observation.

use serde_json::{Value, json};

use super::{location, rules, rules::Rules};
use crate::{Observation, SuppressedBy, Verdict, authority::words, visible::sentence};

pub(super) fn result(observation: &Observation, rules: &Rules, files: &[&str]) -> Value {
    let (level, kind) = match observation.verdict {
        Verdict::Block => ("error", "fail"),
        Verdict::Flag => ("warning", "fail"),
        Verdict::Ack => ("note", "fail"),
        Verdict::Pass => ("none", "pass"),
        Verdict::None => ("none", "informational"),
    };
    let id = rules::id(observation);
    let index = files.binary_search(&observation.file.as_str()).ok();
    let mut made = json!({
        "ruleId": id,
        "level": level,
        "kind": kind,
        "message": { "text": message(observation) },
        "locations": [{
            "physicalLocation": {
                "artifactLocation": location(&observation.file, index),
                "region": {
                    "startLine": observation.line,
                    "startColumn": observation.column,
                    "endLine": observation.end_line,
                    "endColumn": observation.end_column,
                    "snippet": { "text": observation.snippet },
                },
            },
            "logicalLocations": [{ "fullyQualifiedName": observation.concept_path }],
        }],
        "partialFingerprints": { "aphoria/v1": observation.fingerprint },
        "suppressions": suppressions(observation),
        "properties": {
            "verdict": observation.verdict,
            "predicate": observation.predicate,
            "value": observation.value,
            "confidence": observation.confidence,
            "context": observation.context,
        },
    });
    if let Some(index) = rules.index(&id) {
        made["ruleIndex"] = json!(index);
    }
    if let Some(baseline) = observation.baseline {
        made["baselineState"] = json!(baseline.name());
    }
    if let Some(conflict) = &observation.conflict {
        made["properties"]["score"] = json!(conflict.score);
        made["properties"]["against"] = json!(conflict.against);
    }
    made
}

/// What was seen, what asks for something else, and what to do.
fn message(observation: &Observation) -> String {
    let mut text = observation.reason.clone();
    let first = observation
        .conflict
        .as_ref()
        .and_then(|conflict| conflict.against.first());
    if let Some(against) = first.filter(|_| observation.verdict.is_conflict()) {
        text = format!(
            "{text} {}, {}: \"{}\" Seen: {} = {}, expected: {}. {}",
            against.citation.words(),
            against.requirement,
            against.says,
            observation.predicate,
            words(&observation.value),
            words(&against.expected),
            against.remedy
        );
    }
    sentence(&text)
}

fn suppressions(observation: &Observation) -> Vec<Value> {
    let Some(suppression) = &observation.suppressed else {
        return Vec::new();
    };
    let kind = match suppression.kind {
        SuppressedBy::Inline => "inSource",
        SuppressedBy::Ack | SuppressedBy::Baseline => "external",
    };
    let mut made = json!({
        "kind": kind,
        "status": "accepted",
        "properties": { "by": suppression.kind.name() },
    });
    if !suppression.reason.is_empty() {
        made["justification"] = json!(sentence(&suppression.reason));
    }
    if let Some(expires) = &suppression.expires {
        made["properties"]["expires"] = json!(expires);
    }
    vec![made]
}
