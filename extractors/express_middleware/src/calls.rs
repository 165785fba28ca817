//! Middleware by its options.

use aphoria_sdk::{Hit, Observation, Rule, Says, Source, Told, Value, truth};

use crate::application::{SCRIPT, SCRIPTS, is_express};
use aphoria_sdk::arguments::{Entry, named, of_call, of_value};
use aphoria_sdk::place::{whole, worded};

/// A call of `session`, whose options the judge reads.
macro_rules! session {
    ($id:literal, $says:expr, $judge:expr) => {
        Rule::code(
            $id,
            SCRIPTS,
            &[
                "session(",
                "expressSession(",
                "cookieSession(",
                "-session')(",
                "-session\")(",
            ],
            r#"(?:\b(?:session|expressSession|cookieSession)|require\(["'](?:express-session|cookie-session)["']\))\("#,
            $says,
        )
        .judged($judge)
    };
}

pub(crate) const RULES: &[Rule] = &[
    session!(
        "session-secret",
        Says::flag(
            "express/session_secret",
            "hardcoded",
            true,
            0.95,
            "the secret of sessions stands in the source"
        ),
        session_secret
    ),
    session!(
        "session-secure",
        Says::flag(
            "express/session_cookie_secure",
            "enabled",
            true,
            0.9,
            "`cookie.secure`: the session's cookie over HTTPS only"
        ),
        session_secure
    ),
    session!(
        "session-http-only",
        Says::flag(
            "express/session_cookie_http_only",
            "enabled",
            true,
            0.9,
            "`cookie.httpOnly`: scripts do not see the session's cookie"
        ),
        session_http_only
    ),
    session!(
        "session-same-site",
        Says::told(
            "express/session_cookie_same_site",
            "value",
            Told::Text(""),
            0.9,
            "`cookie.sameSite`: requests of which sites carry the session"
        ),
        session_same_site
    ),
    session!(
        "session-store",
        Says::flag(
            "express/session_store",
            "persistent",
            true,
            0.8,
            "a store of its own keeps the sessions"
        ),
        session_store
    ),
    session!(
        "session-name",
        Says::flag(
            "express/session_name",
            "default",
            false,
            0.8,
            "the session's cookie has a name of its own"
        ),
        session_name
    ),
    Rule::code(
        "cookie-secret",
        SCRIPTS,
        &["cookieParser(", "cookie-parser"],
        r#"\b(?:cookieParser|require\(["']cookie-parser["']\))\([ \t]*["'`]([^"'`\n$]{6,})["'`]"#,
        Says::flag(
            "express/cookie_secret",
            "hardcoded",
            true,
            0.95,
            "the secret of signed cookies stands in the source",
        ),
    )
    .judged(cookie_secret),
    Rule::code(
        "cookie-secret-outside",
        SCRIPTS,
        &["cookieParser(", "cookie-parser"],
        r#"\b(?:cookieParser|require\(["']cookie-parser["']\))\([ \t]*process\.env\b[^|?\n)]*\)"#,
        Says::flag(
            "express/cookie_secret",
            "hardcoded",
            false,
            0.9,
            "the secret of signed cookies comes from the environment",
        ),
    )
    .judged(crate::application::of_express),
    Rule::code(
        "body-limit",
        SCRIPTS,
        &[
            "express.json(",
            "express.urlencoded(",
            "express.text(",
            "express.raw(",
            "bodyParser.",
        ],
        r"\b(?:express|bodyParser)\.(?:json|urlencoded|text|raw)\(",
        Says::flag(
            "express/body_size",
            "limited",
            true,
            0.85,
            "bodies of requests are limited",
        ),
    )
    .judged(body_limit),
    Rule::code(
        "static-dotfiles",
        SCRIPTS,
        &["express.static(", "serveStatic("],
        r"\b(?:express\.static|serveStatic)\(",
        Says::flag(
            "express/static_dotfiles",
            "served",
            false,
            0.95,
            "`dotfiles`: files whose names begin with a dot are served",
        ),
    )
    .judged(dotfiles),
    Rule::code(
        "static-root",
        SCRIPTS,
        &["express.static(", "serveStatic("],
        r"\b(?:express\.static|serveStatic)\(",
        Says::flag(
            "express/static_root",
            "limited",
            true,
            0.85,
            "a folder for files of the public is served",
        ),
    )
    .judged(static_root),
    Rule::code(
        "cors-origin",
        SCRIPTS,
        &["cors("],
        r"\bcors\(",
        Says::flag(
            "express/cors_all_origins",
            "allowed",
            false,
            0.9,
            "`origin` of cors names who may read answers",
        ),
    )
    .judged(cors_origin),
    Rule::code(
        "session-uninitialized",
        SCRIPTS,
        &["saveUninitialized"],
        r"\bsaveUninitialized[ \t]*:[ \t]*(true|false)\b",
        Says::told(
            "express/session_save_uninitialized",
            "enabled",
            Told::CaptureFlag(0),
            0.9,
            "`saveUninitialized` decides whether everybody gets a session, logged in or not",
        ),
    )
    .judged(crate::application::of_express),
];

