//! The application and its middleware.

use aphoria_sdk::{Hit, Language, Observation, Rule, Says, Source, Told, Value, truth};

use aphoria_sdk::arguments::{Entry, Style, named, of_call};
use aphoria_sdk::place::{is_elsewhere, whole, worded};

pub(crate) const PYTHON: &[Language] = &[Language::Python];

const KEYWORDS: Style = Style {
    mark: "=",
    hash: true,
    slashes: false,
};

/// A call whose keywords the judge reads.
macro_rules! call {
    ($id:literal, [$($anchor:literal),+], $expression:literal, $says:expr, $judge:expr) => {
        Rule::code($id, PYTHON, &[$($anchor),+], $expression, $says)
            .around(2, 0)
            .judged($judge)
    };
}

pub(crate) const RULES: &[Rule] = &[
    call!(
        "debug",
        ["FastAPI(", "Starlette("],
        r"\b(?:FastAPI|Starlette)\(",
        Says::told(
            "fastapi/debug",
            "enabled",
            Told::Flag(true),
            0.95,
            "`debug`: tracebacks are shown to everybody"
        ),
        debug
    ),
    call!(
        "docs",
        ["FastAPI("],
        r"\bFastAPI\(",
        Says::told(
            "fastapi/docs",
            "enabled",
            Told::Flag(false),
            0.85,
            "`docs_url` and `openapi_url`: the documentation is switched off"
        ),
        docs
    ),
    call!(
        "cors",
        ["CORSMiddleware"],
        r"\b(add_middleware|Middleware)\(\s*CORSMiddleware\b",
        Says::flag(
            "fastapi/cors_all_origins",
            "allowed",
            false,
            0.9,
            "`allow_origins` names who may read answers"
        ),
        cors
    ),
    call!(
        "cors-credentials",
        ["CORSMiddleware"],
        r"\b(add_middleware|Middleware)\(\s*CORSMiddleware\b",
        Says::flag(
            "fastapi/cors_any_origin_credentials",
            "allowed",
            true,
            0.9,
            "every origin may read answers, with the user's cookies"
        ),
        credentials
    ),
    call!(
        "hosts",
        ["TrustedHostMiddleware"],
        r"\b(add_middleware|Middleware)\(\s*TrustedHostMiddleware\b",
        Says::flag(
            "fastapi/trusted_hosts",
            "restricted",
            true,
            0.9,
            "`allowed_hosts` names the hosts that are served"
        ),
        hosts
    ),
    call!(
        "https",
        ["HTTPSRedirectMiddleware"],
        r"\b(add_middleware|Middleware)\(\s*HTTPSRedirectMiddleware\b",
        Says::flag(
            "fastapi/https_redirect",
            "enabled",
            true,
            0.95,
            "requests without TLS are sent to HTTPS"
        ),
        of_fastapi
    ),
    call!(
        "session-secret",
        ["SessionMiddleware"],
        r"\b(add_middleware|Middleware)\(\s*SessionMiddleware\b",
        Says::flag(
            "fastapi/session_secret",
            "hardcoded",
            true,
            0.95,
            "the secret of sessions stands in the source"
        ),
        session_secret
    ),
    call!(
        "session-secure",
        ["SessionMiddleware"],
        r"\b(add_middleware|Middleware)\(\s*SessionMiddleware\b",
        Says::flag(
            "fastapi/session_cookie_secure",
            "enabled",
            true,
            0.9,
            "`https_only`: the session's cookie over HTTPS only"
        ),
        session_secure
    ),
    call!(
        "session-same-site",
        ["SessionMiddleware"],
        r"\b(add_middleware|Middleware)\(\s*SessionMiddleware\b",
        Says::told(
            "fastapi/session_cookie_same_site",
            "value",
            Told::Text(""),
            0.9,
            "`same_site`: requests of which sites carry the session"
        ),
        session_same_site
    ),
    Rule::code(
        "error-detail",
        PYTHON,
        &["HTTPException(", "JSONResponse(", "PlainTextResponse("],
        r"\b(?:HTTPException|JSONResponse|PlainTextResponse)\([^\n]*\btraceback\.format_exc\(",
        Says::flag(
            "fastapi/error_detail",
            "exposed",
            true,
            0.9,
            "a traceback is sent to the client",
        ),
    )
    .judged(of_fastapi),
    Rule::code(
        "extra",
        PYTHON,
        &["extra=", "extra ="],
        r#"(?:\bConfigDict\([^()\n]*|^[ \t]+)\bextra ?=[ \t]*(?:Extra\.|["'])(allow|forbid|ignore)\b"#,
        Says::told(
            "fastapi/model_extra",
            "value",
            Told::Capture(0),
            0.85,
            "`extra` of a model: what becomes of fields that it does not know",
        ),
    )
    .judged(model),
    Rule::code(
        "auto-error",
        PYTHON,
        &["auto_error"],
        r"\b(?:HTTPBearer|HTTPBasic|HTTPDigest|OAuth2PasswordBearer|OAuth2AuthorizationCodeBearer|APIKeyHeader|APIKeyQuery|APIKeyCookie)\([^()\n]*\bauto_error[ \t]*=[ \t]*(True|False)\b",
        Says::told(
            "fastapi/security_auto_error",
            "enabled",
            Told::CaptureFlag(0),
            0.8,
            "`auto_error`: requests without credentials are refused by themselves",
        ),
    )
    .judged(truthful),
    Rule::code(
        "query-key",
        PYTHON,
        &["APIKeyQuery("],
        r"=[ \t]*APIKeyQuery\(",
        Says::flag(
            "fastapi/api_key_in_address",
            "accepted",
            true,
            0.9,
            "keys stand in addresses, and so in logs",
        ),
    )
    .judged(of_fastapi),
    Rule::code(
        "header-key",
        PYTHON,
        &["APIKeyHeader("],
        r"=[ \t]*APIKeyHeader\(",
        Says::flag(
            "fastapi/api_key_in_address",
            "accepted",
            false,
            0.9,
            "keys stand in a header",
        ),
    )
    .judged(of_fastapi),
    Rule::code(
        "static-root",
        PYTHON,
        &["StaticFiles("],
        r#"\bStaticFiles\([^()\n]*\bdirectory[ \t]*=[ \t]*["']([^"'\n]*)["']"#,
        Says::flag(
            "fastapi/static_root",
            "limited",
            true,
            0.85,
            "a folder for files of the public is served",
        ),
    )
    .judged(static_root),
    Rule::code(
        "templates",
        PYTHON,
        &["autoescape"],
        r"\bJinja2Templates\([^()\n]*\bautoescape[ \t]*=[ \t]*(True|False)\b|\btemplates\.env\.autoescape[ \t]*=[ \t]*(True|False)\b",
        Says::flag(
            "fastapi/template_autoescape",
            "enabled",
            true,
            0.95,
            "`autoescape`: templates escape what they write",
        ),
    )
    .judged(autoescape),
];

