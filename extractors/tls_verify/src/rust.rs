//! Rust: reqwest, ureq, native-tls, rustls, openssl, tokio-tungstenite, ssh2, russh.

use aphoria_sdk::{Language, Rule};

use crate::{certificates, hostnames};

const RUST: &[Language] = &[Language::Rust];

pub(crate) const RULES: &[Rule] = &[
    // reqwest and native-tls, and reqwest's newer name for it.
    Rule::code(
        "rs-invalid-certs-off",
        RUST,
        &[
            "accept_invalid_certs",
            "tls_danger_accept_invalid_certs",
            "disable_verification",
        ],
        r"\.(?:(?:tls_)?danger_accept_invalid_certs\(\s*true\s*\)|disable_verification\(\s*true\s*\))",
        certificates(false, 0.95),
    ),
    Rule::code(
        "rs-invalid-certs-on",
        RUST,
        &["accept_invalid_certs"],
        r"\.(?:tls_)?danger_accept_invalid_certs\(\s*false\s*\)",
        certificates(true, 0.95),
    ),
    Rule::code(
        "rs-invalid-hostnames-off",
        RUST,
        &["accept_invalid_hostnames"],
        r"\.(?:tls_)?danger_accept_invalid_hostnames\(\s*true\s*\)",
        hostnames(false, 0.95),
    ),
    Rule::code(
        "rs-invalid-hostnames-on",
        RUST,
        &["accept_invalid_hostnames"],
        r"\.(?:tls_)?danger_accept_invalid_hostnames\(\s*false\s*\)",
        hostnames(true, 0.95),
    ),
    Rule::code(
        "rs-openssl-none",
        RUST,
        &["SslVerifyMode::NONE"],
        r"\bset_verify\(\s*(?:openssl::ssl::)?SslVerifyMode::NONE\b",
        certificates(false, 0.95),
    ),
    Rule::code(
        "rs-openssl-peer",
        RUST,
        &["SslVerifyMode::PEER"],
        r"\bset_verify\(\s*(?:openssl::ssl::)?SslVerifyMode::PEER\b",
        certificates(true, 0.95),
    ),
    Rule::code(
        "rs-openssl-hostname-off",
        RUST,
        &["set_verify_hostname", "verify_hostname"],
        r"\b(?:set_)?verify_hostname\(\s*false\s*\)",
        hostnames(false, 0.95),
    ),
    // rustls lets a verifier of one's own be set only behind this word.
    Rule::code(
        "rs-rustls-own-verifier",
        RUST,
        &[
            "set_certificate_verifier",
            "with_custom_certificate_verifier",
        ],
        r"\.dangerous\(\)\s*\.(?:set_certificate_verifier|with_custom_certificate_verifier)\(",
        certificates(false, 0.7),
    ),
];
