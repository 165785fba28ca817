//! Environment files, and the same variables in YAML.

use aphoria_sdk::{Hit, Language, Observation, Rule, Says, Source, Told, Value};

use aphoria_sdk::place::{is_elsewhere, whole, worded};

const ENVIRONMENT: &[Language] = &[Language::DotEnv, Language::Yaml];

/// A truth.
macro_rules! flag {
    ($id:literal, $path:literal, $concept:literal, $reason:literal) => {
        Rule::key(
            $id,
            ENVIRONMENT,
            &[$path],
            Says::told($concept, "enabled", Told::CaptureFlag(1), 0.9, $reason),
        )
        .judged(truth)
    };
}

pub(crate) const RULES: &[Rule] = &[
    flag!(
        "env-debug",
        "**.APP_DEBUG",
        "laravel/debug",
        "`APP_DEBUG`: pages of errors with source and settings"
    ),
    flag!(
        "env-secure",
        "**.SESSION_SECURE_COOKIE",
        "laravel/session_cookie_secure",
        "`SESSION_SECURE_COOKIE`: the session's cookie over HTTPS only"
    ),
    flag!(
        "env-encrypt",
        "**.SESSION_ENCRYPT",
        "laravel/session_encryption",
        "`SESSION_ENCRYPT`: sessions are stored encrypted"
    ),
    flag!(
        "env-debugbar",
        "**.DEBUGBAR_ENABLED",
        "laravel/debugbar",
        "`DEBUGBAR_ENABLED`: queries and settings stand in pages"
    ),
    flag!(
        "env-telescope",
        "**.TELESCOPE_ENABLED",
        "laravel/telescope",
        "`TELESCOPE_ENABLED`: requests, queries and mails are recorded"
    ),
    Rule::key(
        "env-environment",
        ENVIRONMENT,
        &["**.APP_ENV"],
        Says::told(
            "laravel/environment",
            "value",
            Told::Capture(1),
            0.85,
            "`APP_ENV`: what the application takes itself for",
        ),
    )
    .judged(word),
    Rule::key(
        "env-log-level",
        ENVIRONMENT,
        &["**.LOG_LEVEL"],
        Says::told(
            "laravel/log_level",
            "value",
            Told::Capture(1),
            0.8,
            "`LOG_LEVEL`: how much is written to the log",
        ),
    )
    .judged(word),
    Rule::key(
        "env-key",
        ENVIRONMENT,
        &["**.APP_KEY"],
        Says::flag(
            "laravel/app_key",
            "hardcoded",
            true,
            0.9,
            "the application's key stands in a file",
        ),
    )
    .judged(key),
];

/// Whether the file is Laravel's, and for production.
fn is_production(hit: &Hit<'_>, source: &dyn Source) -> bool {
    let text = whole(hit, source);
    let signs = [
        "APP_KEY",
        "SESSION_DRIVER",
        "QUEUE_CONNECTION",
        "BROADCAST_CONNECTION",
        "laravel",
        "Laravel",
    ];
    let local = [
        "APP_ENV=local",
        "APP_ENV=testing",
        "APP_ENV: local",
        "APP_ENV: testing",
    ];
    !is_elsewhere(hit.path())
        && signs.iter().any(|sign| text.contains(sign))
        && !local.iter().any(|sign| text.contains(sign))
}

fn truth(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    if is_production(hit, source) {
        vec![worded(said)]
    } else {
        Vec::new()
    }
}

fn word(hit: &Hit<'_>, source: &dyn Source, mut said: Observation) -> Vec<Observation> {
    let value = hit.capture(1).trim().trim_matches(['"', '\'']).to_owned();
    if value.is_empty() || value.contains('$') || !is_production(hit, source) {
        return Vec::new();
    }
    said.value = Value::Text(value);
    vec![said]
}

fn key(hit: &Hit<'_>, source: &dyn Source, mut said: Observation) -> Vec<Observation> {
    let value = hit.capture(1).trim().trim_matches(['"', '\'']);
    if value.len() < 8 || value.contains('$') || !is_production(hit, source) {
        return Vec::new();
    }
    said.secret = hit.capture_span(1);
    vec![said]
}
