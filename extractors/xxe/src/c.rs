//! C and C++: libxml2, Xerces-C++.

use aphoria_sdk::{Hit, Language, NodeKind, Observation, Rule, Source};

use crate::entities;

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "c-noent",
        Language::C_AND_CPP,
        &["XML_PARSE_NOENT", "XML_PARSE_DTDLOAD"],
        r"\bXML_PARSE_(?:NOENT|DTDLOAD)\b",
        entities(true, 0.9),
    )
    .judged(given),
    Rule::code(
        "c-substitute",
        Language::C_AND_CPP,
        &["xmlSubstituteEntitiesDefault("],
        r"\bxmlSubstituteEntitiesDefault\(\s*1\s*\)",
        entities(true, 0.95),
    ),
    Rule::code(
        "c-substitute-off",
        Language::C_AND_CPP,
        &["xmlSubstituteEntitiesDefault("],
        r"\bxmlSubstituteEntitiesDefault\(\s*0\s*\)",
        entities(false, 0.95),
    ),
    Rule::code(
        "cpp-xerces-off",
        Language::C_AND_CPP,
        &["setDisableDefaultEntityResolution("],
        r"\bsetDisableDefaultEntityResolution\(\s*true\s*\)",
        entities(false, 0.95),
    ),
    Rule::code(
        "cpp-xerces-on",
        Language::C_AND_CPP,
        &["setDisableDefaultEntityResolution("],
        r"\bsetDisableDefaultEntityResolution\(\s*false\s*\)",
        entities(true, 0.9),
    ),
];

/// Counts where it is given to a call; a test of a flag is none.
fn given(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    let is_test = hit.before().trim_end().ends_with(['&', '=']);
    let call = source.enclosing(hit.file(), hit.span(), NodeKind::Call);
    if call.is_some() && !is_test {
        vec![said]
    } else {
        Vec::new()
    }
}
