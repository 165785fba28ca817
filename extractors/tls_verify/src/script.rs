//! JavaScript and TypeScript: Node's tls and https (and all that pass its options on: axios, got, pg, nodemailer, undici),
//! request, the MongoDB driver, ssh2, Electron, Playwright and Puppeteer.

use aphoria_sdk::{Hit, Language, Observation, Rule, Source};

use crate::{certificates, host_keys, hostnames};

const SCRIPTS: &[Language] = Language::SCRIPTS;

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "js-reject-off",
        SCRIPTS,
        &["rejectUnauthorized"],
        r"\brejectUnauthorized\s*(?::|=)\s*(?:false\b|!1)",
        certificates(false, 0.95),
    )
    .judged(of_a_client),
    Rule::code(
        "js-reject-on",
        SCRIPTS,
        &["rejectUnauthorized"],
        r"\brejectUnauthorized\s*(?::|=)\s*(?:true\b|!0)",
        certificates(true, 0.95),
    ),
    Rule::code(
        "js-env-off",
        SCRIPTS,
        &["NODE_TLS_REJECT_UNAUTHORIZED"],
        r#"\bprocess\.env(?:\.NODE_TLS_REJECT_UNAUTHORIZED|\[\s*["']NODE_TLS_REJECT_UNAUTHORIZED["']\s*\])\s*=\s*["'`]?0\b"#,
        certificates(false, 0.95),
    ),
    Rule::code(
        "js-flags-off",
        SCRIPTS,
        &["strictSSL", "tlsAllowInvalidCertificates", "tlsInsecure", "sslValidate"],
        r"\b(?:(?:strictSSL|sslValidate)\s*:\s*false|(?:tlsAllowInvalidCertificates|tlsInsecure)\s*:\s*true)\b",
        certificates(false, 0.95),
    ),
    Rule::code(
        "js-flags-on",
        SCRIPTS,
        &["strictSSL", "sslValidate"],
        r"\b(?:strictSSL|sslValidate)\s*:\s*true\b",
        certificates(true, 0.9),
    ),
    // Browsers that are driven by a program.
    Rule::code(
        "js-ignore-https-errors",
        SCRIPTS,
        &["ignoreHTTPSErrors", "acceptInsecureCerts"],
        r"\b(?:ignoreHTTPSErrors|acceptInsecureCerts)\s*:\s*true\b",
        certificates(false, 0.8),
    ),
    Rule::code(
        "js-electron-any",
        SCRIPTS,
        &["setCertificateVerifyProc"],
        r"\bsetCertificateVerifyProc\(\s*\(\s*\w+\s*,\s*(\w+)\s*\)\s*=>\s*(?:\{\s*)?\w+\(\s*0\s*\)",
        certificates(false, 0.95),
    )
    .around(0, 2),
    Rule::code(
        "js-any-identity",
        SCRIPTS,
        &["checkServerIdentity"],
        r"\bcheckServerIdentity\s*:\s*(?:(?:\([^()]*\)|\w+)\s*=>\s*(?:undefined\b|null\b|\{\s*\}|\{\s*return(?:\s+undefined)?;?\s*\})|function\s*\([^()]*\)\s*\{\s*(?:return(?:\s+undefined)?;?\s*)?\})",
        hostnames(false, 0.95),
    )
    .around(0, 2),
    Rule::code(
        "js-invalid-hostnames",
        SCRIPTS,
        &["tlsAllowInvalidHostnames"],
        r"\btlsAllowInvalidHostnames\s*:\s*true\b",
        hostnames(false, 0.95),
    ),
    Rule::code(
        "js-ssh-any-key",
        SCRIPTS,
        &["hostVerifier"],
        r"\bhostVerifier\s*:\s*(?:\([^()]*\)|\w+)\s*=>\s*(?:true\b|\{\s*return\s+true\b)",
        host_keys(false, 0.95),
    )
    .around(0, 2),
];

/// A server that asks its clients for certificates and goes on without is another matter.
fn of_a_client(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    let first = hit.line().saturating_sub(4).max(1);
    let around = source.lines(hit.file(), first, hit.line().saturating_add(4));
    if around.contains("requestCert") {
        Vec::new()
    } else {
        vec![said]
    }
}
