//! Checks that always say yes, and switches, in all languages with braces.

use aphoria_sdk::{Hit, Language, Observation, Rule, Source};

use crate::{check, comparison, outside_tests};

const BRACES: &[Language] = &[
    Language::JavaScript,
    Language::TypeScript,
    Language::Java,
    Language::CSharp,
    Language::Go,
    Language::Php,
    Language::Rust,
    Language::Cpp,
];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "always-yes",
        BRACES,
        &["authenticated(", "authorized(", "verifypassword(", "verify_password(", "checkpassword(", "check_password(", "verifytoken(", "verify_token(", "validatetoken(", "validate_token(", "haspermission(", "has_permission(", "haspermissions(", "isadmin(", "is_admin("],
        r"(?i)\b(?:is_?Authenticated|is_?Authorized|verify_?Password|check_?Password|verify_?Token|validate_?Token|has_?Permissions?|is_?Admin)\s*\([^)\n]*\)[^{};\n]*\{\s*(?:return\s+)?true\s*;?\s*\}",
        check(false, 0.9),
    )
    .around(0, 2)
    .judged(outside_tests),
    Rule::code(
        "switch-off",
        BRACES,
        &["skipauth", "skip_auth", "disableauth", "disable_auth", "bypassauth", "bypass_auth", "noauth:", "no_auth:"],
        r#"(?i)\b(?:skip|disable|bypass)_?auth(?:entication|orization)?\b[\"']?\s*(?::\s*(?:bool\w*\s*=\s*)?|:?=\s*)true\b"#,
        check(false, 0.9),
    )
    .judged(outside_tests),
    Rule::code(
        "comparison-plain",
        BRACES,
        &["expected", "computed", "calculated"],
        r"(?i)\b(?:expected|computed|calculated)_?(?:signature|hmac|mac|token)\b\s*[!=]==?\s*[\w$][\w$.\[\]]*",
        comparison(false, 0.7),
    )
    .judged(of_variables),
];

/// Comparisons with nothing ask whether there is one.
pub(crate) fn of_variables(
    hit: &Hit<'_>,
    source: &dyn Source,
    said: Observation,
) -> Vec<Observation> {
    const NOTHING: &[&str] = &[
        "null",
        "undefined",
        "nil",
        "None",
        "true",
        "false",
        "0",
        "NULL",
        "nullptr",
    ];
    let text = hit.text();
    let other = text.rsplit(['=', ' ']).next().unwrap_or("");
    if NOTHING.contains(&other) {
        Vec::new()
    } else {
        outside_tests(hit, source, said)
    }
}
