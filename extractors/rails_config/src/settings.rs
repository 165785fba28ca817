//! Environments and initializers.

use aphoria_sdk::{Hit, Language, Observation, Rule, Says, Source, Told, Value};

use aphoria_sdk::place::{is_elsewhere, whole, worded};

pub(crate) const RUBY: &[Language] = &[Language::Ruby];

/// `config.NAME = true`
macro_rules! flag {
    ($id:literal, $anchor:literal, $name:literal, $concept:literal, $predicate:literal, $reason:literal) => {
        Rule::code(
            $id,
            RUBY,
            &[$anchor],
            concat!(r"\bconfig\.", $name, r"[ \t]*=[ \t]*(true|false)\b"),
            Says::told($concept, $predicate, Told::CaptureFlag(0), 0.95, $reason),
        )
        .judged(truth)
    };
}

/// `config.NAME = :word`
macro_rules! word {
    ($id:literal, $anchor:literal, $name:literal, $concept:literal, $reason:literal) => {
        Rule::code(
            $id,
            RUBY,
            &[$anchor],
            concat!(r#"\bconfig\."#, $name, r#"[ \t]*=[ \t]*[:"'](\w+)\b"#),
            Says::told($concept, "value", Told::Capture(0), 0.95, $reason),
        )
        .judged(production)
    };
}

pub(crate) const RULES: &[Rule] = &[
    flag!(
        "force-ssl",
        "force_ssl",
        "force_ssl",
        "rails/force_ssl",
        "enabled",
        "`force_ssl`: requests without TLS are sent to HTTPS, cookies are secure"
    ),
    flag!(
        "local-requests",
        "consider_all_requests_local",
        "consider_all_requests_local",
        "rails/detailed_errors",
        "enabled",
        "`consider_all_requests_local`: everybody sees pages of errors with source"
    ),
    flag!(
        "forgery-setting",
        "allow_forgery_protection",
        r"action_controller\.allow_forgery_protection",
        "rails/csrf_protection",
        "enabled",
        "`allow_forgery_protection`: requests are protected from CSRF"
    ),
    flag!(
        "forgery-default",
        "default_protect_from_forgery",
        r"action_controller\.default_protect_from_forgery",
        "rails/csrf_protection",
        "enabled",
        "`default_protect_from_forgery`: requests are protected from CSRF"
    ),
    flag!(
        "permit-all",
        "permit_all_parameters",
        r"action_controller\.permit_all_parameters",
        "rails/permit_all_parameters",
        "enabled",
        "`permit_all_parameters`: every parameter may be assigned"
    ),
    flag!(
        "open-redirects",
        "raise_on_open_redirects",
        r"action_controller\.raise_on_open_redirects",
        "rails/open_redirect_protection",
        "enabled",
        "`raise_on_open_redirects`: redirects to other hosts fail"
    ),
    flag!(
        "ip-spoofing",
        "ip_spoofing_check",
        r"action_dispatch\.ip_spoofing_check",
        "rails/ip_spoofing_check",
        "enabled",
        "`ip_spoofing_check`: addresses that contradict each other are refused"
    ),
    flag!(
        "csp-report",
        "content_security_policy_report_only",
        "content_security_policy_report_only",
        "rails/csp_report_only",
        "enabled",
        "`content_security_policy_report_only`: the policy is reported, not enforced"
    ),
    word!(
        "same-site",
        "cookies_same_site_protection",
        r"action_dispatch\.cookies_same_site_protection",
        "rails/cookies_same_site",
        "`cookies_same_site_protection`: requests of which sites carry cookies"
    ),
    word!(
        "serializer",
        "cookies_serializer",
        r"action_dispatch\.cookies_serializer",
        "rails/cookies_serializer",
        "`cookies_serializer`: how cookies are written"
    ),
    word!(
        "log-level",
        "log_level",
        r"log_level",
        "rails/log_level",
        "`log_level`: how much is written to the log"
    ),
    Rule::code(
        "hsts",
        RUBY,
        &["ssl_options"],
        r"\bconfig\.ssl_options[ \t]*=[ \t]*\{[^\n]*\bhsts:[ \t]*(false|true|\{)",
        Says::flag(
            "rails/hsts",
            "enabled",
            true,
            0.95,
            "`hsts` of `ssl_options`: browsers insist on HTTPS",
        ),
    )
    .judged(unless_false),
    Rule::code(
        "secret-key-base",
        RUBY,
        &["secret_key_base", "secret_token"],
        r#"\bconfig\.(?:secret_key_base|secret_token)[ \t]*=[ \t]*["']([^"'\n#]{8,})["']"#,
        Says::flag(
            "rails/secret_key_base",
            "hardcoded",
            true,
            0.95,
            "the secret key base stands in the source",
        ),
    )
    .judged(secret),
    Rule::code(
        "secret-key-base-outside",
        RUBY,
        &["secret_key_base"],
        r#"\bconfig\.secret_key_base[ \t]*=[ \t]*(?:ENV\[["']\w+["']\]|ENV\.fetch\([ \t]*["']\w+["'][ \t]*\))[ \t]*(?:#|$)"#,
        Says::flag(
            "rails/secret_key_base",
            "hardcoded",
            false,
            0.95,
            "the secret key base comes from the environment",
        ),
    )
    .judged(production),
    Rule::code(
        "devise-key",
        RUBY,
        &["config.secret_key ", "config.pepper "],
        r#"\bconfig\.(?:secret_key|pepper)[ \t]*=[ \t]*["']([^"'\n#]{8,})["']"#,
        Says::flag(
            "rails/devise_secret_key",
            "hardcoded",
            true,
            0.9,
            "a key of Devise stands in the source",
        ),
    )
    .judged(devise),
    Rule::code(
        "hosts-open",
        RUBY,
        &["config.hosts"],
        r"\bconfig\.hosts(?:\.clear\b|[ \t]*=[ \t]*nil\b|[ \t]*<<[ \t]*/\.\*/)",
        Says::flag(
            "rails/host_authorization",
            "enabled",
            false,
            0.95,
            "every Host header is accepted",
        ),
    )
    .judged(production),
    Rule::code(
        "hosts-named",
        RUBY,
        &["config.hosts"],
        r#"\bconfig\.hosts[ \t]*(?:<<|\+?=)[ \t]*\[?\s*["']"#,
        Says::flag(
            "rails/host_authorization",
            "enabled",
            true,
            0.9,
            "the hosts that are served are named",
        ),
    )
    .around(0, 1)
    .judged(production),
    Rule::code(
        "frames-off",
        RUBY,
        &["X-Frame-Options"],
        r#"\bheaders\.delete\([ \t]*["']X-Frame-Options["']|["']X-Frame-Options["']\]?[ \t]*=>?[ \t]*["'](?i:allowall|allow-?all)"#,
        Says::flag(
            "rails/frame_options",
            "enabled",
            false,
            0.9,
            "other sites may show pages in frames",
        ),
    )
    .standing(aphoria_sdk::Contexts::CODE_AND_STRING)
    .judged(production),
    Rule::code(
        "frames-on",
        RUBY,
        &["X-Frame-Options"],
        r#"["']X-Frame-Options["']\]?[ \t]*=>?[ \t]*["'](?:SAMEORIGIN|DENY)["']"#,
        Says::flag(
            "rails/frame_options",
            "enabled",
            true,
            0.9,
            "other sites may not show pages in frames",
        ),
    )
    .standing(aphoria_sdk::Contexts::CODE_AND_STRING)
    .judged(production),
    Rule::code(
        "csp",
        RUBY,
        &["content_security_policy do"],
        r"\bconfig\.content_security_policy do\b",
        Says::flag(
            "rails/content_security_policy",
            "enabled",
            true,
            0.95,
            "pages have a Content-Security-Policy",
        ),
    )
    .judged(production),
    Rule::code(
        "csp-unsafe",
        RUBY,
        &["unsafe_inline", "unsafe_eval"],
        r"\bpolicy\.(?:script_src|default_src)\b[^\n]*:unsafe_(?:inline|eval)\b",
        Says::flag(
            "rails/csp_scripts",
            "strict",
            false,
            0.9,
            "the policy lets scripts run that stand in the page or are made at run time",
        ),
    )
    .judged(production),
    Rule::code(
        "session-store",
        RUBY,
        &["session_store"],
        r"\bsession_store[ \t(]+:\w+[^\n]*\bsecure:[ \t]*(true|false)\b",
        Says::told(
            "rails/session_cookie_secure",
            "enabled",
            Told::CaptureFlag(0),
            0.95,
            "`secure`: the session's cookie over HTTPS only",
        ),
    )
    .judged(truth),
    Rule::code(
        "session-http-only",
        RUBY,
        &["session_store"],
        r"\bsession_store[ \t(]+:\w+[^\n]*\bhttponly:[ \t]*(true|false)\b",
        Says::told(
            "rails/session_cookie_http_only",
            "enabled",
            Told::CaptureFlag(0),
            0.95,
            "`httponly`: scripts do not see the session's cookie",
        ),
    )
    .judged(truth),
    Rule::code(
        "filter",
        RUBY,
        &["filter_parameters"],
        r"\bconfig\.filter_parameters[ \t]*(?:\+=|=|<<)[ \t]*(\[[ \t]*\]|\[?\s*[:\x22'/])",
        Says::flag(
            "rails/parameter_filter",
            "enabled",
            true,
            0.9,
            "parameters are kept out of the log",
        ),
    )
    .around(0, 1)
    .judged(filter),
    Rule::code(
        "json-escape",
        RUBY,
        &["escape_html_entities_in_json"],
        r"\bescape_html_entities_in_json[ \t]*=[ \t]*(true|false)\b",
        Says::told(
            "rails/json_html_escaping",
            "enabled",
            Told::CaptureFlag(0),
            0.95,
            "`escape_html_entities_in_json`: JSON is safe within pages",
        ),
    )
    .judged(truth),
    Rule::code(
        "web-console",
        RUBY,
        &["web_console"],
        r#"\bconfig\.web_console\.(?:permissions|allowed_ips|whitelisted_ips)[ \t]*=[^\n]*["'](?:0\.0\.0\.0|::)/0["']"#,
        Says::flag(
            "rails/web_console",
            "restricted",
            false,
            0.95,
            "every address gets the console on pages of errors",
        ),
    )
    .judged(of_rails),
    Rule::code(
        "cors-every",
        RUBY,
        &["origins"],
        r#"^[ \t]*origins[ \t(]+(?:["']\*["']|/\.\*/)"#,
        Says::flag(
            "rails/cors_all_origins",
            "allowed",
            true,
            0.9,
            "rack-cors lets every origin read answers",
        ),
    )
    .judged(cors),
    Rule::code(
        "cors-some",
        RUBY,
        &["origins"],
        r#"^[ \t]*origins[ \t(]+["'][^"'*\n]+["']"#,
        Says::flag(
            "rails/cors_all_origins",
            "allowed",
            false,
            0.9,
            "rack-cors names who may read answers",
        ),
    )
    .judged(cors),
];

/// Drops what is not Rails, and tests.
pub(crate) fn of_rails(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    let text = whole(hit, source);
    let signs = [
        "Rails",
        "ActionController",
        "ApplicationController",
        "ActiveSupport",
        "Devise",
    ];
    if !hit.in_test() && signs.iter().any(|sign| text.contains(sign)) {
        vec![said]
    } else {
        Vec::new()
    }
}

/// And what is not for production.
pub(crate) fn production(
    hit: &Hit<'_>,
    source: &dyn Source,
    said: Observation,
) -> Vec<Observation> {
    if is_elsewhere(hit.path()) {
        Vec::new()
    } else {
        of_rails(hit, source, said)
    }
}

fn truth(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    production(hit, source, worded(said))
}

fn unless_false(hit: &Hit<'_>, source: &dyn Source, mut said: Observation) -> Vec<Observation> {
    said.value = Value::Flag(hit.capture(0) != "false");
    truth(hit, source, said)
}

pub(crate) fn secret(
    hit: &Hit<'_>,
    source: &dyn Source,
    mut said: Observation,
) -> Vec<Observation> {
    said.secret = hit.capture_span(0);
    production(hit, source, said)
}

fn devise(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    if whole(hit, source).contains("Devise") {
        secret(hit, source, said)
    } else {
        Vec::new()
    }
}

fn filter(hit: &Hit<'_>, source: &dyn Source, mut said: Observation) -> Vec<Observation> {
    let empty = hit.capture(0).starts_with('[') && hit.capture(0).ends_with(']');
    // What is added to a list leaves its rest.
    if empty && !hit.text().contains("+=") {
        said.value = Value::Flag(false);
        said.reason = "no parameter is kept out of the log".to_owned();
    } else if empty {
        return Vec::new();
    }
    production(hit, source, said)
}

fn cors(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    if whole(hit, source).contains("Rack::Cors") {
        production(hit, source, said)
    } else {
        Vec::new()
    }
}
