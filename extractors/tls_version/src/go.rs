//! Go: crypto/tls.

use aphoria_sdk::{Language, Rule};

use crate::{highest, lowest, version::of_first};

const GO: &[Language] = &[Language::Go];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "go-min-version",
        GO,
        &["MinVersion"],
        r"\bMinVersion\s*(?::|=)\s*(?:uint16\()?tls\.(VersionTLS1[0-3]|VersionSSL30)\b",
        lowest(0.95),
    )
    .judged(of_first),
    Rule::code(
        "go-max-version",
        GO,
        &["MaxVersion"],
        r"\bMaxVersion\s*(?::|=)\s*(?:uint16\()?tls\.(VersionTLS1[0-3]|VersionSSL30)\b",
        highest(0.95),
    )
    .judged(of_first),
];
