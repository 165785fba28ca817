//! Rust: rustls, native-tls, reqwest, openssl.

use aphoria_sdk::{Language, Rule};

use crate::{highest, lowest, version::of_first};

const RUST: &[Language] = &[Language::Rust];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "rs-min-version",
        RUST,
        &["min_tls_version", "tls_version_min", "min_protocol_version", "set_min_proto_version"],
        r"\b(?:min_tls_version|tls_version_min|min_protocol_version|set_min_proto_version)\(\s*(?:Some\(\s*)?(?:[A-Za-z_]+::)+(TLS_1_[0-3]|Tlsv1[0-3]|Sslv3|TLS1(?:_[123])?|SSL3)\b",
        lowest(0.95),
    )
    .judged(of_first),
    Rule::code(
        "rs-max-version",
        RUST,
        &["max_tls_version", "tls_version_max", "max_protocol_version", "set_max_proto_version"],
        r"\b(?:max_tls_version|tls_version_max|max_protocol_version|set_max_proto_version)\(\s*(?:Some\(\s*)?(?:[A-Za-z_]+::)+(TLS_1_[0-3]|Tlsv1[0-3]|Sslv3|TLS1(?:_[123])?|SSL3)\b",
        highest(0.95),
    )
    .judged(of_first),
    Rule::code(
        "rs-rustls-versions",
        RUST,
        &["_protocol_versions("],
        r"\b(?:with_protocol_versions|builder_with_protocol_versions)\(\s*&\[((?:\s*&?(?:[a-z_]+::)*TLS1[23]\s*,?)+)\]",
        lowest(0.95),
    )
    .judged(of_first),
];
