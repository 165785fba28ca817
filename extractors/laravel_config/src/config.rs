//! `config/*.php`: entries of the arrays that they return.

use aphoria_sdk::{
    Contexts, Hit, Language, Observation, Rule, Says, Source, Told, Value, truth as truth_of,
};

use aphoria_sdk::place::worded;

pub(crate) const PHP: &[Language] = &[Language::Php];

/// An entry that is a truth, or `env()` with one as default.
macro_rules! flag {
    ($id:literal, $name:literal, $concept:literal, $reason:literal, $judge:expr) => {
        Rule::code(
            $id,
            PHP,
            &[
                concat!("'", $name, "' => true"),
                concat!("'", $name, "' => false"),
                concat!("'", $name, "' => env("),
                concat!("'", $name, "' => (bool)"),
            ],
            concat!(r"^[ \t]*'", $name, r"' => (?:\(bool\)[ \t]*)?(?:(true|false)\b|env\([ \t]*'\w+'[ \t]*,[ \t]*(true|false)[ \t]*\))"),
            Says::told($concept, "enabled", Told::Flag(true), 0.95, $reason),
        )
        .standing(Contexts::CODE_AND_STRING)
        .judged($judge)
    };
}

pub(crate) const RULES: &[Rule] = &[
    flag!(
        "debug",
        "debug",
        "laravel/debug",
        "`debug` of `config/app.php`: pages of errors with source and settings",
        app
    ),
    Rule::code(
        "key",
        PHP,
        &["'key' => 'base64:", "'key' => env("],
        r"^[ \t]*'key' => (?:'(base64:[^'\n]{8,})'|env\([ \t]*'APP_KEY'[ \t]*(?:,[ \t]*'([^'\n]{8,})'[ \t]*)?\))",
        Says::flag(
            "laravel/app_key",
            "hardcoded",
            true,
            0.95,
            "the application's key stands in the source",
        ),
    )
    .standing(Contexts::CODE_AND_STRING)
    .judged(key),
    flag!(
        "session-secure",
        "secure",
        "laravel/session_cookie_secure",
        "`secure` of `config/session.php`: the session's cookie over HTTPS only",
        session
    ),
    flag!(
        "session-http-only",
        "http_only",
        "laravel/session_cookie_http_only",
        "`http_only` of `config/session.php`: scripts do not see the session's cookie",
        session
    ),
    flag!(
        "session-encrypt",
        "encrypt",
        "laravel/session_encryption",
        "`encrypt` of `config/session.php`: sessions are stored encrypted",
        session
    ),
    Rule::code(
        "session-same-site",
        PHP,
        &["'same_site'"],
        r"^[ \t]*'same_site'[ \t]*=>[ \t]*(?:env\([ \t]*'\w+'[ \t]*,[ \t]*)?'?(lax|strict|none|null)\b",
        Says::told(
            "laravel/session_cookie_same_site",
            "value",
            Told::Capture(0),
            0.9,
            "`same_site` of `config/session.php`: requests of which sites carry the session",
        ),
    )
    .standing(Contexts::CODE_AND_STRING)
    .judged(session_as_is),
    Rule::code(
        "cors",
        PHP,
        &["'allowed_origins'"],
        r"^[ \t]*'allowed_origins'[ \t]*=>[ \t]*\[\s*'([^'\n]+)'",
        Says::flag(
            "laravel/cors_all_origins",
            "allowed",
            false,
            0.9,
            "`allowed_origins` of `config/cors.php` names who may read answers",
        ),
    )
    .around(0, 1)
    .standing(Contexts::CODE_AND_STRING)
    .judged(cors),
    Rule::code(
        "sanctum",
        PHP,
        &["'expiration'"],
        r"^[ \t]*'expiration'[ \t]*=>[ \t]*(null|\d+)\b",
        Says::flag(
            "laravel/sanctum_expiration",
            "limited",
            true,
            0.9,
            "tokens of Sanctum end by themselves",
        ),
    )
    .standing(Contexts::CODE_AND_STRING)
    .judged(sanctum),
    flag!(
        "debugbar",
        "enabled",
        "laravel/debugbar",
        "`enabled` of `config/debugbar.php`: queries and settings stand in pages",
        debugbar
    ),
];

/// Whether the file is the configuration of this name.
fn is_config(hit: &Hit<'_>, name: &str) -> bool {
    let mut parts = hit.path().rsplit('/');
    let file = parts.next().and_then(|file| file.strip_suffix(".php"));
    file == Some(name) && parts.next() == Some("config")
}

/// A truth of a configuration, or of what holds where the environment says nothing.
fn truth(hit: &Hit<'_>, name: &str, mut said: Observation) -> Vec<Observation> {
    let (written, default) = (truth_of(hit.capture(0)), truth_of(hit.capture(1)));
    let Some(flag) = written.or(default).filter(|_| is_config(hit, name)) else {
        return Vec::new();
    };
    if written.is_none() {
        said.confidence = 0.7;
        said.reason.push_str(", where the environment says nothing");
    }
    said.value = Value::Flag(flag);
    vec![worded(said)]
}

fn app(hit: &Hit<'_>, _: &dyn Source, said: Observation) -> Vec<Observation> {
    truth(hit, "app", said)
}

fn session(hit: &Hit<'_>, _: &dyn Source, said: Observation) -> Vec<Observation> {
    truth(hit, "session", said)
}

fn debugbar(hit: &Hit<'_>, _: &dyn Source, said: Observation) -> Vec<Observation> {
    truth(hit, "debugbar", said)
}

fn key(hit: &Hit<'_>, _: &dyn Source, mut said: Observation) -> Vec<Observation> {
    if !is_config(hit, "app") {
        return Vec::new();
    }
    said.secret = hit.capture_span(0).or_else(|| hit.capture_span(1));
    if said.secret.is_none() {
        said.value = Value::Flag(false);
        said.reason = "the application's key comes from the environment".to_owned();
    }
    vec![said]
}

fn session_as_is(hit: &Hit<'_>, _: &dyn Source, said: Observation) -> Vec<Observation> {
    if is_config(hit, "session") {
        vec![said]
    } else {
        Vec::new()
    }
}

fn cors(hit: &Hit<'_>, _: &dyn Source, mut said: Observation) -> Vec<Observation> {
    if !is_config(hit, "cors") {
        return Vec::new();
    }
    if hit.capture(0) == "*" {
        said.value = Value::Flag(true);
        said.reason =
            "`allowed_origins` of `config/cors.php`: every origin may read answers".to_owned();
    }
    vec![said]
}

fn sanctum(hit: &Hit<'_>, _: &dyn Source, mut said: Observation) -> Vec<Observation> {
    if !is_config(hit, "sanctum") {
        return Vec::new();
    }
    if hit.capture(0) == "null" {
        said.value = Value::Flag(false);
        said.reason = "tokens of Sanctum never end by themselves".to_owned();
    }
    vec![said]
}
