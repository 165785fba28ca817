//! Ruby: Net::HTTP, OpenSSL, Faraday, HTTParty, RestClient, Excon, Typhoeus, Savon, Net::SSH.

use aphoria_sdk::{Language, Rule};

use crate::{certificates, host_keys, hostnames};

const RUBY: &[Language] = &[Language::Ruby];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "rb-verify-none",
        RUBY,
        &["VERIFY_NONE"],
        r"\b(?:(?:ssl_|openssl_)?verify_mode|verify_ssl)\s*(?:=>|=|:)\s*(?:::)?OpenSSL::SSL::VERIFY_NONE\b",
        certificates(false, 0.95),
    ),
    Rule::code(
        "rb-verify-peer",
        RUBY,
        &["VERIFY_PEER"],
        r"\b(?:(?:ssl_|openssl_)?verify_mode|verify_ssl)\s*(?:=>|=|:)\s*(?:::)?OpenSSL::SSL::VERIFY_PEER\b",
        certificates(true, 0.95),
    ),
    Rule::code(
        "rb-flags-off",
        RUBY,
        &[
            "verify_ssl",
            "ssl_verifypeer",
            "ssl_verify_peer",
            "ssl_verify_mode",
        ],
        r"\b(?:(?:verify_ssl|ssl_verifypeer|ssl_verify_peer)\]?\s*(?:=>|=|:)\s*false\b|ssl_verify_mode(?:=>|=|:|\()?\s*:none\b)",
        certificates(false, 0.95),
    ),
    Rule::code(
        "rb-flags-on",
        RUBY,
        &["verify_ssl", "ssl_verifypeer", "ssl_verify_peer"],
        r"\b(?:verify_ssl|ssl_verifypeer|ssl_verify_peer)\]?\s*(?:=>|=|:)\s*true\b",
        certificates(true, 0.9),
    ),
    // Faraday's `ssl: { verify: false }`, and HTTParty's keyword.
    Rule::code(
        "rb-verify-false",
        RUBY,
        &["verify: false", ":verify => false", "ssl.verify"],
        r"(?:\bssl(?::|\s*=>)\s*\{[^{}\n]*\bverify(?::|\s*=>)\s*false\b|\bHTTParty\.\w+\([^\n]*\bverify: false\b|\.ssl\.verify\s*=\s*false\b)",
        certificates(false, 0.95),
    ),
    Rule::code(
        "rb-hostname-off",
        RUBY,
        &["verify_hostname", "ssl_verifyhost", "ssl_verify_host"],
        r"\b(?:verify_hostname\s*(?:=>|=|:)\s*false\b|ssl_verify_?host\s*(?:=>|=|:)\s*(?:0|false)\b)",
        hostnames(false, 0.95),
    ),
    Rule::code(
        "rb-ssh-never",
        RUBY,
        &["verify_host_key"],
        r"\bverify_host_key(?:\s*=>|:)\s*(?::never|false)\b",
        host_keys(false, 0.95),
    ),
    Rule::code(
        "rb-ssh-always",
        RUBY,
        &["verify_host_key"],
        r"\bverify_host_key(?:\s*=>|:)\s*:always\b",
        host_keys(true, 0.95),
    ),
];
