//! PHP: Laravel, Doctrine.

use aphoria_sdk::flow::Called;
use aphoria_sdk::{Hit, Language, Observation, Rule, Source};

use crate::{PIECE, first};

const PHP: &[Language] = &[Language::Php];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "php-raw",
        PHP,
        &["Raw(", "DB::"],
        r"(?:->(?:where|orWhere|having|orderBy|select|groupBy)Raw|\bDB::(?:raw|select|statement|insert|update|delete|unprepared))\(",
        PIECE,
    )
    .judged(first),
    Rule::code(
        "php-doctrine",
        PHP,
        &["->createQuery(", "->createNativeQuery("],
        r"->create(?:Native)?Query\(",
        PIECE,
    )
    .judged(first),
    Rule::code(
        "php-doctrine-where",
        PHP,
        &["->where(", "->andWhere(", "->orWhere("],
        r#"->(?:where|andWhere|orWhere)\(\s*[\"']"#,
        PIECE,
    )
    .judged(doctrine),
];

/// With one argument it is a condition of Doctrine; with more the first one is a column.
fn doctrine(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    match Called::around(source, hit) {
        Some(call) if call.arguments.len() == 1 => first(hit, source, said),
        _ => Vec::new(),
    }
}
