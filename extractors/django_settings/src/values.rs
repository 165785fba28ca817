//! Settings with other values.

use aphoria_sdk::{Hit, Observation, Rule, Says, Source, Told, Value, number};

use crate::settings::{PYTHON, is_settings, setting, truth};
use aphoria_sdk::place::is_elsewhere;

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "secret-key",
        PYTHON,
        &["SECRET_KEY"],
        r#"^[ \t]*SECRET_KEY[ \t]*=[ \t]*[rbu]?["']{1,3}([^"'\n{]{8,})["']"#,
        Says::flag(
            "django/secret_key",
            "hardcoded",
            true,
            0.95,
            "`SECRET_KEY` stands in the source",
        ),
    )
    .judged(secret),
    Rule::code(
        "secret-key-fallback",
        PYTHON,
        &["SECRET_KEY"],
        r#"^[ \t]*SECRET_KEY[ \t]*=[ \t]*(?:os\.)?(?:env|config|getenv|environ)[\w.]*\([ \t]*["']\w+["'][ \t]*,[ \t]*(?:default[ \t]*=[ \t]*)?["']([^"'\n]{8,})["']"#,
        Says::flag(
            "django/secret_key",
            "hardcoded",
            true,
            0.85,
            "`SECRET_KEY` falls back on one in the source",
        ),
    )
    .judged(secret),
    Rule::code(
        "secret-key-outside",
        PYTHON,
        &["SECRET_KEY"],
        r#"^[ \t]*SECRET_KEY[ \t]*=[ \t]*(?:os\.environ\[|(?:os\.)?(?:env|config|getenv|environ)[\w.]*\([ \t]*["']\w+["'][ \t]*(?:,[ \t]*cast\b[^,\n]*)?\))"#,
        Says::flag(
            "django/secret_key",
            "hardcoded",
            false,
            0.95,
            "`SECRET_KEY` comes from outside of the source",
        ),
    )
    .judged(setting),
    Rule::code(
        "allowed-hosts",
        PYTHON,
        &["ALLOWED_HOSTS"],
        r#"^[ \t]*ALLOWED_HOSTS[ \t]*=[ \t]*[\[(]([^\])]*["'][^\])]*)[\])]"#,
        Says::flag(
            "django/allowed_hosts",
            "restricted",
            true,
            0.95,
            "`ALLOWED_HOSTS` names the hosts that are served",
        ),
    )
    .around(0, 8)
    .judged(hosts),
    Rule::code(
        "hsts",
        PYTHON,
        &["SECURE_HSTS_SECONDS"],
        r"^[ \t]*SECURE_HSTS_SECONDS[ \t]*=[ \t]*([\d_]+(?:[ \t]*\*[ \t]*[\d_]+)*)[ \t]*(?:#|$)",
        Says::told(
            "django/hsts",
            "seconds",
            Told::Number(0.0),
            0.95,
            "`SECURE_HSTS_SECONDS`: how long browsers insist on HTTPS",
        ),
    )
    .judged(product),
    Rule::code(
        "frame-options",
        PYTHON,
        &["X_FRAME_OPTIONS"],
        r#"^[ \t]*X_FRAME_OPTIONS[ \t]*=[ \t]*["'](\w+)["']"#,
        Says::told(
            "django/frame_options",
            "value",
            Told::Capture(0),
            0.95,
            "`X_FRAME_OPTIONS`: who may show pages in frames",
        ),
    )
    .judged(setting),
    Rule::code(
        "same-site",
        PYTHON,
        &["SESSION_COOKIE_SAMESITE"],
        r#"^[ \t]*SESSION_COOKIE_SAMESITE[ \t]*=[ \t]*["']?(Lax|Strict|None|False)\b"#,
        Says::told(
            "django/session_cookie_same_site",
            "value",
            Told::Capture(0),
            0.95,
            "`SESSION_COOKIE_SAMESITE`: requests of which sites carry the session",
        ),
    )
    .judged(setting),
    Rule::code(
        "session-serializer",
        PYTHON,
        &["SESSION_SERIALIZER"],
        r#"^[ \t]*SESSION_SERIALIZER[ \t]*=[ \t]*["'](?:\w+\.)*(\w+Serializer)["']"#,
        Says::told(
            "django/session_serializer",
            "value",
            Told::Capture(0),
            0.95,
            "`SESSION_SERIALIZER`: how sessions are written",
        ),
    )
    .judged(setting),
    // The first one is what new passwords are stored with.
    Rule::code(
        "password-hasher",
        PYTHON,
        &["PASSWORD_HASHERS"],
        r#"^[ \t]*PASSWORD_HASHERS[ \t]*=[ \t]*[\[(]\s*(?:#[^\n]*\n\s*)*["'](?:\w+\.)*(\w+)["']"#,
        Says::told(
            "django/password_hasher",
            "value",
            Told::Capture(0),
            0.95,
            "`PASSWORD_HASHERS`: what new passwords are stored with",
        ),
    )
    .around(0, 5)
    .judged(setting),
    Rule::code(
        "password-validators",
        PYTHON,
        &["AUTH_PASSWORD_VALIDATORS"],
        r"^[ \t]*AUTH_PASSWORD_VALIDATORS[ \t]*=[ \t]*[\[(]\s*(?:#[^\n]*\n\s*)*([\])]|\{)",
        Says::flag(
            "django/password_validation",
            "enabled",
            true,
            0.9,
            "`AUTH_PASSWORD_VALIDATORS`: new passwords are examined",
        ),
    )
    .around(0, 3)
    .judged(validators),
    Rule::code(
        "body-limit",
        PYTHON,
        &["DATA_UPLOAD_MAX_MEMORY_SIZE"],
        r"^[ \t]*DATA_UPLOAD_MAX_MEMORY_SIZE[ \t]*=[ \t]*(None\b|\d)",
        Says::flag(
            "django/body_size",
            "limited",
            true,
            0.95,
            "`DATA_UPLOAD_MAX_MEMORY_SIZE`: bodies of requests are limited",
        ),
    )
    .judged(limited),
    Rule::code(
        "middleware",
        PYTHON,
        &["MIDDLEWARE"],
        r"^[ \t]*MIDDLEWARE[ \t]*=[ \t]*[\[(]",
        Says::flag(
            "django/csrf_middleware",
            "enabled",
            true,
            0.95,
            "`MIDDLEWARE` has CsrfViewMiddleware",
        ),
    )
    .judged(middleware),
    Rule::code(
        "middleware-security",
        PYTHON,
        &["MIDDLEWARE"],
        r"^[ \t]*MIDDLEWARE[ \t]*=[ \t]*[\[(]",
        Says::flag(
            "django/security_middleware",
            "enabled",
            true,
            0.95,
            "`MIDDLEWARE` has SecurityMiddleware",
        ),
    )
    .judged(middleware),
    Rule::code(
        "middleware-frames",
        PYTHON,
        &["MIDDLEWARE"],
        r"^[ \t]*MIDDLEWARE[ \t]*=[ \t]*[\[(]",
        Says::flag(
            "django/clickjacking_middleware",
            "enabled",
            true,
            0.95,
            "`MIDDLEWARE` has XFrameOptionsMiddleware",
        ),
    )
    .judged(middleware),
    Rule::code(
        "rest-permission",
        PYTHON,
        &["DEFAULT_PERMISSION_CLASSES"],
        r#"["']DEFAULT_PERMISSION_CLASSES["'][ \t]*:[ \t]*[\[(]\s*["'](?:\w+\.)*(\w+)["']"#,
        Says::told(
            "django/rest_permission",
            "value",
            Told::Capture(0),
            0.9,
            "`DEFAULT_PERMISSION_CLASSES` of Django REST framework: who may call views that say nothing",
        ),
    )
    .around(0, 2)
    .standing(aphoria_sdk::Contexts::CODE_AND_STRING)
    .judged(rest),
    Rule::code(
        "template-autoescape",
        PYTHON,
        &["autoescape"],
        r#"["']autoescape["'][ \t]*:[ \t]*(True|False)\b"#,
        Says::told(
            "django/template_autoescape",
            "enabled",
            Told::CaptureFlag(0),
            0.9,
            "`autoescape`: the template engine escapes what it writes",
        ),
    )
    .standing(aphoria_sdk::Contexts::CODE_AND_STRING)
    .judged(truth),
];

