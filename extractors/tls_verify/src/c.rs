//! C and C++: libcurl, OpenSSL, wolfSSL, mbedTLS, GnuTLS, Boost.Asio, Qt, cpp-httplib, cpr, C++ REST SDK, WinHTTP.

use aphoria_sdk::{Hit, Language, Observation, Rule, Source};

use crate::{certificates, hostnames};

const C: &[Language] = Language::C_AND_CPP;
const CPP: &[Language] = &[Language::Cpp];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "c-curl-peer-off",
        C,
        &["SSL_VERIFYPEER"],
        r"\bCURLOPT_(?:PROXY_|DOH_)?SSL_VERIFYPEER\s*,\s*(?:\(long\)\s*)?(?:0[lL]?|false|FALSE)\s*\)",
        certificates(false, 0.95),
    ),
    Rule::code(
        "c-curl-peer-on",
        C,
        &["SSL_VERIFYPEER"],
        r"\bCURLOPT_(?:PROXY_|DOH_)?SSL_VERIFYPEER\s*,\s*(?:\(long\)\s*)?(?:1[lL]?|true|TRUE)\s*\)",
        certificates(true, 0.95),
    ),
    Rule::code(
        "c-curl-host-off",
        C,
        &["SSL_VERIFYHOST"],
        r"\bCURLOPT_(?:PROXY_|DOH_)?SSL_VERIFYHOST\s*,\s*(?:\(long\)\s*)?(?:0[lL]?|false|FALSE)\s*\)",
        hostnames(false, 0.95),
    ),
    Rule::code(
        "c-curl-host-on",
        C,
        &["SSL_VERIFYHOST"],
        r"\bCURLOPT_(?:PROXY_|DOH_)?SSL_VERIFYHOST\s*,\s*(?:\(long\)\s*)?2[lL]?\s*\)",
        hostnames(true, 0.95),
    ),
    Rule::code(
        "c-openssl-none",
        C,
        &["SSL_VERIFY_NONE"],
        r"\b(?:SSL|wolfSSL)_(?:CTX_)?set_verify\(\s*[^,()\n]+(?:\([^()\n]*\))?\s*,\s*(?:WOLF)?SSL_VERIFY_NONE\b",
        certificates(false, 0.8),
    )
    .judged(of_a_client),
    Rule::code(
        "c-openssl-peer",
        C,
        &["SSL_VERIFY_PEER"],
        r"\b(?:SSL|wolfSSL)_(?:CTX_)?set_verify\(\s*[^,()\n]+(?:\([^()\n]*\))?\s*,\s*(?:WOLF)?SSL_VERIFY_PEER\b",
        certificates(true, 0.9),
    ),
    Rule::code(
        "c-openssl-host",
        C,
        &["SSL_set1_host", "X509_VERIFY_PARAM_set1_host"],
        r"\b(?:SSL_set1_host|X509_VERIFY_PARAM_set1_host)\([^,()\n]+(?:\([^()\n]*\))?\s*,\s*[^N\s]",
        hostnames(true, 0.9),
    )
    .judged(called),
    Rule::code(
        "c-mbedtls-none",
        C,
        &["MBEDTLS_SSL_VERIFY_"],
        r"\bmbedtls_ssl(?:_conf|_set_hs)_authmode\(\s*[^,\n]+,\s*MBEDTLS_SSL_VERIFY_(?:NONE|OPTIONAL)\b",
        certificates(false, 0.9),
    )
    .judged(of_a_client),
    Rule::code(
        "c-mbedtls-required",
        C,
        &["MBEDTLS_SSL_VERIFY_REQUIRED"],
        r"\bmbedtls_ssl(?:_conf|_set_hs)_authmode\(\s*[^,\n]+,\s*MBEDTLS_SSL_VERIFY_REQUIRED\b",
        certificates(true, 0.95),
    ),
    Rule::code(
        "c-gnutls-verify",
        C,
        &["gnutls_session_set_verify_cert"],
        r"\bgnutls_session_set_verify_cert\(\s*[^,\n]+,\s*[^,\n]+,\s*0\s*\)",
        certificates(true, 0.9),
    ),
    Rule::code(
        "c-winhttp-ignore",
        C,
        &["SECURITY_FLAG_IGNORE_UNKNOWN_CA"],
        r"[=|]\s*SECURITY_FLAG_IGNORE_UNKNOWN_CA\b",
        certificates(false, 0.9),
    ),
    Rule::code(
        "c-winhttp-ignore-name",
        C,
        &["SECURITY_FLAG_IGNORE_CERT_CN_INVALID"],
        r"[=|]\s*SECURITY_FLAG_IGNORE_CERT_CN_INVALID\b",
        hostnames(false, 0.9),
    ),
    Rule::code(
        "cpp-verify-off",
        CPP,
        &[
            "verify_none",
            "VerifyNone",
            "server_certificate_verification",
            "VerifySsl",
            "set_validate_certificates",
        ],
        r"\b(?:set_verify_mode\(\s*[\w:]*verify_none\s*[,)]|setPeerVerifyMode\(\s*QSslSocket::VerifyNone\b|enable_server_certificate_verification\(\s*false\s*\)|VerifySsl\s*[({]\s*false\s*[)}]|set_validate_certificates\(\s*false\s*\))",
        certificates(false, 0.95),
    ),
    Rule::code(
        "cpp-verify-on",
        CPP,
        &[
            "verify_peer",
            "VerifyPeer",
            "server_certificate_verification",
            "VerifySsl",
        ],
        r"\b(?:set_verify_mode\(\s*[\w:]*verify_peer\b|setPeerVerifyMode\(\s*QSslSocket::VerifyPeer\b|enable_server_certificate_verification\(\s*true\s*\)|VerifySsl\s*[({]\s*true\s*[)}])",
        certificates(true, 0.95),
    ),
    // Without a list of errors every error is ignored.
    Rule::code(
        "cpp-qt-ignore-errors",
        CPP,
        &["ignoreSslErrors"],
        r"(?:->|\.)ignoreSslErrors\(\s*\)",
        certificates(false, 0.9),
    ),
];

/// A server that asks for no certificate of its clients is usual: only the client's side counts.
fn of_a_client(hit: &Hit<'_>, source: &dyn Source, mut said: Observation) -> Vec<Observation> {
    const SERVER: &[&str] = &[
        "SSL_accept",
        "SSLv23_server_method",
        "TLS_server_method",
        "SSL_CTX_use_PrivateKey",
        "MBEDTLS_SSL_IS_SERVER",
        "wolfTLSv1_2_server_method",
        "wolfTLSv1_3_server_method",
    ];
    const CLIENT: &[&str] = &[
        "SSL_connect",
        "SSLv23_client_method",
        "TLS_client_method",
        "MBEDTLS_SSL_IS_CLIENT",
        "SSL_set_tlsext_host_name",
    ];
    let first = hit.line().saturating_sub(40).max(1);
    let around = source.lines(hit.file(), first, hit.line().saturating_add(40));
    let has = |names: &[&str]| names.iter().any(|name| around.contains(name));
    if has(CLIENT) {
        said.confidence = 0.95;
        return vec![said];
    }
    if has(SERVER) { Vec::new() } else { vec![said] }
}

/// A declaration has the types of its parameters.
fn called(hit: &Hit<'_>, _: &dyn Source, said: Observation) -> Vec<Observation> {
    let declared = hit.text().contains('*') || hit.text().contains("char ");
    if declared { Vec::new() } else { vec![said] }
}
