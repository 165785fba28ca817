//! Rust: Diesel, SeaORM.

use aphoria_sdk::flow::sql;
use aphoria_sdk::{Hit, Language, Observation, Rule, Source};

use crate::{PIECE, SAFE, first};

const RUST: &[Language] = &[Language::Rust];

pub(crate) const RULES: &[Rule] = &[
    Rule::code("rs-diesel", RUST, &["sql_query("], r"\bsql_query\(", PIECE).judged(first),
    Rule::code(
        "rs-diesel-sql",
        RUST,
        &["sql::<"],
        r"\bsql::<[\w:<>]+>\(",
        PIECE,
    )
    .judged(first),
    Rule::code(
        "rs-sea",
        RUST,
        &["Statement::from_string("],
        r"\bStatement::from_string\(",
        PIECE,
    )
    .judged(second),
    Rule::code(
        "rs-sea-values",
        RUST,
        &["Statement::from_sql_and_values("],
        r"\bStatement::from_sql_and_values\(",
        SAFE,
    ),
];

/// The kind of database comes first.
fn second(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    sql::say_of_part(hit, source, said, 1)
}
