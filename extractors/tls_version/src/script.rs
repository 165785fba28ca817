//! JavaScript and TypeScript: Node's tls and https, and what passes their options on; AWS CDK.

use aphoria_sdk::{Language, Rule};

use crate::{highest, lowest, version::of_first};

const SCRIPTS: &[Language] = Language::SCRIPTS;

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "js-min-version",
        SCRIPTS,
        &["minVersion", "DEFAULT_MIN_VERSION"],
        r#"\b(?:minVersion\s*:|(?:minVersion|DEFAULT_MIN_VERSION)\s*=)\s*["'`](TLSv1(?:\.[123])?)["'`]"#,
        lowest(0.95),
    )
    .judged(of_first),
    Rule::code(
        "js-max-version",
        SCRIPTS,
        &["maxVersion", "DEFAULT_MAX_VERSION"],
        r#"\b(?:maxVersion\s*:|(?:maxVersion|DEFAULT_MAX_VERSION)\s*=)\s*["'`](TLSv1(?:\.[123])?)["'`]"#,
        highest(0.95),
    )
    .judged(of_first),
    Rule::code(
        "js-secure-protocol",
        SCRIPTS,
        &["secureProtocol"],
        r#"\bsecureProtocol\s*[:=]\s*["'`]((?:TLSv1(?:_[123])?|SSLv[23])_(?:client_|server_)?method)["'`]"#,
        lowest(0.95),
    )
    .judged(of_first),
    Rule::code(
        "js-cdk",
        SCRIPTS,
        &["SecurityPolicyProtocol", "TLSSecurityPolicy", "MinTlsVersion"],
        r"\b(?:SecurityPolicyProtocol|TLSSecurityPolicy|MinTlsVersion)\.((?:TLS_V1(?:_[0-3])?|TLS_1_[0-3]|SSL_V3|TLSV1_[0-3])(?:_\d{4})?)\b",
        lowest(0.95),
    )
    .judged(of_first),
];
