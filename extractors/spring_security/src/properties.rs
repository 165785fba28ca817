//! `application.yml`, `application.properties` and variables of the environment.

use aphoria_sdk::{Hit, Language, Observation, Rule, Says, Source, Told, Value};

use aphoria_sdk::place::{is_elsewhere, worded};

const CONFIG: &[Language] = &[Language::Yaml, Language::Properties, Language::DotEnv];

/// A truth.
macro_rules! flag {
    ($id:literal, [$($path:literal),+], $concept:literal, $reason:literal) => {
        Rule::key($id, CONFIG, &[$($path),+], Says::told($concept, "enabled", Told::CaptureFlag(1), 0.9, $reason)).judged(truth)
    };
}

/// A word.
macro_rules! word {
    ($id:literal, [$($path:literal),+], $concept:literal, $reason:literal) => {
        Rule::key($id, CONFIG, &[$($path),+], Says::told($concept, "value", Told::Capture(1), 0.9, $reason)).judged(word)
    };
}

pub(crate) const RULES: &[Rule] = &[
    Rule::key(
        "actuator-exposure",
        CONFIG,
        &[
            "management.endpoints.web.exposure.include",
            "**.managementendpointswebexposureinclude",
        ],
        Says::flag(
            "spring/actuator_exposure",
            "restricted",
            true,
            0.9,
            "only actuator endpoints that tell little are exposed",
        ),
    )
    .judged(exposure),
    word!(
        "actuator-health",
        ["management.endpoint.health.show-details"],
        "spring/actuator_health_details",
        "`show-details`: who sees the details of health"
    ),
    word!(
        "actuator-values",
        [
            "management.endpoint.env.show-values",
            "management.endpoint.configprops.show-values"
        ],
        "spring/actuator_values",
        "`show-values`: who sees the values of settings"
    ),
    flag!(
        "actuator-shutdown",
        ["management.endpoint.shutdown.enabled"],
        "spring/actuator_shutdown",
        "`shutdown.enabled`: requests may end the application"
    ),
    word!(
        "error-stacktrace",
        ["server.error.include-stacktrace"],
        "spring/error_stacktrace",
        "`include-stacktrace`: when errors show their stack"
    ),
    flag!(
        "error-exception",
        ["server.error.include-exception"],
        "spring/error_exception",
        "`include-exception`: errors name the class that failed"
    ),
    flag!(
        "cookie-secure",
        [
            "server.servlet.session.cookie.secure",
            "server.reactive.session.cookie.secure"
        ],
        "spring/session_cookie_secure",
        "`cookie.secure`: the session's cookie over HTTPS only"
    ),
    flag!(
        "cookie-http-only",
        [
            "server.servlet.session.cookie.http-only",
            "server.reactive.session.cookie.http-only"
        ],
        "spring/session_cookie_http_only",
        "`cookie.http-only`: scripts do not see the session's cookie"
    ),
    word!(
        "cookie-same-site",
        [
            "server.servlet.session.cookie.same-site",
            "server.reactive.session.cookie.same-site"
        ],
        "spring/session_cookie_same_site",
        "`cookie.same-site`: requests of which sites carry the session"
    ),
    word!(
        "tracking",
        ["server.servlet.session.tracking-modes"],
        "spring/session_tracking",
        "`tracking-modes`: where the session's id stands"
    ),
    flag!(
        "h2-console",
        ["spring.h2.console.enabled"],
        "spring/h2_console",
        "`h2.console.enabled`: a console for the database"
    ),
    flag!(
        "server-tls",
        ["server.ssl.enabled"],
        "spring/server_tls",
        "`server.ssl.enabled`: the server speaks TLS itself"
    ),
    flag!(
        "request-details",
        [
            "spring.mvc.log-request-details",
            "spring.codec.log-request-details"
        ],
        "spring/request_logging",
        "`log-request-details`: parameters and headers are written to the log"
    ),
    Rule::key(
        "user-password",
        CONFIG,
        &["spring.security.user.password"],
        Says::flag(
            "spring/user_password",
            "hardcoded",
            true,
            0.9,
            "the password of the built-in user stands in a file",
        ),
    )
    .judged(secret),
    Rule::key(
        "devtools-remote",
        CONFIG,
        &["spring.devtools.remote.secret"],
        Says::flag(
            "spring/devtools_remote",
            "enabled",
            true,
            0.9,
            "a secret for devtools switches on that they work from afar",
        ),
    )
    .judged(remote),
    Rule::key(
        "upload-limit",
        CONFIG,
        &[
            "spring.servlet.multipart.max-file-size",
            "spring.servlet.multipart.max-request-size",
        ],
        Says::flag(
            "spring/upload_size",
            "limited",
            true,
            0.9,
            "the size of uploads is limited",
        ),
    )
    .judged(limit),
];

