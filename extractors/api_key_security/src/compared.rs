//! How a key that was sent is compared with the one that is known.

use aphoria_sdk::{Language, Rule};

use crate::comparison;

/// A variable that holds a key, compared by an operator with another variable or call.
macro_rules! equal {
    ($operator:literal, $stop:literal) => {
        concat!(
            r"(?i)(?:[\w$@.\[\]]|->)*\bapi_?key\s*",
            $operator,
            r"\s*(?:[$@]?(?:expected|stored|valid|correct|real|config|settings|self|this|env|process|os|conf|cfg|app|server|state)\w*(?:\.|->|\[|::|",
            $stop,
            r"))"
        )
    };
}

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "equal-plain",
        &[
            Language::Python,
            Language::Ruby,
            Language::Go,
            Language::Rust,
            Language::CSharp,
            Language::Java,
            Language::Kotlin,
        ],
        &["api_key", "apikey"],
        equal!("[!=]=", r"\s*(?:[):;{|&\n]|$)"),
        comparison(false, 0.7),
    ),
    Rule::code(
        "equal-strict",
        &[Language::JavaScript, Language::TypeScript, Language::Php],
        &["api_key", "apikey"],
        equal!("[!=]==?", r"\s*(?:[):;{|&\n]|$)"),
        comparison(false, 0.7),
    ),
    Rule::code(
        "java-equals",
        &[Language::Java, Language::Kotlin],
        &["apiKey.equals(", "ApiKey.equals("],
        r"\b\w*[aA]piKey\.equals\(\s*\w",
        comparison(false, 0.7),
    ),
    Rule::code(
        "python-constant",
        &[Language::Python],
        &["compare_digest("],
        r"(?i)\bcompare_digest\([^\n]*api_?key",
        comparison(true, 0.95),
    ),
    Rule::code(
        "script-constant",
        &[Language::JavaScript, Language::TypeScript],
        &["timingSafeEqual("],
        r"(?i)\btimingSafeEqual\([^\n]*api_?key",
        comparison(true, 0.95),
    ),
    Rule::code(
        "go-constant",
        &[Language::Go],
        &["ConstantTimeCompare("],
        r"(?i)\bConstantTimeCompare\([^\n]*api_?key",
        comparison(true, 0.95),
    ),
    Rule::code(
        "java-constant",
        &[Language::Java, Language::Kotlin],
        &["MessageDigest.isEqual("],
        r"(?i)\bMessageDigest\.isEqual\([^\n]*api_?key",
        comparison(true, 0.95),
    ),
    Rule::code(
        "ruby-constant",
        &[Language::Ruby],
        &["secure_compare("],
        r"(?i)\bsecure_compare\([^\n]*api_?key",
        comparison(true, 0.95),
    ),
    Rule::code(
        "php-constant",
        &[Language::Php],
        &["hash_equals("],
        r"(?i)\bhash_equals\([^\n]*api_?key",
        comparison(true, 0.95),
    ),
    Rule::code(
        "csharp-constant",
        &[Language::CSharp],
        &["FixedTimeEquals("],
        r"(?i)\bFixedTimeEquals\([^\n]*api_?key",
        comparison(true, 0.95),
    ),
    Rule::code(
        "rust-constant",
        &[Language::Rust],
        &[".ct_eq("],
        r"(?i)api_?key[\w.()]*\.ct_eq\(",
        comparison(true, 0.95),
    ),
];
