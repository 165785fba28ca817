//! Java: JPA, Hibernate.

use aphoria_sdk::flow::{Called, sql};
use aphoria_sdk::{Hit, Language, Observation, Rule, Source, Value};

use crate::{PIECE, first};

const JAVA: &[Language] = &[Language::Java];

pub(crate) const RULES: &[Rule] = &[Rule::code(
    "java-query",
    JAVA,
    &[".createQuery(", ".createNativeQuery(", ".createSQLQuery("],
    r"\.create(?:Native|SQL)?Query\(",
    PIECE,
)
.judged(query)];

/// Values are handed over by a later call: places in a constant text are enough.
fn query(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    let call = Called::around(source, hit);
    let Some(value) = call.as_ref().and_then(|call| call.positional(0)) else {
        return Vec::new();
    };
    if value.form == aphoria_sdk::Form::Literal {
        return if sql::has_places(&value.text) {
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