fn secret(hit: &Hit<'_>, source: &dyn Source, mut said: Observation) -> Vec<Observation> {
    said.secret = hit.capture_span(0);
    setting(hit, source, said)
}

fn hosts(hit: &Hit<'_>, source: &dyn Source, mut said: Observation) -> Vec<Observation> {
    let list = hit.capture(0);
    if list.contains("\"*\"") || list.contains("'*'") {
        said.value = Value::Flag(false);
        said.reason = "`ALLOWED_HOSTS` has `*`: every host name is served".to_owned();
    }
    if is_elsewhere(hit.path()) || !is_settings(hit, source) {
        return Vec::new();
    }
    vec![said]
}

fn product(hit: &Hit<'_>, source: &dyn Source, mut said: Observation) -> Vec<Observation> {
    let factors: Option<f64> = hit.capture(0).split('*').map(number).product();
    let Some(seconds) = factors.filter(|seconds| seconds.is_finite()) else {
        return Vec::new();
    };
    said.value = Value::Number(seconds);
    setting(hit, source, said)
}

fn validators(hit: &Hit<'_>, source: &dyn Source, mut said: Observation) -> Vec<Observation> {
    if hit.capture(0) != "{" {
        said.value = Value::Flag(false);
        said.reason = "`AUTH_PASSWORD_VALIDATORS` is empty: any password will do".to_owned();
    }
    setting(hit, source, said)
}

