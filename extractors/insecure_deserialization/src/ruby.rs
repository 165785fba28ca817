//! Ruby: Marshal, Psych, Oj.

use aphoria_sdk::{Hit, Language, Observation, Rule, Source};

use crate::{data, types};

const RUBY: &[Language] = &[Language::Ruby];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "rb-marshal",
        RUBY,
        &["Marshal.load", "Marshal.restore("],
        r"\bMarshal\.(?:load|restore)\(",
        types(false, 0.95),
    )
    .judged(data),
    Rule::code(
        "rb-yaml-unsafe",
        RUBY,
        &["AML.unsafe_load", "Psych.unsafe_load"],
        r"\b(?:YAML|Psych)\.unsafe_load(?:_file)?\(",
        types(false, 0.95),
    ),
    Rule::code(
        "rb-yaml",
        RUBY,
        &["YAML.load", "Psych.load"],
        r"\b(?:YAML|Psych)\.load\(",
        types(false, 0.6),
    )
    .judged(old),
    Rule::code(
        "rb-yaml-safe",
        RUBY,
        &["AML.safe_load", "Psych.safe_load"],
        r"\b(?:YAML|Psych)\.safe_load(?:_file)?\(",
        types(true, 0.95),
    ),
    Rule::code(
        "rb-oj",
        RUBY,
        &["mode: :object"],
        r"\bOj\.load\([^\n]*\bmode: :object\b",
        types(false, 0.9),
    ),
    Rule::code(
        "rb-oj-safe",
        RUBY,
        &["Oj.safe_load(", "mode: :strict"],
        r"\bOj\.(?:safe_load\(|load\([^\n]*\bmode: :strict\b)",
        types(true, 0.9),
    ),
];

/// Before Psych 4 it builds any object.
fn old(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    let mut all = data(hit, source, said);
    for said in &mut all {
        said.confidence = said.confidence.min(0.7);
    }
    all
}