/// The options of a session's middleware.
fn options(hit: &Hit<'_>, source: &dyn Source) -> Vec<Entry> {
    let text = whole(hit, source);
    if hit.before().ends_with('.') {
        return Vec::new();
    }
    if !text.contains("express-session") && !text.contains("cookie-session") {
        return Vec::new();
    }
    first(hit, source)
}

/// The entries of the first argument.
fn first(hit: &Hit<'_>, source: &dyn Source) -> Vec<Entry> {
    let arguments = of_call(hit, source, SCRIPT).unwrap_or_default();
    arguments
        .first()
        .filter(|argument| argument.name.is_empty())
        .map(|argument| of_value(argument, SCRIPT))
        .unwrap_or_default()
}

/// What stands between quotes, when nothing is filled in.
fn constant(value: &str) -> Option<&str> {
    let inner = ["\"", "'", "`"]
        .iter()
        .find_map(|quote| value.strip_prefix(*quote)?.strip_suffix(*quote))?;
    (!inner.contains("${") && !inner.contains(['"', '\'', '`'])).then_some(inner)
}

fn session_secret(hit: &Hit<'_>, source: &dyn Source, mut said: Observation) -> Vec<Observation> {
    let options = options(hit, source);
    let Some(entry) = named(&options, "secret").or_else(|| named(&options, "keys")) else {
        return Vec::new();
    };
    let list = of_value(entry, SCRIPT);
    let value = list.first().unwrap_or(entry);
    said.span = entry.span;
    // `process.env.SECRET || 'fallback'`
    let fallback = value.value.rsplit(['|', '?']).next().unwrap_or("").trim();
    if constant(&value.value).is_some_and(|text| text.len() >= 4) {
        said.secret = Some(value.value_span);
    } else if value.value.starts_with("process.env") && constant(fallback).is_some() {
        said.secret = Some(value.value_span);
        said.confidence = 0.85;
        said.reason = "the secret of sessions falls back on one in the source".to_owned();
    } else if value.value.starts_with("process.env") {
        said.value = Value::Flag(false);
        said.reason = "the secret of sessions comes from the environment".to_owned();
    } else {
        return Vec::new();
    }
    vec![said]
}

/// An option of the session's cookie; cookie-session has them among its own.
fn cookie_option(hit: &Hit<'_>, source: &dyn Source, name: &str) -> Option<Entry> {
    let options = options(hit, source);
    match named(&options, "cookie") {
        Some(cookie) => named(&of_value(cookie, SCRIPT), name).cloned(),
        None => named(&options, name).cloned(),
    }
}

fn session_flag(
    hit: &Hit<'_>,
    source: &dyn Source,
    mut said: Observation,
    name: &str,
) -> Vec<Observation> {
    let Some(entry) = cookie_option(hit, source, name) else {
        return Vec::new();
    };
    // `'auto'` follows the connection.
    let Some(flag) = truth(&entry.value) else {
        return Vec::new();
    };
    said.value = Value::Flag(flag);
    said.span = entry.span;
    vec![worded(said)]
}

fn session_secure(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    session_flag(hit, source, said, "secure")
}

fn session_http_only(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    session_flag(hit, source, said, "httpOnly")
}

fn session_same_site(
    hit: &Hit<'_>,
    source: &dyn Source,
    mut said: Observation,
) -> Vec<Observation> {
    let Some(entry) = cookie_option(hit, source, "sameSite") else {
        return Vec::new();
    };
    let value = match entry.value.as_str() {
        "true" => "strict",
        "false" => "none",
        other => match constant(other) {
            Some(text) => text,
            None => return Vec::new(),
        },
    };
    said.value = Value::Text(value.to_ascii_lowercase());
    said.span = entry.span;
    vec![said]
}

fn session_store(hit: &Hit<'_>, source: &dyn Source, mut said: Observation) -> Vec<Observation> {
    let options = options(hit, source);
    if let Some(store) = named(&options, "store") {
        said.span = store.span;
        if !store.value.contains("MemoryStore") {
            return vec![said];
        }
    }
    // Options that are spread from elsewhere may have a store; cookie-session needs none.
    let spread = options.iter().any(|entry| entry.value.starts_with("..."));
    let stored = whole(hit, source).contains("express-session") && !hit.text().contains("ookie");
    if options.is_empty() || spread || !stored {
        return Vec::new();
    }
    said.value = Value::Flag(false);
    said.confidence = 0.75;
    said.reason = "sessions are kept in the memory of the process".to_owned();
    vec![said]
}

