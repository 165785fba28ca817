//! Python: Django, SQLAlchemy, Peewee.

use aphoria_sdk::flow::{self, Called, sql};
use aphoria_sdk::{Hit, Language, Observation, Rule, Source};

use crate::{PIECE, first};

const PYTHON: &[Language] = &[Language::Python];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "py-django-raw",
        PYTHON,
        &[".objects.raw(", "RawSQL("],
        r"(?:\.objects\.raw|\bRawSQL)\(",
        PIECE,
    )
    .judged(first),
    Rule::code("py-django-extra", PYTHON, &[".extra("], r"\.extra\(", PIECE).judged(extra),
    Rule::code(
        "py-sqlalchemy-text",
        PYTHON,
        &["text("],
        r"\b(?:sa\.|sqlalchemy\.|db\.)?text\(",
        PIECE,
    )
    .judged(text),
];

/// Each keyword is a list of pieces; `params` keeps values apart.
fn extra(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    let Some(call) = Called::around(source, hit) else {
        return Vec::new();
    };
    for value in &call.arguments {
        if matches!(
            value.name.as_str(),
            "where" | "select" | "tables" | "order_by"
        ) {
            let reach = flow::reach(source, hit, value, sql::WAYS);
            if !reach.is_constant() && (reach.composed || reach.is_input()) {
                return reach.say(said, false, "the text of a query");
            }
        }
    }
    Vec::new()
}

/// Counts if it is SQL: other libraries have functions of that name.
#[expect(
    clippy::needless_pass_by_value,
    reason = "the type of a judge is the same for all rules"
)]
fn text(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    if hit.before().ends_with(['.', '_']) {
        return Vec::new();
    }
    sql::say_of_call(hit, source, &said)
}
