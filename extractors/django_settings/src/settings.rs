//! Settings that are a truth.

use aphoria_sdk::{Hit, Language, Observation, Rule, Says, Source, Told};

use aphoria_sdk::place::{is_elsewhere, whole, worded};

pub(crate) const PYTHON: &[Language] = &[Language::Python];

/// `NAME = True`, at the start of a line.
macro_rules! truth {
    ($id:literal, $name:literal, $concept:literal, $predicate:literal, $reason:literal) => {
        Rule::code(
            $id,
            PYTHON,
            &[$name],
            concat!(
                r"^[ \t]*",
                $name,
                r"[ \t]*(?::[ \t]*\w+[ \t]*)?=[ \t]*(True|False)\b"
            ),
            Says::told($concept, $predicate, Told::CaptureFlag(0), 0.95, $reason),
        )
        .judged(truth)
    };
}

pub(crate) const RULES: &[Rule] = &[
    truth!(
        "debug",
        "DEBUG",
        "django/debug",
        "enabled",
        "`DEBUG`: pages of errors with source and settings"
    ),
    // What holds where the environment says nothing.
    Rule::code(
        "debug-default",
        PYTHON,
        &["DEBUG"],
        r#"^[ \t]*DEBUG[ \t]*=[ \t]*(?:env|config|decouple|environ)[\w.]*\([^\n)]*\bdefault[ \t]*=[ \t]*["']?(True|False)\b"#,
        Says::told(
            "django/debug",
            "enabled",
            Told::CaptureFlag(0),
            0.7,
            "`DEBUG`, where the environment says nothing",
        ),
    )
    .judged(truth),
    truth!(
        "ssl-redirect",
        "SECURE_SSL_REDIRECT",
        "django/ssl_redirect",
        "enabled",
        "`SECURE_SSL_REDIRECT`: requests without TLS are sent to HTTPS"
    ),
    truth!(
        "hsts-subdomains",
        "SECURE_HSTS_INCLUDE_SUBDOMAINS",
        "django/hsts_subdomains",
        "enabled",
        "`SECURE_HSTS_INCLUDE_SUBDOMAINS`: HSTS for subdomains too"
    ),
    truth!(
        "nosniff",
        "SECURE_CONTENT_TYPE_NOSNIFF",
        "django/content_type_nosniff",
        "enabled",
        "`SECURE_CONTENT_TYPE_NOSNIFF`: browsers may not guess types"
    ),
    truth!(
        "session-secure",
        "SESSION_COOKIE_SECURE",
        "django/session_cookie_secure",
        "enabled",
        "`SESSION_COOKIE_SECURE`: the session's cookie over HTTPS only"
    ),
    truth!(
        "session-http-only",
        "SESSION_COOKIE_HTTPONLY",
        "django/session_cookie_http_only",
        "enabled",
        "`SESSION_COOKIE_HTTPONLY`: scripts do not see the session's cookie"
    ),
    truth!(
        "csrf-secure",
        "CSRF_COOKIE_SECURE",
        "django/csrf_cookie_secure",
        "enabled",
        "`CSRF_COOKIE_SECURE`: the CSRF cookie over HTTPS only"
    ),
    truth!(
        "forwarded-host",
        "USE_X_FORWARDED_HOST",
        "django/forwarded_host",
        "trusted",
        "`USE_X_FORWARDED_HOST`: the host's name comes from a header of the proxy"
    ),
    truth!(
        "cors-all",
        "CORS_ALLOW_ALL_ORIGINS",
        "django/cors_all_origins",
        "allowed",
        "`CORS_ALLOW_ALL_ORIGINS` of django-cors-headers: every origin may read answers"
    ),
    truth!(
        "cors-all-old",
        "CORS_ORIGIN_ALLOW_ALL",
        "django/cors_all_origins",
        "allowed",
        "`CORS_ORIGIN_ALLOW_ALL` of django-cors-headers: every origin may read answers"
    ),
];

/// The same, worded.
pub(crate) fn truth(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    setting(hit, source, said).into_iter().map(worded).collect()
}

/// Drops what is no setting of Django for production.
pub(crate) fn setting(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    if is_elsewhere(hit.path()) || !is_settings(hit, source) {
        return Vec::new();
    }
    vec![said]
}

/// Whether the file says that it is Django's, or is a settings module that builds on another.
pub(crate) fn is_settings(hit: &Hit<'_>, source: &dyn Source) -> bool {
    // Django's own defaults are no decision of a project, nor are those of tests.
    if hit.in_test() || hit.path().ends_with("global_settings.py") {
        return false;
    }
    let text = whole(hit, source);
    if text.contains("flask") || text.contains("pydantic") {
        return text.contains("INSTALLED_APPS");
    }
    let named = hit
        .path()
        .rsplit('/')
        .take(2)
        .any(|part| part.contains("settings"));
    text.contains("django")
        || text.contains("INSTALLED_APPS")
        || (named && text.contains("import *") && text.contains("from ."))
}
