//! PHP: cURL, stream contexts, Guzzle, Laravel, Symfony, WordPress, PDO, mysqli, LDAP.

use aphoria_sdk::{Language, Rule};

use crate::{certificates, hostnames};

const PHP: &[Language] = &[Language::Php];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "php-curl-peer-off",
        PHP,
        &["CURLOPT_SSL_VERIFYPEER"],
        r"\bCURLOPT_SSL_VERIFYPEER\s*(?:,|=>)\s*(?i:false|0)\s*[,)\];]",
        certificates(false, 0.95),
    ),
    Rule::code(
        "php-curl-peer-on",
        PHP,
        &["CURLOPT_SSL_VERIFYPEER"],
        r"\bCURLOPT_SSL_VERIFYPEER\s*(?:,|=>)\s*(?i:true|1)\s*[,)\];]",
        certificates(true, 0.95),
    ),
    Rule::code(
        "php-curl-host-off",
        PHP,
        &["CURLOPT_SSL_VERIFYHOST"],
        r"\bCURLOPT_SSL_VERIFYHOST\s*(?:,|=>)\s*(?i:false|0)\s*[,)\];]",
        hostnames(false, 0.95),
    ),
    Rule::code(
        "php-curl-host-on",
        PHP,
        &["CURLOPT_SSL_VERIFYHOST"],
        r"\bCURLOPT_SSL_VERIFYHOST\s*(?:,|=>)\s*2\s*[,)\];]",
        hostnames(true, 0.95),
    ),
    Rule::code(
        "php-option-off",
        PHP,
        &[
            "verify'",
            "verify\"",
            "RequestOptions::VERIFY",
            "verify_peer'",
            "verify_peer\"",
            "withoutVerifying",
        ],
        r#"(?:[\[(,\s]["'](?:verify|sslverify|verify_peer)["']\s*=>\s*(?i:false)\b|\bRequestOptions::VERIFY\s*=>\s*(?i:false)\b|(?:::|->)withoutVerifying\(\s*\))"#,
        certificates(false, 0.95),
    ),
    Rule::code(
        "php-option-on",
        PHP,
        &[
            "verify'",
            "verify\"",
            "RequestOptions::VERIFY",
            "verify_peer'",
            "verify_peer\"",
        ],
        r#"(?:[\[(,\s]["'](?:verify|sslverify|verify_peer)["']|\bRequestOptions::VERIFY)\s*=>\s*(?i:true)\b"#,
        certificates(true, 0.9),
    ),
    Rule::code(
        "php-peer-name-off",
        PHP,
        &["verify_peer_name", "verify_host"],
        r#"[\[(,\s]["'](?:verify_peer_name|verify_host)["']\s*=>\s*(?i:false)\b"#,
        hostnames(false, 0.95),
    ),
    Rule::code(
        "php-peer-name-on",
        PHP,
        &["verify_peer_name", "verify_host"],
        r#"[\[(,\s]["'](?:verify_peer_name|verify_host)["']\s*=>\s*(?i:true)\b"#,
        hostnames(true, 0.9),
    ),
    Rule::code(
        "php-self-signed",
        PHP,
        &["allow_self_signed"],
        r#"[\[(,\s]["']allow_self_signed["']\s*=>\s*(?i:true)\b"#,
        certificates(false, 0.8),
    ),
    Rule::code(
        "php-database-off",
        PHP,
        &[
            "SSL_DONT_VERIFY_SERVER_CERT",
            "SSL_VERIFY_SERVER_CERT",
            "LDAP_OPT_X_TLS_NEVER",
        ],
        r"(?:\bMYSQLI_CLIENT_SSL_DONT_VERIFY_SERVER_CERT\s*[,)|]|\bPDO::MYSQL_ATTR_SSL_VERIFY_SERVER_CERT\s*=>\s*(?i:false)\b|\bLDAP_OPT_X_TLS_REQUIRE_CERT\s*,\s*LDAP_OPT_X_TLS_NEVER\b)",
        certificates(false, 0.95),
    ),
];
