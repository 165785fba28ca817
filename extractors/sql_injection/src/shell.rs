//! Bash: psql, mysql, sqlite3.

use aphoria_sdk::flow::{Called, sql};
use aphoria_sdk::{Hit, Language, Observation, Rule, Source};

use crate::QUERY;

const BASH: &[Language] = &[Language::Bash];

pub(crate) const RULES: &[Rule] = &[Rule::code(
    "sh-clients",
    BASH,
    &["psql ", "mysql ", "sqlite3 ", "mariadb "],
    r"\b(?:psql|mysql|mariadb|sqlite3) ",
    QUERY,
)
.judged(words)];

/// One of the words is a query.
#[expect(
    clippy::needless_pass_by_value,
    reason = "the type of a judge is the same for all rules"
)]
fn words(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    let Some(call) = Called::around(source, hit) else {
        return Vec::new();
    };
    for word in &call.arguments {
        let told = sql::say(hit, source, said.clone(), word, false);
        if !told.is_empty() {
            return told;
        }
    }
    Vec::new()
}
