//! Ruby: ActiveRecord, Sequel.

use aphoria_sdk::flow::{Called, elements, sql};
use aphoria_sdk::{Hit, Language, Observation, Rule, Source, Value};

use crate::{PIECE, first};

const RUBY: &[Language] = &[Language::Ruby];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "rb-conditions",
        RUBY,
        &[
            ".where(",
            ".having(",
            ".find_by_sql(",
            ".joins(",
            ".where \"",
            ".exists?(",
        ],
        r#"\.(?:where|having|find_by_sql|joins|exists\?)(?:\(| \")"#,
        PIECE,
    )
    .judged(condition),
    Rule::code(
        "rb-order",
        RUBY,
        &[
            ".order(",
            ".reorder(",
            ".group(",
            ".pluck(",
            ".select(\"",
            ".from(",
        ],
        r"\.(?:order|reorder|group|pluck|select|from)\(",
        PIECE,
    )
    .judged(first),
    Rule::code(
        "rb-arel",
        RUBY,
        &["Arel.sql(", "Sequel.lit("],
        r"\b(?:Arel\.sql|Sequel\.lit)\(",
        PIECE,
    )
    .judged(first),
];

/// A text with values behind it, as arguments or in one list; hashes are kept apart by themselves.
fn condition(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    let call = Called::around(source, hit);
    let Some(value) = call.as_ref().and_then(|call| call.positional(0)) else {
        return Vec::new();
    };
    if value.text.starts_with('[') {
        let parts = elements(source, hit, value);
        let is_apart = parts.len() > 1
            && parts.first().is_some_and(|text| {
                text.form == aphoria_sdk::Form::Literal && sql::has_places(&text.text)
            });
        return if is_apart {
            vec![Observation {
                value: Value::Flag(true),
                confidence: 0.9,
                reason: "values are kept out of the text of a query".to_owned(),
                ..said
            }]
        } else {
            Vec::new()
        };
    }
    first(hit, source, said)
}
