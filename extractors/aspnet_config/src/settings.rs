//! `appsettings.json`, and the environment.

use aphoria_sdk::{Hit, Language, Observation, Rule, Says, Source, Told, Value};

use aphoria_sdk::place::{is_elsewhere, worded};

const JSON: &[Language] = &[Language::Json];

pub(crate) const RULES: &[Rule] = &[
    Rule::key(
        "allowed-hosts",
        JSON,
        &["AllowedHosts"],
        Says::flag(
            "aspnet/allowed_hosts",
            "restricted",
            true,
            0.9,
            "`AllowedHosts` names the hosts that are served",
        ),
    )
    .judged(hosts),
    Rule::key(
        "detailed-errors-json",
        JSON,
        &["DetailedErrors", "CircuitOptions.DetailedErrors"],
        Says::told(
            "aspnet/detailed_errors",
            "enabled",
            Told::CaptureFlag(1),
            0.9,
            "`DetailedErrors`: clients see what failed",
        ),
    )
    .judged(settings),
    Rule::key(
        "environment",
        &[Language::DotEnv, Language::Yaml],
        &["**.ASPNETCORE_ENVIRONMENT"],
        Says::told(
            "aspnet/environment",
            "value",
            Told::Capture(1),
            0.85,
            "`ASPNETCORE_ENVIRONMENT`: what the application takes itself for",
        ),
    )
    .judged(environment),
    Rule::code(
        "environment-image",
        &[Language::Dockerfile],
        &["ASPNETCORE_ENVIRONMENT"],
        r#"\bASPNETCORE_ENVIRONMENT[= ]["']?(\w+)"#,
        Says::told(
            "aspnet/environment",
            "value",
            Told::Capture(0),
            0.85,
            "`ASPNETCORE_ENVIRONMENT`: what the application takes itself for",
        ),
    )
    .judged(image),
];

/// Whether the file is settings of an application, for production.
fn is_settings(hit: &Hit<'_>) -> bool {
    let file = hit
        .path()
        .rsplit('/')
        .next()
        .unwrap_or("")
        .to_ascii_lowercase();
    file.starts_with("appsettings") && !is_elsewhere(hit.path())
}

fn settings(hit: &Hit<'_>, _: &dyn Source, said: Observation) -> Vec<Observation> {
    if is_settings(hit) {
        vec![worded(said)]
    } else {
        Vec::new()
    }
}

fn hosts(hit: &Hit<'_>, _: &dyn Source, mut said: Observation) -> Vec<Observation> {
    let value = hit.capture(1).trim();
    if !is_settings(hit) || value.is_empty() {
        return Vec::new();
    }
    if value.split(';').any(|host| host.trim() == "*") {
        // The template's own value; a proxy may check the name.
        said.value = Value::Flag(false);
        said.confidence = 0.7;
        said.reason = "`AllowedHosts` is `*`: every host name is served".to_owned();
    }
    vec![said]
}

fn environment(hit: &Hit<'_>, _: &dyn Source, mut said: Observation) -> Vec<Observation> {
    let value = hit.capture(1).trim().trim_matches(['"', '\'']).to_owned();
    if is_elsewhere(hit.path()) || value.contains('$') || value.is_empty() {
        return Vec::new();
    }
    said.value = Value::Text(value);
    vec![said]
}

fn image(hit: &Hit<'_>, _: &dyn Source, said: Observation) -> Vec<Observation> {
    if is_elsewhere(hit.path()) {
        Vec::new()
    } else {
        vec![said]
    }
}
