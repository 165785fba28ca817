//! Rust: tower-http, axum-login, subtle, ring, openssl.

use aphoria_sdk::{Language, Rule};

use crate::{check, comparison};

const RUST: &[Language] = &[Language::Rust];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "rs-layers",
        RUST,
        &[
            "ValidateRequestHeaderLayer::",
            "AsyncRequireAuthorizationLayer::",
            "login_required!(",
        ],
        r"\b(?:ValidateRequestHeaderLayer::(?:bearer|basic)\(|AsyncRequireAuthorizationLayer::new\(|login_required!\()",
        check(true, 0.9),
    ),
    Rule::code(
        "rs-compare",
        RUST,
        &["ct_eq(", "verify_slices_are_equal(", "memcmp::eq("],
        r"(?:\.ct_eq|\bverify_slices_are_equal|\bmemcmp::eq)\(",
        comparison(true, 0.95),
    ),
];
