//! Ruby: the gem jwt.

use aphoria_sdk::{Language, Rule};

use crate::{algorithm, algorithm::of_first, audience, expiry, issuer, signature};

const RUBY: &[Language] = &[Language::Ruby];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "rb-signature-off",
        RUBY,
        &["JWT.decode"],
        r"\bJWT\.decode[( ]\s*[^,\n]+,\s*[^,\n]+,\s*false\b",
        signature(false, 0.95),
    ),
    Rule::code(
        "rb-signature-on",
        RUBY,
        &["JWT.decode"],
        r"\bJWT\.decode[( ]\s*[^,\n]+,\s*[^,\n]+,\s*true\b",
        signature(true, 0.95),
    ),
    Rule::code(
        "rb-audience-on",
        RUBY,
        &["verify_aud"],
        r"\bverify_aud(?::|\s*=>)\s*true\b",
        audience(true, 0.95),
    ),
    Rule::code(
        "rb-audience-off",
        RUBY,
        &["verify_aud"],
        r"\bverify_aud(?::|\s*=>)\s*false\b",
        audience(false, 0.95),
    ),
    Rule::code(
        "rb-issuer-on",
        RUBY,
        &["verify_iss"],
        r"\bverify_iss(?::|\s*=>)\s*true\b",
        issuer(true, 0.95),
    ),
    Rule::code(
        "rb-expiry-off",
        RUBY,
        &["verify_expiration"],
        r"\bverify_expiration(?::|\s*=>)\s*false\b",
        expiry(false, 0.95),
    ),
    Rule::code(
        "rb-algorithm",
        RUBY,
        &["JWT.encode", "JWT.decode"],
        r#"\bJWT\.(?:encode|decode)[( ][^\n]*?(?:\balgorithms?(?::|\s*=>)\s*(?:\[\s*)?|,\s*)["'](none|[HREP]S(?:256|384|512)|EdDSA|ED25519)["']"#,
        algorithm(0.95),
    )
    .judged(of_first),
];
