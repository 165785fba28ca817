//! C#: Entity Framework, NHibernate.

use aphoria_sdk::flow::{Called, sql};
use aphoria_sdk::{Hit, Language, Observation, Rule, Source, Value};

use crate::{PIECE, SAFE, first};

const CSHARP: &[Language] = &[Language::CSharp];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "cs-raw",
        CSHARP,
        &["FromSqlRaw(", "SqlRaw(", "SqlRawAsync(", "SqlQueryRaw"],
        r"\.(?:FromSqlRaw|ExecuteSqlRaw|ExecuteSqlRawAsync|SqlQueryRaw(?:<[\w.?]+>)?)\(",
        PIECE,
    )
    .judged(raw),
    Rule::code(
        "cs-interpolated",
        CSHARP,
        &["SqlInterpolated", "FromSql($", "ExecuteSql($"],
        r"\.(?:FromSqlInterpolated|ExecuteSqlInterpolated(?:Async)?|FromSql|ExecuteSql(?:Async)?)\(\s*\$",
        SAFE,
    ),
    Rule::code(
        "cs-nhibernate",
        CSHARP,
        &[".CreateQuery(", ".CreateSQLQuery("],
        r"\.Create(?:SQL)?Query\(",
        PIECE,
    )
    .judged(first),
];

/// Places are numbered: `{0}`.
fn raw(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    let call = Called::around(source, hit);
    let apart = call.as_ref().and_then(|call| {
        let text = call.positional(0)?;
        let is_plain = text.form == aphoria_sdk::Form::Literal;
        let has_place = text.text.contains("{0}") || sql::has_places(&text.text);
        Some(is_plain && has_place && call.arguments.len() > 1)
    });
    if apart == Some(true) {
        return vec![Observation {
            value: Value::Flag(true),
            confidence: 0.9,
            reason: "values are kept out of the text of a query".to_owned(),
            ..said
        }];
    }
    first(hit, source, said)
}
