//! gin-contrib and other middleware.

use aphoria_sdk::{Hit, Observation, Rule, Says, Source, Told, Value, number};

use crate::code::{GO, of_gin, truth};
use aphoria_sdk::place::whole;

/// A field of the middleware `secure`.
macro_rules! secure {
    ($id:literal, $name:literal, $concept:literal, $reason:literal) => {
        Rule::code(
            $id,
            GO,
            &[$name],
            concat!(r"\b", $name, r"\s*[:=]\s*(true|false)\b"),
            Says::told($concept, "enabled", Told::CaptureFlag(0), 0.9, $reason),
        )
        .judged(of_secure)
    };
}

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "cors-every",
        GO,
        &["cors.Default()", "AllowAllOrigins", "AllowOrigins"],
        r#"(?:\bcors\.Default\(\)|\bAllowAllOrigins\s*[:=]\s*true\b|\bAllowOrigins\s*[:=]\s*\[\]string\{\s*"\*")"#,
        Says::flag(
            "gin/cors_all_origins",
            "allowed",
            true,
            0.95,
            "every origin may read answers",
        ),
    )
    .judged(of_gin),
    Rule::code(
        "cors-some",
        GO,
        &["AllowOrigins"],
        r#"\bAllowOrigins\s*[:=]\s*\[\]string\{\s*"https?://[^"*\n]+""#,
        Says::flag(
            "gin/cors_all_origins",
            "allowed",
            false,
            0.95,
            "origins that may read answers are named",
        ),
    )
    .around(0, 1)
    .judged(of_gin),
    Rule::code(
        "session-secret",
        GO,
        &[".NewStore("],
        r#"\b(?:cookie|memstore|redis|postgres|mongo\w*|gormsessions)\.NewStore\([^\n]*\[\]byte\(\s*(?:"([^"\n]{4,})"|(os\.Getenv\())"#,
        Says::flag(
            "gin/session_secret",
            "hardcoded",
            true,
            0.95,
            "the secret of sessions stands in the source",
        ),
    )
    .judged(secret),
    Rule::code(
        "session-secure",
        GO,
        &["sessions.Options{"],
        r"\bsessions\.Options\{[^}]*\bSecure\s*:\s*(true|false)\b",
        Says::told(
            "gin/session_cookie_secure",
            "enabled",
            Told::CaptureFlag(0),
            0.95,
            "`Secure`: the session's cookie over HTTPS only",
        ),
    )
    .around(0, 8)
    .judged(truth),
    Rule::code(
        "session-http-only",
        GO,
        &["sessions.Options{"],
        r"\bsessions\.Options\{[^}]*\bHttpOnly\s*:\s*(true|false)\b",
        Says::told(
            "gin/session_cookie_http_only",
            "enabled",
            Told::CaptureFlag(0),
            0.95,
            "`HttpOnly`: scripts do not see the session's cookie",
        ),
    )
    .around(0, 8)
    .judged(truth),
    Rule::code(
        "csrf",
        GO,
        &["csrf.Middleware("],
        r"\bcsrf\.Middleware\(",
        Says::flag(
            "gin/csrf_protection",
            "enabled",
            true,
            0.95,
            "middleware against CSRF is used",
        ),
    )
    .judged(of_gin),
    Rule::code(
        "csrf-ignored",
        GO,
        &["IgnoreMethods"],
        r#"\bIgnoreMethods\s*:\s*\[\]string\{[^}\n]*"(?:POST|PUT|PATCH|DELETE)""#,
        Says::flag(
            "gin/csrf_protection",
            "enabled",
            false,
            0.9,
            "requests that change something are taken out of CSRF protection",
        ),
    )
    .judged(csrf),
    Rule::code(
        "basic-password",
        GO,
        &["gin.Accounts{"],
        r#"\bgin\.Accounts\{\s*(?://[^\n]*\s*)?"[^"\n]+"\s*:\s*(?:"([^"\n]+)"|(os\.Getenv\())"#,
        Says::flag(
            "gin/basic_auth_password",
            "hardcoded",
            true,
            0.95,
            "a password stands in the source",
        ),
    )
    .around(0, 2)
    .judged(secret),
    Rule::code(
        "pprof",
        GO,
        &["pprof.Register(", "pprof.RouteRegister("],
        r"\bpprof\.(Register|RouteRegister)\(",
        Says::flag(
            "gin/pprof",
            "exposed",
            true,
            0.8,
            "profiles of the process are served to everybody",
        ),
    )
    .judged(pprof),
    secure!(
        "ssl-redirect",
        "SSLRedirect",
        "gin/ssl_redirect",
        "`SSLRedirect`: requests without TLS are sent to HTTPS"
    ),
    secure!(
        "frame-deny",
        "FrameDeny",
        "gin/frame_options",
        "`FrameDeny`: pages may not be shown in frames"
    ),
    secure!(
        "nosniff",
        "ContentTypeNosniff",
        "gin/content_type_nosniff",
        "`ContentTypeNosniff`: browsers may not guess types"
    ),
    secure!(
        "development",
        "IsDevelopment",
        "gin/secure_development_mode",
        "`IsDevelopment`: the middleware `secure` does nothing"
    ),
    Rule::code(
        "hsts",
        GO,
        &["STSSeconds"],
        r"\bSTSSeconds\s*[:=]\s*(\d+)\b",
        Says::told(
            "gin/hsts",
            "seconds",
            Told::CaptureNumber(0),
            0.95,
            "`STSSeconds`: how long browsers insist on HTTPS",
        ),
    )
    .judged(seconds),
];

fn secret(hit: &Hit<'_>, source: &dyn Source, mut said: Observation) -> Vec<Observation> {
    if hit.capture(0).is_empty() {
        said.value = Value::Flag(false);
        said.reason = "it comes from the environment".to_owned();
    } else {
        said.secret = hit.capture_span(0);
    }
    of_gin(hit, source, said)
}

fn csrf(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    if whole(hit, source).contains("csrf.Middleware(") {
        of_gin(hit, source, said)
    } else {
        Vec::new()
    }
}

fn pprof(hit: &Hit<'_>, source: &dyn Source, mut said: Observation) -> Vec<Observation> {
    if !whole(hit, source).contains("gin-contrib/pprof") {
        return Vec::new();
    }
    if hit.capture(0) == "RouteRegister" {
        said.value = Value::Flag(false);
        said.confidence = 0.7;
        said.reason = "profiles of the process are served by a group of routes".to_owned();
    }
    of_gin(hit, source, said)
}

fn of_secure(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    if whole(hit, source).contains("secure.") {
        truth(hit, source, said)
    } else {
        Vec::new()
    }
}

fn seconds(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    if number(hit.capture(0)).is_some() && whole(hit, source).contains("secure.") {
        of_gin(hit, source, said)
    } else {
        Vec::new()
    }
}
