//! Weak cipher suites, in all languages.

use aphoria_sdk::{Contexts, Hit, Language, Observation, Rule, Says, Source, Told, Value};

const fn weak(confidence: f64) -> Says {
    Says::told(
        "tls/cipher_suite",
        "value",
        Told::Capture(0),
        confidence,
        "a weak cipher suite is allowed",
    )
}

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "go-suite",
        &[Language::Go],
        &["_WITH_RC4_", "_WITH_3DES_", "_WITH_NULL_"],
        r"(?:^|[{,(=\s])\s*tls\.(TLS_\w+_WITH_(?:RC4|3DES|NULL)_\w+)\s*[,})]",
        weak(0.95),
    )
    .judged(suite),
    Rule::code(
        "list",
        &[
            Language::C,
            Language::Cpp,
            Language::Python,
            Language::Ruby,
            Language::JavaScript,
            Language::TypeScript,
            Language::Php,
            Language::Rust,
        ],
        &["set_cipher_list", "set_ciphers", "CURLOPT_SSL_CIPHER_LIST", "ciphers:", "ciphers =", "'ciphers'"],
        r#"(?:\b\w*set_cipher_list|\bset_ciphers|\bCURLOPT_SSL_CIPHER_LIST|\bciphers|[\[(,\s]'ciphers')\s*(?:\((?:\s*\w+\s*,)?|,|:|=>?)\s*b?["']([^"'\n]+)["']"#,
        weak(0.9),
    )
    .judged(list),
    Rule::code(
        "java-suite",
        &[Language::Java, Language::Kotlin],
        &["EnabledCipherSuites"],
        r#"\bsetEnabledCipherSuites\(\s*(?:new\s+String\s*\[\]\s*\{|arrayOf\()?((?:\s*"\w+"\s*,?)+)"#,
        weak(0.95),
    )
    .judged(suite),
    Rule::code(
        "conf-list",
        &[Language::Ini, Language::Text],
        &["ssl_ciphers", "SSLCipherSuite"],
        r#"^\s*(?:ssl_ciphers|SSLCipherSuite)\s+["']?([^"';#\n]+)"#,
        weak(0.95),
    )
    .standing(Contexts::CODE)
    .judged(list),
];

/// A suite by its name in the standards.
fn suite(hit: &Hit<'_>, _: &dyn Source, said: Observation) -> Vec<Observation> {
    let parts = hit
        .capture(0)
        .split(|letter: char| !letter.is_ascii_alphanumeric());
    first_of(parts, said)
}

/// A list in the words of OpenSSL; what is excluded by `!` or `-` is not allowed.
fn list(hit: &Hit<'_>, _: &dyn Source, said: Observation) -> Vec<Observation> {
    // OpenSSL's name for triple DES.
    let text = hit.capture(0).replace("DES-CBC3", "3DES");
    let words: Vec<&str> = text.split([':', ',', ' ']).map(str::trim).collect();
    let excluded = |name: &str| {
        words.iter().any(|word| {
            word.strip_prefix(['!', '-'])
                .is_some_and(|word| word.eq_ignore_ascii_case(name))
        })
    };
    let allowed = words
        .iter()
        .filter(|word| !word.starts_with(['!', '-', '@']))
        .flat_map(|word| word.split(['-', '+', '_']))
        .filter(|part| !excluded(part));
    first_of(allowed, said)
}

fn first_of<'a>(
    mut parts: impl Iterator<Item = &'a str>,
    mut said: Observation,
) -> Vec<Observation> {
    let Some(name) = parts.find_map(weakness) else {
        return Vec::new();
    };
    said.reason = format!("cipher suites with {name} are allowed");
    said.value = Value::Text(name.to_owned());
    vec![said]
}

fn weakness(part: &str) -> Option<&'static str> {
    Some(match part.to_ascii_uppercase().as_str() {
        "RC4" | "ARCFOUR" => "RC4",
        "3DES" => "3DES",
        "DES" => "DES",
        "NULL" | "ENULL" => "NULL",
        "EXP" | "EXPORT" | "EXPORT40" | "EXPORT56" => "EXPORT",
        "ANON" | "ANULL" | "ADH" | "AECDH" => "ANON",
        _ => return None,
    })
}
