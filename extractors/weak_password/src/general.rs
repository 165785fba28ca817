//! Forms that are the same in all languages: a constant named for the length, and a comparison of a password's length.

use aphoria_sdk::{Contexts, Find, Language, Rule, Told};

use crate::{judge, max_length, min_length};

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
    Language::Hcl,
];
const BASH: &[Language] = &[Language::Bash];

/// A password's length, whatever the language, and the comparison.
macro_rules! compared {
    ($operators:literal) => {
        concat!(
            r"(?i)\b(?:(?:len|strlen|mb_strlen|length)\(\s*\$?(?:\w+(?:\.|->))*(?:new|user|plain|raw)?_?(?:password|passwd|passphrase|pwd)(?:\.data)?\s*\)|\$?(?:\w+(?:\.|->))*(?:new|user|plain|raw)?_?(?:password|passwd|passphrase|pwd)\.(?:length|len|size|count|chars\(\)\.count)(?:\(\))?)\s*(",
            $operators,
            r")\s*(\d{1,4})\b"
        )
    };
}

pub(crate) const RULES: &[Rule] = &[
    Rule {
        id: "named-length",
        languages: ALL,
        contexts: Contexts::CODE,
        find: Find::Regex {
            anchors: &[
                "min_password",
                "minpassword",
                "minimum_password",
                "minimumpassword",
                "password_min",
                "passwordmin",
                "required_password",
                "requiredpassword",
            ],
            expression: r#"(?i)\b(?:min(?:imum)?_?password_?len(?:gth)?|password_?min(?:imum)?_?len(?:gth)?|required_?password_?len(?:gth)?)\b["']?\]?(?:\s*:\s*\w+)?(?:\s*(?::=|=>|=|:)\s*|\s+)(\d{1,3})\b"#,
            around: (0, 0),
        },
        says: min_length(0.95),
        judge: Some(judge::least),
    },
    Rule::code(
        "compared-lower",
        ALL,
        &["password", "passwd", "passphrase", "pwd"],
        compared!("<=?"),
        with_second(min_length(0.8)),
    )
    .judged(judge::lower),
    Rule::code(
        "compared-upper",
        ALL,
        &["password", "passwd", "passphrase", "pwd"],
        compared!(">"),
        with_second(max_length(0.8)),
    )
    .judged(judge::upper),
    Rule::code(
        "shell-compared",
        BASH,
        &["${#"],
        r"(?i)\$\{#\w*(?:password|passwd|passphrase)\}\s*(-lt|-le|<)\s*(\d{1,3})\b",
        with_second(min_length(0.8)),
    )
    .standing(Contexts::CODE_AND_STRING)
    .judged(judge::lower),
];

/// The number is the second capture.
const fn with_second(says: aphoria_sdk::Says) -> aphoria_sdk::Says {
    aphoria_sdk::Says {
        value: Told::CaptureNumber(1),
        ..says
    }
}
