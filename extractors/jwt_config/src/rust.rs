//! Rust: jsonwebtoken.

use aphoria_sdk::{Language, Rule};

use crate::{algorithm, algorithm::of_first, audience, expiry, issuer, signature};

const RUST: &[Language] = &[Language::Rust];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "rs-signature-off",
        RUST,
        &["insecure_disable_signature_validation", "dangerous_insecure_decode", "dangerous::insecure_decode"],
        r"(?:\.insecure_disable_signature_validation\(\)|\bdangerous_insecure_decode(?:_with_validation)?(?:::<|\()|\bdangerous::insecure_decode(?:::<|\())",
        signature(false, 0.95),
    ),
    Rule::code(
        "rs-audience-off",
        RUST,
        &["validate_aud"],
        r"\bvalidate_aud\s*=\s*false\b",
        audience(false, 0.95),
    ),
    Rule::code(
        "rs-audience-on",
        RUST,
        &["set_audience("],
        r"\.set_audience\(\s*&",
        audience(true, 0.95),
    ),
    Rule::code(
        "rs-issuer-on",
        RUST,
        &["set_issuer("],
        r"\.set_issuer\(\s*&",
        issuer(true, 0.95),
    ),
    Rule::code(
        "rs-expiry-off",
        RUST,
        &["validate_exp"],
        r"\bvalidate_exp\s*=\s*false\b",
        expiry(false, 0.95),
    ),
    Rule::code(
        "rs-algorithm",
        RUST,
        &["Validation::new(", "Header::new("],
        r"\b(?:Validation|Header)::new\(\s*(?:jsonwebtoken::)?Algorithm::([HREP]S(?:256|384|512)|EdDSA)\s*\)",
        algorithm(0.95),
    )
    .judged(of_first),
];
