//! PHP: unserialize.

use aphoria_sdk::flow::{Called, elements};
use aphoria_sdk::{Hit, Language, Observation, Rule, Source, Value};

use crate::{data, types};

const PHP: &[Language] = &[Language::Php];

pub(crate) const RULES: &[Rule] = &[Rule::code(
    "php-unserialize",
    PHP,
    &["unserialize("],
    r"\bunserialize\(",
    types(false, 0.95),
)
.judged(allowed)];

/// The second argument may name allowed classes, or none.
fn allowed(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    if hit.before().ends_with(['>', ':', '$']) || hit.before().trim_end().ends_with("function") {
        return Vec::new();
    }
    let call = Called::around(source, hit);
    let options = call.as_ref().and_then(|call| call.positional(1));
    let allowed = options.and_then(|options| {
        let all = elements(source, hit, options);
        all.into_iter()
            .find(|option| option.name == "allowed_classes")
    });
    match allowed {
        Some(allowed) if allowed.text == "true" => data(hit, source, said),
        Some(_) => vec![Observation {
            value: Value::Flag(true),
            reason: "classes that data may name are restricted".to_owned(),
            ..said
        }],
        None => data(hit, source, said),
    }
}
