//! Python: lxml, xml.sax, defusedxml.

use aphoria_sdk::{Language, Rule};

use crate::entities;

const PYTHON: &[Language] = &[Language::Python];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "py-lxml-on",
        PYTHON,
        &["resolve_entities"],
        r"\bresolve_entities\s*=\s*True\b",
        entities(true, 0.95),
    ),
    Rule::code(
        "py-lxml-off",
        PYTHON,
        &["resolve_entities"],
        r#"\bresolve_entities\s*=\s*(?:False\b|[\"']internal[\"'])"#,
        entities(false, 0.95),
    ),
    Rule::code(
        "py-sax-on",
        PYTHON,
        &["feature_external_ges", "feature_external_pes"],
        r"\bsetFeature\(\s*(?:[\w.]*\.)?feature_external_[gp]es\s*,\s*(?:True|1)\s*\)",
        entities(true, 0.95),
    ),
    Rule::code(
        "py-sax-off",
        PYTHON,
        &["feature_external_ges", "feature_external_pes"],
        r"\bsetFeature\(\s*(?:[\w.]*\.)?feature_external_[gp]es\s*,\s*(?:False|0)\s*\)",
        entities(false, 0.95),
    ),
    Rule::code(
        "py-defused",
        PYTHON,
        &["defusedxml"],
        r"\b(?:from\s+defusedxml[\w.]*\s+import|import\s+defusedxml)\b",
        entities(false, 0.9),
    ),
];
