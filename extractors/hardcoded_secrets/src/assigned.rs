//! Values that are given to names in code.

use aphoria_sdk::{Language, Rule};

use crate::literal::{from_outside, given, pair, password, password_at};
use crate::named;

/// Languages of programs in which a value is given by `=`, `:=`, `:` or `=>`.
const CODE: &[Language] = &[
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
    Language::Hcl,
];

const SHELL: &[Language] = &[Language::Bash, Language::Dockerfile];

const NAMES: &[&str] = &[
    "password",
    "passwd",
    "passphrase",
    "pwd",
    "secret",
    "api_key",
    "apikey",
    "access_key",
    "accesskey",
    "private_key",
    "privatekey",
    "signing_key",
    "encryption_key",
    "auth_token",
    "authtoken",
    "access_token",
    "accesstoken",
    "bot_token",
];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "assigned",
        CODE,
        NAMES,
        r#"(?i)(?:^|[^\w"'`])["']?(\w*(?:password|passwd|passphrase|pwd|secret(?:_?key(?:_?base)?)?|api_?key|access_?key|private_?key|signing_?key|encryption_?key|(?:auth|access|bot)_?token))["']?\]?(?:\[\w*\])?(?:\s*:\s*&?(?:'static\s+)?[\w<>?]+|\s+string)?\s*(?::=|=>|=|:)\s*(?:new\s+)?[brux]{0,2}(?:"([^"\n]*)"|'([^'\n]*)'|`([^`\n]*)`)"#,
        named(true, 0.9),
    )
    .judged(given),
    Rule::code(
        "defined",
        &[Language::C, Language::Cpp, Language::Php],
        NAMES,
        r#"(?i)(?:#\s*define\s+(\w*(?:password|passwd|passphrase|secret(?:_?key)?|api_?key|access_?key|auth_?token|access_?token))\s+"([^"\n]*)"|\bdefine\(\s*["'](\w*(?:password|passwd|passphrase|secret(?:_?key)?|api_?key|access_?key|auth_?token|access_?token))["']\s*,\s*["']([^"'\n]*)["'])"#,
        named(true, 0.9),
    )
    .judged(defined),
    // `setPassword("…")`, `.password("…")`.
    Rule::code(
        "handed-over",
        CODE,
        &["password(\"", "password('"],
        r#"(?i)(?:\.|->|\b)(?:set|with|db|user)?_?password\(\s*["']([^"'\n]+)["']\s*\)"#,
        named(true, 0.9),
    )
    .judged(password),
    Rule::code(
        "from-environment",
        CODE,
        NAMES,
        r#"(?i)(?:^|[^\w"'`])["']?(\w*(?:password|passwd|passphrase|pwd|secret(?:_?key(?:_?base)?)?|api_?key|access_?key|private_?key|signing_?key|encryption_?key|(?:auth|access|bot)_?token))["']?\]?(?:\s*:\s*&?[\w<>?]+|\s+string)?\s*(?::=|=>|=|:)\s*(?:os\.environ\b|os\.getenv\(|getenv\(|std::env::var\(|env::var\(|env!\(|process\.env\b|os\.Getenv\(|os\.LookupEnv\(|System\.getenv\(|ENV(?:\.fetch\(|\[)|\$_ENV\[|env\(|std::getenv\(|Environment\.GetEnvironmentVariable\(|config\(\s*["'])"#,
        named(false, 0.9),
    )
    .judged(from_outside),
    Rule::code(
        "shell-assigned",
        SHELL,
        NAMES,
        r#"(?i)(?:^|\s)(\w*(?:password|passwd|passphrase|secret(?:_?key)?|api_?key|access_?key|auth_?token|access_?token))=(?:"([^"\n]*)"|'([^'\n]*)'|([^\s"';|&()]+))"#,
        named(true, 0.9),
    )
    .judged(given),
    Rule::code(
        "shell-options",
        SHELL,
        &["sshpass -p", "curl "],
        r#"\b(?:sshpass\s+-p\s*["']?([^\s"'$]+)|curl\s(?:[^\n|;]*\s)?(?:-u|--user)[ =]["']?[\w.@-]+:([^\s"'$]+))"#,
        named(true, 0.9),
    )
    .judged(either),
];

fn defined(
    hit: &aphoria_sdk::Hit<'_>,
    source: &dyn aphoria_sdk::Source,
    said: aphoria_sdk::Observation,
) -> Vec<aphoria_sdk::Observation> {
    let at = if hit.capture(0).is_empty() { 2 } else { 0 };
    pair(hit, source, said, at)
}

fn either(
    hit: &aphoria_sdk::Hit<'_>,
    source: &dyn aphoria_sdk::Source,
    said: aphoria_sdk::Observation,
) -> Vec<aphoria_sdk::Observation> {
    let at = usize::from(hit.capture(0).is_empty());
    password_at(hit, source, said, at)
}
