//! Bash: xmllint, xsltproc.

use aphoria_sdk::{Language, Rule};

use crate::entities;

const BASH: &[Language] = &[Language::Bash];

pub(crate) const RULES: &[Rule] = &[Rule::code(
    "sh-noent",
    BASH,
    &["--noent"],
    r"\bxmllint [^\n|;]*--noent\b",
    entities(true, 0.8),
)];