fn production(hit: &Hit<'_>, said: Observation) -> Vec<Observation> {
    if hit.in_test() || is_elsewhere(hit.path()) {
        Vec::new()
    } else {
        vec![said]
    }
}

fn truth(hit: &Hit<'_>, _: &dyn Source, said: Observation) -> Vec<Observation> {
    production(hit, worded(said))
}

/// Words in small letters, since Spring takes them in any.
fn word(hit: &Hit<'_>, _: &dyn Source, mut said: Observation) -> Vec<Observation> {
    let value = plain(hit.capture(1)).to_ascii_lowercase().replace('_', "-");
    if value.is_empty() || value.contains("${") || value.contains('\n') {
        return Vec::new();
    }
    said.value = Value::Text(value);
    production(hit, said)
}

fn plain(value: &str) -> &str {
    value.trim().trim_matches(['"', '\''])
}

/// Endpoints that tell what should stay inside, or change something.
const TELLING: &[&str] = &[
    "env",
    "heapdump",
    "threaddump",
    "configprops",
    "beans",
    "mappings",
    "loggers",
    "logfile",
    "shutdown",
    "jolokia",
    "httptrace",
    "httpexchanges",
    "sessions",
    "restart",
    "refresh",
    "gateway",
];

fn exposure(hit: &Hit<'_>, _: &dyn Source, mut said: Observation) -> Vec<Observation> {
    let list = hit.capture(1);
    let mut names = list
        .lines()
        .map(|line| line.split(" #").next().unwrap_or(""))
        .flat_map(|line| line.split([',', '[', ']']))
        .map(|name| {
            name.trim()
                .trim_start_matches("- ")
                .trim()
                .trim_matches(['"', '\''])
        })
        .filter(|name| !name.is_empty())
        .peekable();
    if names.peek().is_none() || list.contains("${") {
        return Vec::new();
    }
    let names: Vec<&str> = names.collect();
    if names.contains(&"*") {
        said.value = Value::Flag(false);
        said.confidence = 0.95;
        said.reason = "every actuator endpoint is exposed".to_owned();
    } else if let Some(name) = names.iter().find(|name| TELLING.contains(name)) {
        said.value = Value::Flag(false);
        said.confidence = 0.8;
        said.reason = format!("the actuator endpoint `{name}` is exposed");
    }
    production(hit, said)
}

fn secret(hit: &Hit<'_>, _: &dyn Source, mut said: Observation) -> Vec<Observation> {
    let value = plain(hit.capture(1));
    if value.is_empty() {
        return Vec::new();
    }
    // `{bcrypt}…` is a hash, `${…}` a placeholder; a placeholder may have a default.
    if value.starts_with("${") {
        let default = value
            .split_once(':')
            .map_or("", |(_, rest)| rest.trim_end_matches('}'));
        if !default.is_empty() {
            return Vec::new();
        }
        said.value = Value::Flag(false);
        said.reason = "the password of the built-in user comes from outside".to_owned();
        return production(hit, said);
    }
    said.secret = hit.capture_span(1);
    production(hit, said)
}

fn remote(hit: &Hit<'_>, _: &dyn Source, mut said: Observation) -> Vec<Observation> {
    if plain(hit.capture(1)).is_empty() {
        return Vec::new();
    }
    said.secret = hit.capture_span(1);
    production(hit, said)
}

fn limit(hit: &Hit<'_>, _: &dyn Source, mut said: Observation) -> Vec<Observation> {
    let value = plain(hit.capture(1));
    if value.starts_with('-') {
        said.value = Value::Flag(false);
        said.reason = "uploads of any size are taken".to_owned();
    } else if !value.starts_with(|first: char| first.is_ascii_digit()) {
        return Vec::new();
    }
    production(hit, said)
}
