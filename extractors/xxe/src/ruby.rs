//! Ruby: Nokogiri, libxml-ruby.

use aphoria_sdk::{Language, Rule};

use crate::entities;

const RUBY: &[Language] = &[Language::Ruby];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "rb-noent",
        RUBY,
        &["noent", "ParseOptions::NOENT"],
        r"(?:\.noent\b|\bParseOptions::(?:NOENT|DTDLOAD)\b)",
        entities(true, 0.95),
    ),
    Rule::code(
        "rb-nonet",
        RUBY,
        &["ParseOptions::NONET", ".nonet"],
        r"(?:\.nonet\b|\bParseOptions::NONET\b)",
        entities(false, 0.8),
    ),
    Rule::code(
        "rb-substitute",
        RUBY,
        &["default_substitute_entities"],
        r"\bdefault_substitute_entities\s*=\s*true\b",
        entities(true, 0.95),
    ),
    Rule::code(
        "rb-substitute-off",
        RUBY,
        &["default_substitute_entities"],
        r"\bdefault_substitute_entities\s*=\s*false\b",
        entities(false, 0.95),
    ),
];
