//! JavaScript and TypeScript: node-serialize, js-yaml.

use aphoria_sdk::{Language, Rule};

use crate::{data, types};

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "js-unserialize",
        Language::SCRIPTS,
        &["serialize.unserialize("],
        r"\b(?:node)?[sS]erialize\.unserialize\(",
        types(false, 0.95),
    )
    .judged(data),
    Rule::code(
        "js-yaml-full",
        Language::SCRIPTS,
        &["DEFAULT_FULL_SCHEMA", "js-yaml-js-types"],
        r"\b(?:schema:\s*(?:\w+\.)?DEFAULT_FULL_SCHEMA\b|require\('js-yaml-js-types'\))",
        types(false, 0.9),
    ),
    Rule::code(
        "js-yaml-safe",
        Language::SCRIPTS,
        &["JSON_SCHEMA", "FAILSAFE_SCHEMA", "CORE_SCHEMA"],
        r"\bschema:\s*(?:\w+\.)?(?:JSON|FAILSAFE|CORE)_SCHEMA\b",
        types(true, 0.95),
    ),
];
