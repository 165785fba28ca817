//! `web.config`: `system.web` and `system.webServer`.

use aphoria_sdk::{Hit, Language, Observation, Rule, Says, Source, Told, Value, truth};

use aphoria_sdk::place::worded;

const XML: &[Language] = &[Language::Xml];

/// Attributes of an element that are a truth; the judge takes the one that the reason begins with.
macro_rules! flag {
    ($id:literal, $path:literal, $concept:literal, $predicate:literal, $reason:literal) => {
        Rule::key(
            $id,
            XML,
            &[$path],
            Says::told($concept, $predicate, Told::Flag(true), 0.95, $reason),
        )
        .judged(attribute)
    };
}

/// The same for a word.
macro_rules! word {
    ($id:literal, $path:literal, $concept:literal, $reason:literal) => {
        Rule::key(
            $id,
            XML,
            &[$path],
            Says::told($concept, "value", Told::Capture(1), 0.95, $reason),
        )
        .judged(word)
    };
}

pub(crate) const RULES: &[Rule] = &[
    flag!(
        "compilation",
        "**.system.web.compilation.*",
        "aspnet/debug",
        "enabled",
        "`debug` of `<compilation>`: pages are compiled for debugging"
    ),
    word!(
        "custom-errors",
        "**.system.web.customErrors.*",
        "aspnet/custom_errors",
        "`mode` of `<customErrors>`: who sees whole errors"
    ),
    word!(
        "http-errors",
        "**.system.webServer.httpErrors.*",
        "aspnet/http_errors",
        "`errorMode` of `<httpErrors>`: who sees whole errors"
    ),
    flag!(
        "trace",
        "**.system.web.trace.*",
        "aspnet/trace",
        "enabled",
        "`enabled` of `<trace>`: requests can be looked at in trace.axd"
    ),
    flag!(
        "request-validation",
        "**.system.web.pages.*",
        "aspnet/request_validation",
        "enabled",
        "`validateRequest` of `<pages>`: requests with markup are refused"
    ),
    flag!(
        "view-state-mac",
        "**.system.web.pages.*",
        "aspnet/view_state_mac",
        "enabled",
        "`enableViewStateMac` of `<pages>`: view state is signed"
    ),
    flag!(
        "event-validation",
        "**.system.web.pages.*",
        "aspnet/event_validation",
        "enabled",
        "`enableEventValidation` of `<pages>`: events of controls are checked"
    ),
    flag!(
        "cookies-ssl",
        "**.system.web.httpCookies.*",
        "aspnet/cookies_require_ssl",
        "enabled",
        "`requireSSL` of `<httpCookies>`: cookies over HTTPS only"
    ),
    flag!(
        "cookies-http-only",
        "**.system.web.httpCookies.*",
        "aspnet/cookie_http_only",
        "enabled",
        "`httpOnlyCookies` of `<httpCookies>`: scripts do not see cookies"
    ),
    flag!(
        "forms-ssl",
        "**.system.web.authentication.forms.*",
        "aspnet/forms_require_ssl",
        "enabled",
        "`requireSSL` of `<forms>`: the log-in's cookie over HTTPS only"
    ),
    word!(
        "forms-protection",
        "**.system.web.authentication.forms.*",
        "aspnet/forms_protection",
        "`protection` of `<forms>`: how the log-in's cookie is protected"
    ),
    word!(
        "cookieless",
        "**.system.web.sessionState.*",
        "aspnet/session_cookieless",
        "`cookieless` of `<sessionState>`: where the session's id stands"
    ),
    flag!(
        "version-header",
        "**.system.web.httpRuntime.*",
        "aspnet/version_header",
        "enabled",
        "`enableVersionHeader` of `<httpRuntime>`: answers name the version"
    ),
    flag!(
        "header-checking",
        "**.system.web.httpRuntime.*",
        "aspnet/header_checking",
        "enabled",
        "`enableHeaderChecking` of `<httpRuntime>`: line ends in headers are encoded"
    ),
    flag!(
        "browsing-iis",
        "**.system.webServer.directoryBrowse.*",
        "aspnet/directory_browsing",
        "enabled",
        "`enabled` of `<directoryBrowse>`: folders are listed"
    ),
    Rule::key(
        "machine-key",
        XML,
        &["**.system.web.machineKey.*"],
        Says::flag(
            "aspnet/machine_key",
            "hardcoded",
            true,
            0.95,
            "`validationKey` of `<machineKey>` stands in a file",
        ),
    )
    .judged(machine_key),
];

/// The attribute that the reason names first.
fn is_attribute(hit: &Hit<'_>, said: &Observation) -> bool {
    let name = said.reason.split('`').nth(1).unwrap_or("");
    let key = hit.key();
    let attribute = key.rsplit('.').next().unwrap_or("");
    attribute
        .strip_prefix('@')
        .is_some_and(|attribute| attribute.eq_ignore_ascii_case(name))
}

/// Whether the file is for production; `web.Debug.config` is applied on developers' machines.
fn is_production(hit: &Hit<'_>) -> bool {
    let file = hit
        .path()
        .rsplit('/')
        .next()
        .unwrap_or("")
        .to_ascii_lowercase();
    file.ends_with(".config") && !file.contains(".debug.")
}

fn attribute(hit: &Hit<'_>, _: &dyn Source, mut said: Observation) -> Vec<Observation> {
    let Some(flag) =
        truth(hit.capture(1)).filter(|_| is_attribute(hit, &said) && is_production(hit))
    else {
        return Vec::new();
    };
    said.value = Value::Flag(flag);
    vec![worded(said)]
}

fn word(hit: &Hit<'_>, _: &dyn Source, said: Observation) -> Vec<Observation> {
    if is_attribute(hit, &said) && is_production(hit) {
        vec![said]
    } else {
        Vec::new()
    }
}

fn machine_key(hit: &Hit<'_>, _: &dyn Source, mut said: Observation) -> Vec<Observation> {
    if !is_attribute(hit, &said) || !is_production(hit) {
        return Vec::new();
    }
    if hit.capture(1).contains("AutoGenerate") {
        said.value = Value::Flag(false);
        said.reason = "`validationKey` of `<machineKey>` is made by each machine".to_owned();
    } else {
        said.secret = hit.capture_span(1);
    }
    vec![said]
}
