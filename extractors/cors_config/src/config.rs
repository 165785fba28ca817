//! Configuration: keys of structured files, HCL.

use aphoria_sdk::{Language, Rule};

use crate::{
    any,
    origin::{of_first, of_value},
    origins,
};

const STRUCTURED: &[Language] = Language::STRUCTURED;

pub(crate) const RULES: &[Rule] = &[
    Rule::key(
        "key-origin",
        STRUCTURED,
        &[
            "**.cors.origin",
            "**.cors.origins",
            "**.cors.allowedorigins",
            "**.cors.allowedorigin",
            "**.cors.alloworigin",
            "**.cors.alloworigins",
            "**.corsallowedorigins",
            "**.corsorigin",
            "**.corsorigins",
            "**.corsalloworigin",
            "**.allowedorigin",
            "**.allowedorigins",
            "**.alloworigins",
            "**.accesscontrolalloworigin",
        ],
        origins(0.9),
    )
    .judged(of_value),
    // The Serverless Framework answers all origins.
    Rule::code(
        "serverless-true",
        &[Language::Yaml],
        &["cors: true"],
        r"^\s+cors: true\b",
        any(0.8),
    ),
    Rule::code(
        "hcl-origins",
        &[Language::Hcl],
        &["allowed_origins", "allow_origins"],
        r"\ballow(?:ed)?_origins\s*=\s*(\[[^\]]*\])",
        origins(0.95),
    )
    .around(0, 3)
    .judged(of_first),
];
