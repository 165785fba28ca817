//! The header itself, in all languages.

use aphoria_sdk::{Contexts, Language, Rule};

use crate::{origin::of_answer, origins, reflected};

const WRITERS: &[Language] = &[
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
    Language::Ini,
    Language::Text,
    Language::Xml,
];

const NAMES: &[&str] = &[
    "Access-Control-Allow-Origin",
    "ACCESS_CONTROL_ALLOW_ORIGIN",
    "AccessControlAllowOrigin",
];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "header",
        WRITERS,
        NAMES,
        r#"(?i)\baccess(?:-control-allow-|_control_allow_|controlallow)origin["'`]?\s*\]?\s*(?:=>|[:,=])?\s*(?:value\s*=\s*)?(?:HeaderValue::from_static\(|\[)?\s*["'`]?(\*|null\b|https?://[^\s"'`;,)]+)"#,
        origins(0.9),
    )
    .standing(Contexts::CODE_AND_STRING)
    .judged(of_answer),
    Rule::code(
        "header-reflected",
        &[
            Language::JavaScript,
            Language::TypeScript,
            Language::Go,
            Language::Java,
            Language::Kotlin,
            Language::Php,
            Language::Python,
            Language::Ruby,
            Language::CSharp,
            Language::Ini,
        ],
        NAMES,
        r#"(?i)\baccess-control-allow-origin["'`]?\s*\]?\s*(?:=>|[:,=])?\s*["'`]?\s*(?:\.\s*)?\{?(?:req(?:uest)?\.headers?(?:\.origin\b|\[["']origin["']\]|\.get\(["']origin["']\))|req\.get\(["']origin["']\)|r(?:eq)?\.Header\.Get\("Origin"\)|request\.getHeader\("Origin"\)|\$_SERVER\[["']HTTP_ORIGIN["']\]|request\.env\[["']HTTP_ORIGIN["']\]|Request\.Headers\["Origin"\]|\$http_origin)"#,
        reflected(0.85),
    )
    .standing(Contexts::CODE_AND_STRING),
];