fn session_name(hit: &Hit<'_>, source: &dyn Source, mut said: Observation) -> Vec<Observation> {
    let options = options(hit, source);
    let Some(entry) = named(&options, "name") else {
        return Vec::new();
    };
    let Some(name) = constant(&entry.value) else {
        return Vec::new();
    };
    if matches!(name, "connect.sid" | "session") {
        said.value = Value::Flag(true);
        said.reason = "the session's cookie has the name that everybody knows".to_owned();
    }
    said.span = entry.span;
    vec![said]
}

fn cookie_secret(hit: &Hit<'_>, source: &dyn Source, mut said: Observation) -> Vec<Observation> {
    said.secret = hit.capture_span(0);
    if is_express(&whole(hit, source)) {
        vec![said]
    } else {
        Vec::new()
    }
}

/// From here on a limit is none.
const BODY_MEGABYTES_MAX: f64 = 100.0;

fn body_limit(hit: &Hit<'_>, source: &dyn Source, mut said: Observation) -> Vec<Observation> {
    let options = first(hit, source);
    let Some(limit) = named(&options, "limit") else {
        return Vec::new();
    };
    said.span = limit.span;
    let megabytes = match (limit.value.as_str(), constant(&limit.value)) {
        ("Infinity", _) => f64::INFINITY,
        (number, None) => match aphoria_sdk::number(number) {
            Some(bytes) => bytes / 1_048_576.0,
            None => return Vec::new(),
        },
        (_, Some(text)) => match megabytes(text) {
            Some(size) => size,
            None => return Vec::new(),
        },
    };
    if megabytes >= BODY_MEGABYTES_MAX {
        said.value = Value::Flag(false);
        said.reason = "bodies of 100 MB and more are read into memory".to_owned();
    }
    vec![said]
}

fn megabytes(text: &str) -> Option<f64> {
    let text = text.trim().to_ascii_lowercase();
    let digits =
        text.trim_end_matches(|letter: char| letter.is_ascii_alphabetic() || letter == ' ');
    let size = aphoria_sdk::number(digits)?;
    let unit = text.get(digits.len()..)?.trim();
    Some(match unit {
        "gb" => size * 1024.0,
        "mb" => size,
        "kb" => size / 1024.0,
        _ => size / 1_048_576.0,
    })
}

fn dotfiles(hit: &Hit<'_>, source: &dyn Source, mut said: Observation) -> Vec<Observation> {
    let arguments = of_call(hit, source, SCRIPT).unwrap_or_default();
    let options = arguments
        .get(1)
        .map(|options| of_value(options, SCRIPT))
        .unwrap_or_default();
    let Some(entry) = named(&options, "dotfiles") else {
        return Vec::new();
    };
    let Some(value) = constant(&entry.value) else {
        return Vec::new();
    };
    said.value = Value::Flag(value == "allow");
    said.span = entry.span;
    vec![worded(said)]
}

fn static_root(hit: &Hit<'_>, source: &dyn Source, mut said: Observation) -> Vec<Observation> {
    let arguments = of_call(hit, source, SCRIPT).unwrap_or_default();
    let Some(root) = arguments.first() else {
        return Vec::new();
    };
    let value = root.value.as_str();
    let everything = matches!(value, "__dirname" | "process.cwd()" | "import.meta.dirname")
        || constant(value)
            .is_some_and(|text| matches!(text.trim_end_matches('/'), "" | "." | ".." | "~"));
    let last = value.trim_end_matches([')', ' ']);
    let folder = last.ends_with(['"', '\'', '`']) && !everything;
    if !everything && !folder {
        return Vec::new();
    }
    if everything {
        said.value = Value::Flag(false);
        said.reason =
            "the folder of the application itself is served, with its source and settings"
                .to_owned();
    }
    said.span = root.span;
    vec![said]
}

fn cors_origin(hit: &Hit<'_>, source: &dyn Source, mut said: Observation) -> Vec<Observation> {
    let options = first(hit, source);
    let Some(origin) = named(&options, "origin") else {
        return Vec::new();
    };
    if !is_express(&whole(hit, source)) {
        return Vec::new();
    }
    said.span = origin.span;
    if origin.value == "true" || constant(&origin.value) == Some("*") {
        said.value = Value::Flag(true);
        said.reason = "`origin` of cors: every origin may read answers".to_owned();
    } else if constant(&origin.value).is_none() && !origin.value.starts_with('[') {
        return Vec::new();
    }
    vec![said]
}
