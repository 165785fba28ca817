//! Keys of the configuration: `app.config["NAME"]`, keywords of `update` and `from_mapping`, names of a module or class.

use aphoria_sdk::{Hit, Language, Observation, Rule, Says, Source, Told, Value};

use aphoria_sdk::place::{is_elsewhere, whole, worded};

pub(crate) const PYTHON: &[Language] = &[Language::Python];

/// A name of the configuration that is set to a constant.
macro_rules! key {
    ($id:literal, $name:literal, $value:literal, $says:expr, $judge:expr) => {
        Rule::code(
            $id,
            PYTHON,
            &[$name],
            concat!(
                r#"(?:config\[["']|^[ \t]*["']|\b)"#,
                $name,
                r#"(?:["']\][ \t]*=|["'][ \t]*:|[ \t]*(?::[ \t]*\w+[ \t]*)?=)[ \t]*"#,
                $value
            ),
            $says,
        )
        .judged($judge)
    };
}

/// The same for a truth.
macro_rules! truth {
    ($id:literal, $name:literal, $concept:literal, $predicate:literal, $reason:literal) => {
        key!(
            $id,
            $name,
            r"(True|False)\b",
            Says::told($concept, $predicate, Told::CaptureFlag(0), 0.9, $reason),
            truth
        )
    };
}

pub(crate) const RULES: &[Rule] = &[
    truth!(
        "debug",
        "DEBUG",
        "flask/debug",
        "enabled",
        "`DEBUG`: the debugger and pages of errors with source"
    ),
    truth!(
        "testing",
        "TESTING",
        "flask/testing",
        "enabled",
        "`TESTING`: errors are passed on, extensions behave as in tests"
    ),
    truth!(
        "propagate",
        "PROPAGATE_EXCEPTIONS",
        "flask/propagate_exceptions",
        "enabled",
        "`PROPAGATE_EXCEPTIONS`: errors are passed on instead of handled"
    ),
    truth!(
        "session-secure",
        "SESSION_COOKIE_SECURE",
        "flask/session_cookie_secure",
        "enabled",
        "`SESSION_COOKIE_SECURE`: the session's cookie over HTTPS only"
    ),
    truth!(
        "session-http-only",
        "SESSION_COOKIE_HTTPONLY",
        "flask/session_cookie_http_only",
        "enabled",
        "`SESSION_COOKIE_HTTPONLY`: scripts do not see the session's cookie"
    ),
    truth!(
        "remember-secure",
        "REMEMBER_COOKIE_SECURE",
        "flask/remember_cookie_secure",
        "enabled",
        "`REMEMBER_COOKIE_SECURE`: Flask-Login's cookie over HTTPS only"
    ),
    truth!(
        "remember-http-only",
        "REMEMBER_COOKIE_HTTPONLY",
        "flask/remember_cookie_http_only",
        "enabled",
        "`REMEMBER_COOKIE_HTTPONLY`: scripts do not see Flask-Login's cookie"
    ),
    truth!(
        "wtf-csrf",
        "WTF_CSRF_ENABLED",
        "flask/csrf_protection",
        "enabled",
        "`WTF_CSRF_ENABLED`: forms are protected from CSRF"
    ),
    truth!(
        "wtf-csrf-default",
        "WTF_CSRF_CHECK_DEFAULT",
        "flask/csrf_protection",
        "enabled",
        "`WTF_CSRF_CHECK_DEFAULT`: views are protected from CSRF unless they say otherwise"
    ),
    key!(
        "same-site",
        "SESSION_COOKIE_SAMESITE",
        r#"["']?(Lax|Strict|None)\b"#,
        Says::told(
            "flask/session_cookie_same_site",
            "value",
            Told::Capture(0),
            0.9,
            "`SESSION_COOKIE_SAMESITE`: requests of which sites carry the session"
        ),
        configured
    ),
    key!(
        "body-limit",
        "MAX_CONTENT_LENGTH",
        r"(None\b|\d)",
        Says::flag(
            "flask/body_size",
            "limited",
            true,
            0.9,
            "`MAX_CONTENT_LENGTH`: bodies of requests are limited"
        ),
        limited
    ),
    key!(
        "trusted-hosts",
        "TRUSTED_HOSTS",
        r#"(None\b|[\[(]\s*["'])"#,
        Says::flag(
            "flask/trusted_hosts",
            "restricted",
            true,
            0.9,
            "`TRUSTED_HOSTS` names the hosts that are served"
        ),
        limited
    ),
    key!(
        "secret-key",
        "SECRET_KEY",
        r#"b?["']([^"'\n{]{3,})["']"#,
        Says::flag(
            "flask/secret_key",
            "hardcoded",
            true,
            0.95,
            "`SECRET_KEY` stands in the source"
        ),
        secret
    ),
    key!(
        "secret-key-fallback",
        "SECRET_KEY",
        r#"(?:os\.)?(?:getenv|environ\.get|env|config)\([ \t]*["']\w+["'][ \t]*(?:,[ \t]*|\)[ \t]*or[ \t]*)b?["']([^"'\n{]{3,})["']"#,
        Says::flag(
            "flask/secret_key",
            "hardcoded",
            true,
            0.85,
            "`SECRET_KEY` falls back on one in the source"
        ),
        secret
    ),
    key!(
        "secret-key-outside",
        "SECRET_KEY",
        r#"(?:os\.environ\[["']\w+["']\]|(?:os\.)?(?:getenv|environ\.get)\([ \t]*["']\w+["'][ \t]*\)[ \t]*[,)]?[ \t]*(?:#|$))"#,
        Says::flag(
            "flask/secret_key",
            "hardcoded",
            false,
            0.9,
            "`SECRET_KEY` comes from the environment"
        ),
        configured
    ),
    Rule::code(
        "secret-key-attribute",
        PYTHON,
        &["secret_key"],
        r#"\bapp\.secret_key[ \t]*=[ \t]*b?["']([^"'\n{]{3,})["']"#,
        Says::flag(
            "flask/secret_key",
            "hardcoded",
            true,
            0.95,
            "`app.secret_key` stands in the source",
        ),
    )
    .judged(secret),
    Rule::code(
        "secret-key-attribute-outside",
        PYTHON,
        &["secret_key"],
        r#"\bapp\.secret_key[ \t]*=[ \t]*os\.(?:environ\[|urandom\(|(?:getenv|environ\.get)\([ \t]*["']\w+["'][ \t]*\)[ \t]*(?:#|$))"#,
        Says::flag(
            "flask/secret_key",
            "hardcoded",
            false,
            0.9,
            "`app.secret_key` comes from outside of the source",
        ),
    )
    .judged(configured),
];

