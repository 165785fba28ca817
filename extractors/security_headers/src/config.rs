//! Configuration: nginx, Apache, IIS, Traefik, files of headers in YAML, TOML and JSON, pages that carry a policy.

use aphoria_sdk::{Language, Rule};

use crate::{CSP, FRAME, MAX_AGE, header, judge};

const INI: &[Language] = &[Language::Ini, Language::Text];
const XML: &[Language] = &[Language::Xml];
const KEYS: &[Language] = &[Language::Yaml, Language::Toml, Language::Json];
const HTML: &[Language] = &[Language::Html];

const NAMES: &[&str] = &[
    "Strict-Transport-Security",
    "Content-Security-Policy",
    "X-Frame-Options",
    "X-Content-Type-Options",
    "Permissions-Policy",
    "Referrer-Policy",
];

pub(crate) const RULES: &[Rule] = &[
    // nginx and Apache: `add_header NAME VALUE always;`, `Header always set NAME "VALUE"`.
    Rule::code(
        "server-sets",
        INI,
        NAMES,
        r#"(?i)^\s*(?:add_header|more_set_headers|Header\s+(?:always\s+|onsuccess\s+)?(?:set|append|add|merge|setifempty))\s+["']?(Strict-Transport-Security|Content-Security-Policy|X-Frame-Options|X-Content-Type-Options|Permissions-Policy|Referrer-Policy)["']?:?\s+(?:"([^"\n]*)"|'([^'\n]*)'|([^\s;]+))"#,
        header(FRAME, true, 0.9),
    )
    .judged(judge::pair),
    Rule::code(
        "server-unsets",
        INI,
        NAMES,
        r"(?i)^\s*(?:proxy_hide_header|more_clear_headers|Header\s+(?:always\s+)?unset)\s+(Strict-Transport-Security|Content-Security-Policy|X-Frame-Options|X-Content-Type-Options)\b",
        header(FRAME, false, 0.8),
    )
    .judged(judge::off),
    Rule::code(
        "iis-adds",
        XML,
        NAMES,
        r#"<add\s+name="(Strict-Transport-Security|Content-Security-Policy|X-Frame-Options|X-Content-Type-Options|Permissions-Policy|Referrer-Policy)"\s+value="([^"\n]*)""#,
        header(FRAME, true, 0.9),
    )
    .judged(judge::pair),
    Rule::code(
        "iis-removes",
        XML,
        NAMES,
        r#"<remove\s+name="(Strict-Transport-Security|Content-Security-Policy|X-Frame-Options|X-Content-Type-Options)"\s*/>"#,
        header(FRAME, false, 0.8),
    )
    .judged(judge::off),
    // Hosts that take headers as keys, or as pairs of key and value.
    Rule::key(
        "header-keys",
        KEYS,
        &[
            "**.Strict-Transport-Security",
            "**.Content-Security-Policy",
            "**.X-Frame-Options",
            "**.X-Content-Type-Options",
            "**.Permissions-Policy",
            "**.Referrer-Policy",
        ],
        header(FRAME, true, 0.9),
    )
    .judged(judge::key),
    Rule::code(
        "header-key-value",
        &[Language::Json],
        NAMES,
        r#""key"\s*:\s*"(Strict-Transport-Security|Content-Security-Policy|X-Frame-Options|X-Content-Type-Options|Permissions-Policy|Referrer-Policy)"\s*,\s*"value"\s*:\s*"([^"\n]*)""#,
        header(FRAME, true, 0.9),
    )
    .around(0, 1)
    .judged(judge::pair),
    Rule::key(
        "traefik-frame",
        KEYS,
        &["**.headers.frameDeny", "**.headers.contentTypeNosniff"],
        header(FRAME, true, 0.9),
    )
    .judged(judge::named_truth),
    Rule::key(
        "traefik-seconds",
        KEYS,
        &["**.headers.stsSeconds"],
        MAX_AGE_OF_KEY,
    )
    .judged(judge::seconds),
    Rule::code(
        "page-policy",
        HTML,
        &["Content-Security-Policy"],
        r#"(?i)<meta\s+http-equiv=["'](Content-Security-Policy)["']\s+content="([^"\n]*)""#,
        header(CSP, true, 0.9),
    )
    .judged(judge::pair),
];

const MAX_AGE_OF_KEY: aphoria_sdk::Says = aphoria_sdk::Says {
    value: aphoria_sdk::Told::CaptureNumber(1),
    ..MAX_AGE
};