/// Drops what is neither FastAPI's nor Starlette's, and tests.
pub(crate) fn of_fastapi(
    hit: &Hit<'_>,
    source: &dyn Source,
    said: Observation,
) -> Vec<Observation> {
    let text = whole(hit, source);
    let named = text.contains("fastapi") || text.contains("starlette");
    if hit.in_test() || is_elsewhere(hit.path()) || !named {
        return Vec::new();
    }
    vec![said]
}

fn truthful(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    of_fastapi(hit, source, worded(said))
}

/// The arguments of the call that the hit begins: the hit may end within them.
fn keywords(hit: &Hit<'_>, source: &dyn Source) -> Vec<Entry> {
    let own = hit.capture(0);
    if own.is_empty() {
        return of_call(hit, source, KEYWORDS).unwrap_or_default();
    }
    let Some(open) = hit.capture_span(0).map(|name| name.end) else {
        return Vec::new();
    };
    aphoria_sdk::arguments::of_bracket(&whole(hit, source), open, KEYWORDS).unwrap_or_default()
}

/// What stands between quotes.
fn constant(value: &str) -> Option<&str> {
    let value = value.trim_start_matches(['r', 'b', 'u']);
    let inner = ["\"", "'"]
        .iter()
        .find_map(|quote| value.strip_prefix(*quote)?.strip_suffix(*quote))?;
    (!inner.contains(['"', '\''])).then_some(inner)
}

fn debug(hit: &Hit<'_>, source: &dyn Source, mut said: Observation) -> Vec<Observation> {
    let keywords = keywords(hit, source);
    let Some(entry) = named(&keywords, "debug") else {
        return Vec::new();
    };
    let Some(flag) = truth(&entry.value) else {
        return Vec::new();
    };
    said.value = Value::Flag(flag);
    said.span = entry.span;
    truthful(hit, source, said)
}

fn docs(hit: &Hit<'_>, source: &dyn Source, mut said: Observation) -> Vec<Observation> {
    let keywords = keywords(hit, source);
    let off = |name: &str| named(&keywords, name).filter(|entry| entry.value == "None");
    // Without the description there are no pages.
    let switched =
        off("openapi_url").or_else(|| off("docs_url").filter(|_| off("redoc_url").is_some()));
    let Some(entry) = switched else {
        return Vec::new();
    };
    said.span = entry.span;
    of_fastapi(hit, source, said)
}