fn limited(hit: &Hit<'_>, source: &dyn Source, mut said: Observation) -> Vec<Observation> {
    if hit.capture(0) == "None" {
        said.value = Value::Flag(false);
        said.reason =
            "`DATA_UPLOAD_MAX_MEMORY_SIZE` is off: bodies of any size are read".to_owned();
    }
    setting(hit, source, said)
}

/// Lines in which the list of middleware must end.
const LIST_LINES_MAX: u32 = 100;

/// Looks for the class that the rule's reason ends with, in the list.
fn middleware(hit: &Hit<'_>, source: &dyn Source, mut said: Observation) -> Vec<Observation> {
    if is_elsewhere(hit.path()) || !is_settings(hit, source) {
        return Vec::new();
    }
    let lines = source.lines(hit.file(), hit.line(), hit.line() + LIST_LINES_MAX);
    let mut list = String::new();
    let mut ended = false;
    for line in lines.lines() {
        let code = line.split('#').next().unwrap_or("");
        list.push_str(code);
        if code.contains([']', ')']) {
            // What is joined to the list is not seen.
            ended = !code.contains('+');
            break;
        }
    }
    let class = said.reason.rsplit(' ').next().unwrap_or("").to_owned();
    let has = list.contains(class.as_str());
    if !has {
        // A list without any of Django's own is not its list.
        if !ended || !list.contains("django.") {
            return Vec::new();
        }
        said.value = Value::Flag(false);
        said.confidence = 0.85;
        said.reason = format!("`MIDDLEWARE` is without {class}");
    }
    vec![said]
}

/// Only entries of the project's own `REST_FRAMEWORK`.
fn rest(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    const DICT_LINES_MAX: u32 = 60;
    let first = hit.line().saturating_sub(DICT_LINES_MAX).max(1);
    let above = source.lines(hit.file(), first, hit.line());
    let opening = above
        .lines()
        .rev()
        .find(|line| line.ends_with('{') && !line.starts_with([' ', '\t']));
    if opening.is_none_or(|line| line.starts_with("REST_FRAMEWORK")) {
        setting(hit, source, said)
    } else {
        Vec::new()
    }
}
