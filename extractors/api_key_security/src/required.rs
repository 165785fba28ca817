//! Whether keys are asked for, which paths are open, and where keys are carried.

use aphoria_sdk::{Contexts, Find, Language, Rule, Says, Told};

use crate::{judge, transport};

const KEYS: &[Language] = &[
    Language::Yaml,
    Language::Toml,
    Language::Json,
    Language::Ini,
    Language::Properties,
    Language::DotEnv,
];
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
];

const REQUIRED: Says = Says::flag(
    "api_keys/authentication",
    "required",
    false,
    0.95,
    "callers are asked for a key, or not",
);

pub(crate) const RULES: &[Rule] = &[
    Rule::key(
        "key-required",
        KEYS,
        &[
            "**.require_for_all",
            "**.require_api_key",
            "**.api_key_required",
            "**.api_keys.required",
            "**.api_keys.enabled",
            "**.api_key.enabled",
            "**.api_key.required",
        ],
        REQUIRED,
    )
    .judged(judge::required),
    Rule::key(
        "key-anonymous",
        KEYS,
        &[
            "**.auth.allow_anonymous",
            "**.api.allow_anonymous",
            "**.server.allow_anonymous",
            "**.api_keys.allow_anonymous",
            "**.allow_unauthenticated",
        ],
        REQUIRED,
    )
    .judged(judge::optional),
    Rule::key(
        "public-paths",
        &[Language::Yaml, Language::Toml, Language::Json],
        &[
            "**.public_paths.*",
            "**.public_routes.*",
            "**.unauthenticated_paths.*",
            "**.auth.exclude_paths.*",
        ],
        Says::told(
            "api_keys/public_paths",
            "count",
            Told::Number(1.0),
            0.9,
            "paths are open without a key",
        ),
    )
    .judged(judge::path),
    Rule::key(
        "public-wildcard",
        &[Language::Properties, Language::DotEnv],
        &["**.public_paths", "**.public_routes"],
        Says::flag(
            "api_keys/public_paths",
            "wildcard",
            true,
            0.9,
            "a path with a wildcard is open without a key",
        ),
    )
    .judged(wildcard),
    Rule {
        id: "code-required",
        languages: CODE,
        contexts: Contexts::CODE,
        find: Find::Regex {
            anchors: &[
                "require_for_all",
                "requireforall",
                "require_api_key",
                "requireapikey",
            ],
            expression: r#"(?i)\b(?:require_?for_?all|require_?api_?key)\b["']?\]?\s*(?::=|=>|=|:|\()\s*(true|false)\b"#,
            around: (0, 0),
        },
        says: REQUIRED,
        judge: Some(judge::required),
    },
    // FastAPI's three places of a key.
    Rule::code(
        "py-query",
        &[Language::Python],
        &["APIKeyQuery("],
        r"\bAPIKeyQuery\(",
        transport("query", 0.95),
    ),
    Rule::code(
        "py-header",
        &[Language::Python],
        &["APIKeyHeader("],
        r"\bAPIKeyHeader\(",
        transport("header", 0.95),
    ),
    Rule::code(
        "py-cookie",
        &[Language::Python],
        &["APIKeyCookie("],
        r"\bAPIKeyCookie\(",
        transport("cookie", 0.95),
    ),
    Rule {
        id: "code-query",
        languages: CODE,
        contexts: Contexts::CODE,
        find: Find::Regex {
            anchors: &["api_key", "apikey", "api-key"],
            expression: r#"(?i)(?:\$_GET\[|\brequest\.(?:args|GET|query_params)(?:\.get\(|\[)|\breq(?:uest)?\.query(?:\.|\[)|\br\.URL\.Query\(\)\.Get\(|\bc\.Query\(|\brequest\.getParameter\(|\bparams\[:?|\bRequest\.Query\[)\s*["']?(?:x[-_])?api[-_]?key\b"#,
            around: (0, 0),
        },
        says: transport("query", 0.9),
        judge: None,
    },
    Rule {
        id: "code-header",
        languages: CODE,
        contexts: Contexts::CODE,
        find: Find::Regex {
            anchors: &["x-api-key", "x_api_key"],
            expression: r#"(?i)(?:\$_SERVER\[|\brequest\.headers?(?:\.get\(|\[)|\breq(?:uest)?\.(?:headers\[|headers\.|header\(|get\()|\bheaders\(\)\.get\(|\br\.Header\.Get\(|\bc\.GetHeader\(|\brequest\.getHeader\(|\brequest\.env\[|\bRequest\.Headers\[)\s*["']?(?:HTTP_)?x[-_]api[-_]key\b"#,
            around: (0, 0),
        },
        says: transport("header", 0.9),
        judge: None,
    },
    // OpenAPI: `type: apiKey`, and where.
    Rule::code(
        "openapi-yaml",
        &[Language::Yaml],
        &["apiKey"],
        r#"\btype:[ \t]*["']?apiKey["']?[^\n]*(?:\n[^\n]*){0,2}?\n[ \t]*in:[ \t]*["']?(\w+)"#,
        transport("header", 0.95),
    )
    .around(0, 3)
    .judged(judge::place),
    Rule::code(
        "openapi-json",
        &[Language::Json],
        &["\"apiKey\""],
        r#""type"\s*:\s*"apiKey"\s*,(?:\s*"name"\s*:\s*"[^"\n]*"\s*,)?\s*"in"\s*:\s*"(\w+)""#,
        transport("header", 0.95),
    )
    .around(0, 3)
    .judged(judge::place),
];

/// A list of paths in one value.
fn wildcard(
    hit: &aphoria_sdk::Hit<'_>,
    _: &dyn aphoria_sdk::Source,
    like: aphoria_sdk::Observation,
) -> Vec<aphoria_sdk::Observation> {
    if hit.capture(1).contains('*') {
        vec![like]
    } else {
        Vec::new()
    }
}
