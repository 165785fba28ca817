//! Values of structured files.

use aphoria_sdk::{Contexts, Language, Rule};

use crate::literal::{given, pair};
use crate::named;

const FILES: &[Language] = &[
    Language::Yaml,
    Language::Toml,
    Language::Json,
    Language::Ini,
    Language::DotEnv,
    Language::Properties,
];

const NAMES: &[&str] = &[
    "password",
    "passwd",
    "passphrase",
    "secret",
    "api_key",
    "apikey",
    "api-key",
    "access_key",
    "accesskey",
    "access-key",
    "private_key",
    "auth_token",
    "authtoken",
    "access_token",
    "access-token",
    "accesstoken",
];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "value",
        FILES,
        NAMES,
        r#"(?i)(?:^|[{,\s])["']?([\w.-]*(?:password|passwd|passphrase|secret(?:[_-]?key(?:[_-]?base)?)?|api[_-]?key|access[_-]?key|private[_-]?key|(?:auth|access)[_-]?token))["']?\s*[:=]\s*(?:"([^"\n]*)"|'([^'\n]*)'|([^\s"'#,{}\[\]|>!&*][^\s#,]*|\{\{[^}\n]*\}\}))"#,
        named(true, 0.9),
    )
    .standing(Contexts::CODE_AND_STRING)
    .judged(given),
    Rule::code(
        "xml-value",
        &[Language::Xml],
        NAMES,
        r#"(?i)(?:<([\w.:-]*(?:password|passwd|passphrase|secret|api[_-]?key|access[_-]?key|(?:auth|access)[_-]?token))>([^<\n]+)</|\s(\w*(?:password|passwd|passphrase|secret|api_?key|access_?key|(?:auth|access)_?token))="([^"\n]*)")"#,
        named(true, 0.9),
    )
    .standing(Contexts::ANY)
    .judged(either),
    Rule::code(
        "xml-setting",
        &[Language::Xml],
        NAMES,
        r#"(?i)\b(?:key|name)="([\w.:-]*(?:password|passwd|passphrase|secret|api[_-]?key|access[_-]?key|(?:auth|access)[_-]?token))"\s+value="([^"\n]*)""#,
        named(true, 0.9),
    )
    .standing(Contexts::ANY)
    .judged(given),
];

fn either(
    hit: &aphoria_sdk::Hit<'_>,
    source: &dyn aphoria_sdk::Source,
    said: aphoria_sdk::Observation,
) -> Vec<aphoria_sdk::Observation> {
    let at = if hit.capture(0).is_empty() { 2 } else { 0 };
    pair(hit, source, said, at)
}
