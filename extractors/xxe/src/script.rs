//! JavaScript and TypeScript: libxmljs, libxmljs2, node-expat.

use aphoria_sdk::{Language, Rule};

use crate::entities;

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "js-noent-on",
        Language::SCRIPTS,
        &["noent:", "replaceEntities:"],
        r"\b(?:noent|replaceEntities):\s*true\b",
        entities(true, 0.95),
    ),
    Rule::code(
        "js-noent-off",
        Language::SCRIPTS,
        &["noent:", "replaceEntities:"],
        r"\b(?:noent|replaceEntities):\s*false\b",
        entities(false, 0.95),
    ),
];
