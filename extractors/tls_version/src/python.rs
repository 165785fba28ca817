//! Python: ssl, urllib3, requests, aiohttp, pyOpenSSL.

use aphoria_sdk::{Language, Rule};

use crate::{highest, lowest, version::of_first};

const PYTHON: &[Language] = &[Language::Python];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "py-minimum-version",
        PYTHON,
        &["minimum_version", "set_min_proto_version"],
        r"\b(?:(?:ssl_)?minimum_version\s*=\s*(?:ssl\.)?TLSVersion\.|set_min_proto_version\(\s*(?:SSL\.)?)(TLSv1(?:_[123])?|SSLv3|TLS1(?:_[123])?_VERSION|SSL3_VERSION)\b",
        lowest(0.95),
    )
    .judged(of_first),
    Rule::code(
        "py-maximum-version",
        PYTHON,
        &["maximum_version"],
        r"\b(?:ssl_)?maximum_version\s*=\s*(?:ssl\.)?TLSVersion\.(TLSv1(?:_[123])?|SSLv3)\b",
        highest(0.95),
    )
    .judged(of_first),
    Rule::code(
        "py-protocol",
        PYTHON,
        &["PROTOCOL_TLSv1", "PROTOCOL_SSLv3", "PROTOCOL_SSLv2", "_METHOD"],
        r"(?:\bssl_version\s*=\s*|\bSSLContext\(\s*(?:protocol\s*=\s*)?|\bSSL\.Context\(\s*)(?:ssl\.PROTOCOL_|PROTOCOL_|SSL\.)(SSLv[23]|TLSv1(?:_[12])?)(?:_METHOD)?\b",
        lowest(0.95),
    )
    .judged(of_first),
];