fn cors(hit: &Hit<'_>, source: &dyn Source, mut said: Observation) -> Vec<Observation> {
    let keywords = keywords(hit, source);
    let Some(entry) =
        named(&keywords, "allow_origins").or_else(|| named(&keywords, "allow_origin_regex"))
    else {
        return Vec::new();
    };
    said.span = entry.span;
    if any_origin(entry) {
        said.value = Value::Flag(true);
        said.reason = "every origin may read answers".to_owned();
    } else if !entry.value.contains("\"http") && !entry.value.contains("'http") {
        return Vec::new();
    }
    of_fastapi(hit, source, said)
}

fn any_origin(entry: &Entry) -> bool {
    let value = entry.value.as_str();
    value.contains("\"*\"")
        || value.contains("'*'")
        || constant(value).is_some_and(|text| matches!(text, ".*" | "^.*$"))
}

fn credentials(hit: &Hit<'_>, source: &dyn Source, mut said: Observation) -> Vec<Observation> {
    let keywords = keywords(hit, source);
    let origins =
        named(&keywords, "allow_origins").or_else(|| named(&keywords, "allow_origin_regex"));
    let Some(entry) = named(&keywords, "allow_credentials").filter(|entry| entry.value == "True")
    else {
        return Vec::new();
    };
    if !origins.is_some_and(any_origin) {
        return Vec::new();
    }
    said.span = entry.span;
    of_fastapi(hit, source, said)
}

fn hosts(hit: &Hit<'_>, source: &dyn Source, mut said: Observation) -> Vec<Observation> {
    let keywords = keywords(hit, source);
    let Some(entry) = named(&keywords, "allowed_hosts") else {
        return Vec::new();
    };
    said.span = entry.span;
    if entry.value.contains("\"*\"") || entry.value.contains("'*'") {
        said.value = Value::Flag(false);
        said.reason = "`allowed_hosts` has `*`: every host name is served".to_owned();
    } else if !entry.value.starts_with('[') {
        return Vec::new();
    }
    of_fastapi(hit, source, said)
}

fn session_secret(hit: &Hit<'_>, source: &dyn Source, mut said: Observation) -> Vec<Observation> {
    let keywords = keywords(hit, source);
    let Some(entry) = named(&keywords, "secret_key") else {
        return Vec::new();
    };
    said.span = entry.span;
    if constant(&entry.value).is_some() {
        said.secret = Some(entry.value_span);
    } else if entry.value.starts_with("os.environ[") {
        said.value = Value::Flag(false);
        said.reason = "the secret of sessions comes from the environment".to_owned();
    } else {
        return Vec::new();
    }
    of_fastapi(hit, source, said)
}

fn session_secure(hit: &Hit<'_>, source: &dyn Source, mut said: Observation) -> Vec<Observation> {
    let keywords = keywords(hit, source);
    match named(&keywords, "https_only") {
        Some(entry) => {
            let Some(flag) = truth(&entry.value) else {
                return Vec::new();
            };
            said.value = Value::Flag(flag);
            said.span = entry.span;
        }
        // Off unless somebody says so.
        None if keywords.iter().any(|entry| entry.value.starts_with("**"))
            || keywords.is_empty() =>
        {
            return Vec::new();
        }
        None => {
            said.value = Value::Flag(false);
            said.confidence = 0.8;
            said.reason =
                "`https_only` is not set: the session's cookie is sent without TLS as well"
                    .to_owned();
            return of_fastapi(hit, source, said);
        }
    }
    truthful(hit, source, said)
}

fn session_same_site(
    hit: &Hit<'_>,
    source: &dyn Source,
    mut said: Observation,
) -> Vec<Observation> {
    let keywords = keywords(hit, source);
    let Some(entry) = named(&keywords, "same_site") else {
        return Vec::new();
    };
    let Some(value) = constant(&entry.value) else {
        return Vec::new();
    };
    said.value = Value::Text(value.to_owned());
    said.span = entry.span;
    of_fastapi(hit, source, said)
}

fn model(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    let text = whole(hit, source);
    if text.contains("BaseModel")
        && (hit.text().contains("ConfigDict") || text.contains("class Config"))
    {
        of_fastapi(hit, source, said)
    } else {
        Vec::new()
    }
}

fn static_root(hit: &Hit<'_>, source: &dyn Source, mut said: Observation) -> Vec<Observation> {
    if matches!(hit.capture(0).trim_end_matches('/'), "" | "." | "..") {
        said.value = Value::Flag(false);
        said.reason =
            "the folder of the application itself is served, with its source and settings"
                .to_owned();
    }
    of_fastapi(hit, source, said)
}

fn autoescape(hit: &Hit<'_>, source: &dyn Source, mut said: Observation) -> Vec<Observation> {
    said.value = Value::Flag(hit.capture(0) == "True" || hit.capture(1) == "True");
    truthful(hit, source, said)
}
