//! Python: requests, httpx, aiohttp, urllib3, ssl, pycurl, paramiko, boto3, tornado, httplib2, elasticsearch, pymongo,
//! redis, ldap, paho-mqtt, websocket-client.

use aphoria_sdk::{Hit, Language, NodeKind, Observation, Rule, Source};

use crate::{certificates, host_keys, hostnames};

const PYTHON: &[Language] = &[Language::Python];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "py-verify-off",
        PYTHON,
        &["verify=", "verify ="],
        r"\bverify\s*=\s*False\b",
        certificates(false, 0.95),
    )
    .judged(of_a_connection),
    Rule::code(
        "py-verify-on",
        PYTHON,
        &["verify=", "verify ="],
        r#"\bverify\s*=\s*(?:True\b|certifi\.where\(\)|[rbf]?["'][^"']*\.(?:pem|crt|cer)["'])"#,
        certificates(true, 0.9),
    )
    .judged(of_a_connection),
    Rule::code(
        "py-verify-flags-off",
        PYTHON,
        &[
            "verify_ssl",
            "ssl_verify",
            "verify_certs",
            "validate_cert",
            "validate_certs",
            "ssl_verify_cert",
        ],
        r"\b(?:verify_ssl|ssl_verify|verify_certs|validate_certs?|ssl_verify_cert)\s*=\s*False\b",
        certificates(false, 0.95),
    ),
    Rule::code(
        "py-verify-flags-on",
        PYTHON,
        &[
            "verify_ssl",
            "ssl_verify",
            "verify_certs",
            "validate_cert",
            "validate_certs",
            "ssl_verify_cert",
        ],
        r"\b(?:verify_ssl|ssl_verify|verify_certs|validate_certs?|ssl_verify_cert)\s*=\s*True\b",
        certificates(true, 0.9),
    ),
    // aiohttp: the same keyword in the connector and in each request.
    Rule::code(
        "py-aiohttp-ssl-off",
        PYTHON,
        &["ssl=False", "ssl = False"],
        r"(?:TCPConnector|session\.(?:get|post|put|patch|delete|head|request|ws_connect))\([^\n]*\bssl\s*=\s*False\b",
        certificates(false, 0.9),
    ),
    Rule::code(
        "py-unverified-context",
        PYTHON,
        &["_create_unverified_context"],
        r"\bssl\._create_unverified_context\b",
        certificates(false, 0.95),
    ),
    Rule::code(
        "py-default-context",
        PYTHON,
        &["create_default_context"],
        r"\bssl\.create_default_context\(",
        certificates(true, 0.8),
    ),
    Rule::code(
        "py-cert-none",
        PYTHON,
        &["CERT_NONE"],
        r#"\b(?:verify_mode|cert_reqs|ssl_cert_reqs)["']?\s*[=:]\s*(?:(?:urllib3\.util\.)?ssl_?\.(?:VerifyMode\.)?CERT_NONE\b|["']CERT_NONE["'])"#,
        certificates(false, 0.95),
    ),
    Rule::code(
        "py-cert-required",
        PYTHON,
        &["CERT_REQUIRED"],
        r#"\b(?:verify_mode|cert_reqs|ssl_cert_reqs)["']?\s*[=:]\s*(?:(?:urllib3\.util\.)?ssl_?\.(?:VerifyMode\.)?CERT_REQUIRED\b|["']CERT_REQUIRED["'])"#,
        certificates(true, 0.95),
    ),
    Rule::code(
        "py-redis-cert-none",
        PYTHON,
        &["ssl_cert_reqs"],
        r#"\bssl_cert_reqs\s*=\s*(?:None\b|["'](?i:none)["'])"#,
        certificates(false, 0.95),
    ),
    Rule::code(
        "py-check-hostname-off",
        PYTHON,
        &[
            "check_hostname",
            "assert_hostname",
            "tlsAllowInvalidHostnames",
            "ssl_match_hostname",
        ],
        r"\b(?:(?:check_hostname|assert_hostname|ssl_match_hostname)\s*=\s*False|tlsAllowInvalidHostnames\s*=\s*True)\b",
        hostnames(false, 0.95),
    ),
    Rule::code(
        "py-check-hostname-on",
        PYTHON,
        &["check_hostname"],
        r"\bcheck_hostname\s*=\s*True\b",
        hostnames(true, 0.9),
    ),
    Rule::code(
        "py-pycurl-peer-off",
        PYTHON,
        &["SSL_VERIFYPEER"],
        r"\bSSL_VERIFYPEER\s*,\s*(?:0|False)\b",
        certificates(false, 0.95),
    ),
    Rule::code(
        "py-pycurl-peer-on",
        PYTHON,
        &["SSL_VERIFYPEER"],
        r"\bSSL_VERIFYPEER\s*,\s*(?:1|True)\b",
        certificates(true, 0.9),
    ),
    Rule::code(
        "py-pycurl-host-off",
        PYTHON,
        &["SSL_VERIFYHOST"],
        r"\bSSL_VERIFYHOST\s*,\s*(?:0|False)\b",
        hostnames(false, 0.95),
    ),
    Rule::code(
        "py-invalid-allowed",
        PYTHON,
        &[
            "tlsAllowInvalidCertificates",
            "tlsInsecure",
            "disable_ssl_certificate_validation",
            "tls_insecure_set",
        ],
        r"\b(?:(?:tlsAllowInvalidCertificates|tlsInsecure|disable_ssl_certificate_validation)\s*=\s*True\b|tls_insecure_set\(\s*True\s*\))",
        certificates(false, 0.95),
    ),
    Rule::code(
        "py-ldap-never",
        PYTHON,
        &["OPT_X_TLS_NEVER", "OPT_X_TLS_ALLOW"],
        r"\bOPT_X_TLS_REQUIRE_CERT\s*,\s*ldap\.OPT_X_TLS_(?:NEVER|ALLOW)\b",
        certificates(false, 0.95),
    ),
    Rule::code(
        "py-paramiko-any-key",
        PYTHON,
        &["AutoAddPolicy", "WarningPolicy"],
        r"\bset_missing_host_key_policy\(\s*(?:paramiko\.)?(?:client\.)?(?:AutoAddPolicy|WarningPolicy)\b",
        host_keys(false, 0.95),
    ),
    Rule::code(
        "py-paramiko-reject",
        PYTHON,
        &["RejectPolicy"],
        r"\bset_missing_host_key_policy\(\s*(?:paramiko\.)?(?:client\.)?RejectPolicy\b",
        host_keys(true, 0.95),
    ),
];

/// Calls that have a `verify` of another meaning.
const OTHER_CALLS: &[&str] = &["decode", "jws.verify", "loads", "verify_token"];

/// Drops `verify=` of calls that are no connection.
fn of_a_connection(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    let call = source.enclosing(hit.file(), hit.span(), NodeKind::Call);
    let other = match &call {
        Some(call) => aphoria_sdk::flow::is_named(&call.name, OTHER_CALLS),
        // Without a tree the line itself must do.
        None => OTHER_CALLS
            .iter()
            .any(|name| hit.before().contains(&format!("{name}("))),
    };
    if other { Vec::new() } else { vec![said] }
}
