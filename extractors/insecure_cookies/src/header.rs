//! Headers `Set-Cookie` that are written by hand, in every language.

use aphoria_sdk::{Contexts, Language, Rule};

use crate::{ATTRIBUTES, judge};

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

pub(crate) const RULES: &[Rule] = &[
    // "Set-Cookie: a=b; …" in one string.
    Rule::code(
        "set-cookie-line",
        ALL,
        &["Set-Cookie:", "set-cookie:"],
        r#"\b[Ss]et-[Cc]ookie:\s*([^"'`\r\n\\]+=[^"'`\r\n\\]*)"#,
        ATTRIBUTES,
    )
    .standing(Contexts::STRING)
    .judged(judge::header),
    // "Set-Cookie" and "a=b; …" in two.
    Rule::code(
        "set-cookie-pair",
        ALL,
        &["\"Set-Cookie\"", "'Set-Cookie'", "\"set-cookie\"", "'set-cookie'"],
        r#"["'][Ss]et-[Cc]ookie["']\s*(?:,|:|=>|\]\s*=)\s*(?:format!\(|fmt\.Sprintf\(|[a-z]?)["'`]([^"'`\r\n]+=[^"'`\r\n]*)"#,
        ATTRIBUTES,
    )
    .standing(Contexts::STRING)
    .judged(judge::header),
];
