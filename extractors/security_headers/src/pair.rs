//! A header's name and its value as two strings beside each other, or in one: the form of nearly all libraries.

use aphoria_sdk::{Contexts, Language, Rule, Told};

use crate::{CSP, FRAME, HSTS, PERMISSIONS, TYPES, header, judge, referrer};

const ALL: &[Language] = &[
    Language::Rust,
    Language::Python,
    Language::JavaScript,
    Language::TypeScript,
    Language::Go,
    Language::Java,
    Language::Kotlin,
    Language::Ruby,
    Language::Php,
    Language::CSharp,
    Language::C,
    Language::Cpp,
    Language::Bash,
];

/// Name and value with what may stand between them: a comma, a colon, an arrow, an index that is assigned, `value:`, a
/// constructor; or both in one string with a colon.
macro_rules! both {
    ($name:literal) => {
        concat!(
            r#"(?i)["'`]("#,
            $name,
            r#")(?:["'`]\s*\)?\s*(?:,\s*["']?value["']?\s*:|,|:|=>|\]\s*=)\s*(?:[\w.:]+\(\s*)?(?:"([^"\n]*)"|'([^'\n]*)'|`([^`\n]*)`)|:\s+([^"\r\n\\]+))"#
        )
    };
}

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "pair-hsts",
        ALL,
        &["Strict-Transport-Security"],
        both!("Strict-Transport-Security"),
        header(HSTS, true, 0.9),
    )
    .standing(Contexts::STRING)
    .judged(judge::pair),
    Rule::code(
        "pair-csp",
        ALL,
        &["Content-Security-Policy"],
        both!("Content-Security-Policy"),
        header(CSP, true, 0.9),
    )
    .standing(Contexts::STRING)
    .judged(judge::pair),
    Rule::code(
        "pair-frame",
        ALL,
        &["X-Frame-Options"],
        both!("X-Frame-Options"),
        header(FRAME, true, 0.9),
    )
    .standing(Contexts::STRING)
    .judged(judge::pair),
    Rule::code(
        "pair-types",
        ALL,
        &["X-Content-Type-Options"],
        both!("X-Content-Type-Options"),
        header(TYPES, true, 0.9),
    )
    .standing(Contexts::STRING)
    .judged(judge::pair),
    Rule::code(
        "pair-permissions",
        ALL,
        &["Permissions-Policy"],
        both!("Permissions-Policy"),
        header(PERMISSIONS, true, 0.9),
    )
    .standing(Contexts::STRING)
    .judged(judge::pair),
    Rule::code(
        "pair-referrer",
        ALL,
        &["Referrer-Policy"],
        both!("Referrer-Policy"),
        referrer(Told::Text("")),
    )
    .standing(Contexts::STRING)
    .judged(judge::pair),
    // The same name as a constant of the library.
    Rule::code(
        "pair-constant",
        &[Language::Rust, Language::Java, Language::Kotlin],
        &["STRICT_TRANSPORT_SECURITY", "CONTENT_SECURITY_POLICY", "X_FRAME_OPTIONS", "X_CONTENT_TYPE_OPTIONS"],
        r#"\b(STRICT_TRANSPORT_SECURITY|CONTENT_SECURITY_POLICY|X_FRAME_OPTIONS|X_CONTENT_TYPE_OPTIONS)\s*,\s*(?:[\w.:]+\(\s*)?"([^"\n]*)""#,
        header(FRAME, true, 0.9),
    )
    .judged(judge::pair),
    // Taken away.
    Rule::code(
        "taken-away",
        ALL,
        &["Strict-Transport-Security", "Content-Security-Policy", "X-Frame-Options", "X-Content-Type-Options"],
        r#"(?i)(?:\bheader_remove|\bremoveHeader|\bheaders?(?:\(\))?(?:\.|->)(?:remove|delete|del|pop))\(\s*["'](Strict-Transport-Security|Content-Security-Policy|X-Frame-Options|X-Content-Type-Options)["']"#,
        header(FRAME, false, 0.9),
    )
    .judged(judge::off),
];
