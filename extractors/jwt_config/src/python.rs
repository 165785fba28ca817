//! Python: PyJWT, python-jose, Authlib.

use aphoria_sdk::{Language, Rule};

use crate::{algorithm, algorithm::of_first, audience, expiry, issuer, signature};

const PYTHON: &[Language] = &[Language::Python];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "py-signature-off",
        PYTHON,
        &["verify_signature", "get_unverified_claims"],
        r#"(?:[{,(\s]["']?verify_signature["']?\s*[:=]\s*False\b|\bget_unverified_claims\()"#,
        signature(false, 0.95),
    ),
    Rule::code(
        "py-signature-on",
        PYTHON,
        &["verify_signature"],
        r#"[{,(\s]["']?verify_signature["']?\s*[:=]\s*True\b"#,
        signature(true, 0.95),
    ),
    // PyJWT before 2.0.
    Rule::code(
        "py-decode-verify-false",
        PYTHON,
        &["jwt.decode("],
        r"\bjwt\.decode\((?:[^()]|\([^()]*\))*?\bverify\s*=\s*False\b",
        signature(false, 0.95),
    )
    .around(0, 5),
    Rule::code(
        "py-audience-off",
        PYTHON,
        &["verify_aud"],
        r#"[{,(\s]["']?verify_aud["']?\s*[:=]\s*False\b"#,
        audience(false, 0.95),
    ),
    Rule::code(
        "py-audience-on",
        PYTHON,
        &["jwt.decode(", "verify_aud"],
        r#"(?:\bjwt\.decode\((?:[^()]|\([^()]*\))*?\baudience\s*=\s*["'\w\[]|[{,(\s]["']?verify_aud["']?\s*[:=]\s*True\b)"#,
        audience(true, 0.9),
    )
    .around(0, 5)
    .judged(not_none),
    Rule::code(
        "py-issuer-off",
        PYTHON,
        &["verify_iss"],
        r#"[{,(\s]["']?verify_iss["']?\s*[:=]\s*False\b"#,
        issuer(false, 0.95),
    ),
    Rule::code(
        "py-expiry-off",
        PYTHON,
        &["verify_exp"],
        r#"[{,(\s]["']?verify_exp["']?\s*[:=]\s*False\b"#,
        expiry(false, 0.95),
    ),
    Rule::code(
        "py-algorithm",
        PYTHON,
        &["algorithms=[", "algorithm="],
        r#"\b(?:jwt|jws)\.(?:decode|encode)\((?:[^()]|\([^()]*\))*?\balgorithms?\s*=\s*(\[[^\]]*\]|["'][A-Za-z0-9]+["'])"#,
        algorithm(0.95),
    )
    .around(5, 2)
    .judged(of_first),
];

/// An audience of `None` is none.
fn not_none(
    hit: &aphoria_sdk::Hit<'_>,
    _: &dyn aphoria_sdk::Source,
    said: aphoria_sdk::Observation,
) -> Vec<aphoria_sdk::Observation> {
    let none = hit.text().ends_with('N') && hit.after().starts_with("one");
    if none { Vec::new() } else { vec![said] }
}
