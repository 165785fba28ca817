//! PHP: libxml, as used by DOMDocument, SimpleXML and XMLReader.

use aphoria_sdk::{Hit, Language, NodeKind, Observation, Rule, Source};

use crate::entities;

const PHP: &[Language] = &[Language::Php];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "php-noent",
        PHP,
        &["LIBXML_NOENT", "LIBXML_DTDLOAD"],
        r"\bLIBXML_(?:NOENT|DTDLOAD)\b",
        entities(true, 0.9),
    )
    .judged(given),
    Rule::code(
        "php-loader-off",
        PHP,
        &["libxml_disable_entity_loader("],
        r"\blibxml_disable_entity_loader\(\s*(?:true\s*)?\)",
        entities(false, 0.95),
    ),
    Rule::code(
        "php-loader-on",
        PHP,
        &["libxml_disable_entity_loader("],
        r"\blibxml_disable_entity_loader\(\s*false\s*\)",
        entities(true, 0.8),
    ),
    Rule::code(
        "php-substitute",
        PHP,
        &["substituteEntities"],
        r"->substituteEntities\s*=\s*true\b",
        entities(true, 0.9),
    ),
];

/// Counts where it is given to a call.
fn given(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    let is_test = hit.before().trim_end().ends_with(['&', '=']);
    let call = source.enclosing(hit.file(), hit.span(), NodeKind::Call);
    if call.is_some() && !is_test {
        vec![said]
    } else {
        Vec::new()
    }
}