/// Drops what is no configuration of Flask for production.
pub(crate) fn configured(
    hit: &Hit<'_>,
    source: &dyn Source,
    said: Observation,
) -> Vec<Observation> {
    let text = whole(hit, source);
    if hit.in_test()
        || is_elsewhere(hit.path())
        || !is_flask(hit, source, &text)
        || in_class_for_tests(hit, &text)
    {
        return Vec::new();
    }
    vec![said]
}

fn truth(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    configured(hit, source, worded(said))
}

/// Whether the file, or its project, says that it is Flask's.
pub(crate) fn is_flask(hit: &Hit<'_>, source: &dyn Source, text: &str) -> bool {
    // Flask's own defaults are no decision of a project.
    if text.contains("django") || text.contains("fastapi") || text.contains("class Flask(") {
        return false;
    }
    let depends = || {
        hit.path().contains("config")
            && source
                .dependencies(hit.file())
                .iter()
                .any(|one| one.name.eq_ignore_ascii_case("flask"))
    };
    text.contains("flask")
        || text.contains("Flask")
        || text.contains("SQLALCHEMY_DATABASE_URI")
        || depends()
}

/// Whether the class around the place is named for development or tests.
fn in_class_for_tests(hit: &Hit<'_>, text: &str) -> bool {
    let above = text.get(..hit.span().start as usize).unwrap_or("");
    if !above.ends_with([' ', '\t']) && !hit.text().starts_with([' ', '\t']) {
        return false;
    }
    let class = above.lines().rev().find(|line| line.starts_with("class "));
    class.is_some_and(|class| {
        let name = class.to_ascii_lowercase();
        ["dev", "test", "local", "debug"]
            .iter()
            .any(|word| name.contains(word))
    })
}

fn secret(hit: &Hit<'_>, source: &dyn Source, mut said: Observation) -> Vec<Observation> {
    said.secret = hit.capture_span(0);
    configured(hit, source, said)
}

fn limited(hit: &Hit<'_>, source: &dyn Source, mut said: Observation) -> Vec<Observation> {
    said.value = Value::Flag(hit.capture(0) != "None");
    configured(hit, source, worded(said))
}
