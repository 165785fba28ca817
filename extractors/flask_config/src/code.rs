//! Calls, extensions and templates.

use aphoria_sdk::{Hit, Language, Observation, Rule, Says, Source, Told, Value, flow};

use crate::settings::{PYTHON, configured, is_flask};
use aphoria_sdk::place::{whole, worded};

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "run-debug",
        PYTHON,
        &["app.run("],
        r"\bapp\.run\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*?\bdebug[ \t]*=[ \t]*(True|False)\b",
        Says::told(
            "flask/debug",
            "enabled",
            Told::CaptureFlag(0),
            0.9,
            "`debug` of `app.run`: the debugger and pages of errors with source",
        ),
    )
    .around(0, 6)
    .judged(truth),
    Rule::code(
        "attribute-debug",
        PYTHON,
        &["app.debug"],
        r"\bapp\.debug[ \t]*=[ \t]*(True|False)\b",
        Says::told(
            "flask/debug",
            "enabled",
            Told::CaptureFlag(0),
            0.9,
            "`app.debug`: the debugger and pages of errors with source",
        ),
    )
    .judged(truth),
    Rule::code(
        "run-everywhere",
        PYTHON,
        &["app.run("],
        r#"\bapp\.run\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*?\bhost[ \t]*=[ \t]*["']([^"'\n]+)["']"#,
        Says::flag(
            "flask/development_server",
            "exposed",
            true,
            0.7,
            "the server for development listens to everybody",
        ),
    )
    .around(0, 6)
    .judged(exposed),
    Rule::code(
        "csrf-extension",
        PYTHON,
        &["CSRFProtect("],
        r"\bCSRFProtect\(",
        Says::flag(
            "flask/csrf_protection",
            "enabled",
            true,
            0.9,
            "`CSRFProtect` of Flask-WTF protects every view",
        ),
    )
    .judged(configured),
    Rule::code(
        "csrf-exempt",
        PYTHON,
        &["csrf.exempt"],
        r"@csrf\.exempt\b|\bcsrf\.exempt\(",
        Says::flag(
            "flask/view_csrf_protection",
            "enabled",
            false,
            0.9,
            "a view is exempt from CSRF protection",
        ),
    )
    .judged(configured),
    Rule::code(
        "csrf-form-off",
        PYTHON,
        &["csrf_enabled", "'csrf'", "\"csrf\""],
        r"\b(?:(?:meta[ \t]*=[ \t]*\{[ \t]*[\x22']csrf[\x22'][ \t]*:)|csrf_enabled[ \t]*=)[ \t]*False\b",
        Says::flag(
            "flask/view_csrf_protection",
            "enabled",
            false,
            0.9,
            "a form is made without CSRF protection",
        ),
    )
    .judged(configured),
    Rule::code(
        "talisman",
        PYTHON,
        &["Talisman("],
        r"\bTalisman\(",
        Says::flag(
            "flask/talisman",
            "enabled",
            true,
            0.9,
            "flask-talisman sets headers that protect and redirects to HTTPS",
        ),
    )
    .judged(configured),
    Rule::code(
        "talisman-https",
        PYTHON,
        &["force_https"],
        r"\bforce_https[ \t]*=[ \t]*(True|False)\b",
        Says::told(
            "flask/ssl_redirect",
            "enabled",
            Told::CaptureFlag(0),
            0.9,
            "`force_https` of flask-talisman: requests without TLS are sent to HTTPS",
        ),
    )
    .judged(talisman),
    Rule::code(
        "talisman-hsts",
        PYTHON,
        &["strict_transport_security"],
        r"\bstrict_transport_security[ \t]*=[ \t]*(True|False)\b",
        Says::told(
            "flask/hsts",
            "enabled",
            Told::CaptureFlag(0),
            0.9,
            "`strict_transport_security` of flask-talisman: browsers insist on HTTPS",
        ),
    )
    .judged(talisman),
    Rule::code(
        "talisman-csp",
        PYTHON,
        &["content_security_policy"],
        r"\bcontent_security_policy[ \t]*=[ \t]*(None|False|\{|csp\b|[\x22'])",
        Says::flag(
            "flask/content_security_policy",
            "enabled",
            true,
            0.85,
            "`content_security_policy` of flask-talisman: pages have a policy",
        ),
    )
    .judged(policy),
    Rule::code(
        "cors-every",
        PYTHON,
        &["CORS("],
        r#"\bCORS\((?:[ \t]*app[ \t]*\)|[^()]*?\borigins["']?[ \t]*[=:][ \t]*\[?[ \t]*["']\*["'])"#,
        Says::flag(
            "flask/cors_all_origins",
            "allowed",
            true,
            0.9,
            "Flask-CORS lets every origin read answers",
        ),
    )
    .around(0, 5)
    .judged(configured),
    Rule::code(
        "cors-some",
        PYTHON,
        &["CORS("],
        r#"\bCORS\([^()]*?\borigins["']?[ \t]*[=:][ \t]*\[?\s*["']https?://"#,
        Says::flag(
            "flask/cors_all_origins",
            "allowed",
            false,
            0.9,
            "Flask-CORS names who may read answers",
        ),
    )
    .around(0, 5)
    .judged(configured),
    Rule::code(
        "jinja-autoescape",
        PYTHON,
        &["autoescape"],
        r"\bjinja_env\.autoescape[ \t]*=[ \t]*(True|False)\b",
        Says::told(
            "flask/template_autoescape",
            "enabled",
            Told::CaptureFlag(0),
            0.95,
            "`autoescape`: templates escape what they write",
        ),
    )
    .judged(truth),
    Rule::code(
        "template-autoescape",
        &[Language::Html],
        &["autoescape"],
        r"\{%-?[ \t]*autoescape[ \t]+(true|false)[ \t]*-?%\}",
        Says::told(
            "flask/template_autoescape",
            "enabled",
            Told::CaptureFlag(0),
            0.9,
            "`autoescape` of a Jinja template: it escapes what it writes",
        ),
    )
    .judged(template),
    Rule::code(
        "template-string",
        PYTHON,
        &["render_template_string"],
        r"\brender_template_string\([ \t]*([^\s,)][^\n]*)",
        Says::flag(
            "flask/template_source",
            "constant",
            true,
            0.9,
            "the template is a constant",
        ),
    )
    .judged(template_string),
    Rule::code(
        "static-root",
        PYTHON,
        &["static_folder"],
        r#"\bFlask\([^()\n]*\bstatic_folder[ \t]*=[ \t]*["']([^"'\n]*)["']"#,
        Says::flag(
            "flask/static_root",
            "limited",
            true,
            0.85,
            "a folder for files of the public is served",
        ),
    )
    .judged(static_root),
];

fn truth(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    configured(hit, source, worded(said))
}

/// Jinja is used by others as well.
fn template(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    let text = whole(hit, source);
    let named = ["url_for(", "get_flashed_messages("]
        .iter()
        .any(|sign| text.contains(sign));
    let depends = || {
        source
            .dependencies(hit.file())
            .iter()
            .any(|one| one.name.eq_ignore_ascii_case("flask"))
    };
    if hit.in_test() || !(named || depends()) {
        Vec::new()
    } else {
        vec![worded(said)]
    }
}

fn exposed(hit: &Hit<'_>, source: &dyn Source, mut said: Observation) -> Vec<Observation> {
    match hit.capture(0) {
        "0.0.0.0" | "::" => {}
        "127.0.0.1" | "localhost" | "::1" => {
            said.value = Value::Flag(false);
            said.reason = "the server for development listens to its own machine".to_owned();
        }
        _ => return Vec::new(),
    }
    configured(hit, source, said)
}

/// Options of flask-talisman, which have names that others use as well.
fn talisman(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    if whole(hit, source).contains("Talisman") {
        configured(hit, source, worded(said))
    } else {
        Vec::new()
    }
}

fn policy(hit: &Hit<'_>, source: &dyn Source, mut said: Observation) -> Vec<Observation> {
    said.value = Value::Flag(!matches!(hit.capture(0), "None" | "False"));
    talisman(hit, source, said)
}

fn template_string(hit: &Hit<'_>, source: &dyn Source, mut said: Observation) -> Vec<Observation> {
    let Some(place) = hit.capture_span(0) else {
        return Vec::new();
    };
    let text = hit.capture(0);
    let quoted = text.starts_with(['"', '\'']) || text.starts_with("r\"") || text.starts_with("r'");
    let filled = text.starts_with("f\"") || text.starts_with("f'");
    let joined = quoted
        && ["\" %", "' %", "\" +", "' +", ".format("]
            .iter()
            .any(|sign| text.contains(sign));
    let name = text
        .split(|letter: char| !(letter.is_ascii_alphanumeric() || letter == '_'))
        .next()
        .unwrap_or("");
    let named = aphoria_sdk::Span {
        start: place.start,
        end: place
            .start
            .saturating_add(u32::try_from(name.len()).unwrap_or(0)),
    };
    let constant_name = !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || byte == b'_');
    let input = || {
        matches!(flow::of(source, hit, named, &[]), flow::Flow::Input(_))
            || text.starts_with("request.")
    };
    if filled || joined {
        said.confidence = 0.85;
    } else if quoted || constant_name {
        return configured(hit, source, said);
    } else if !input() {
        return Vec::new();
    }
    said.value = Value::Flag(false);
    said.reason = "a template is made with values in it".to_owned();
    configured(hit, source, said)
}

fn static_root(hit: &Hit<'_>, source: &dyn Source, mut said: Observation) -> Vec<Observation> {
    if matches!(hit.capture(0).trim_end_matches('/'), "" | "." | "..") {
        said.value = Value::Flag(false);
        said.reason =
            "the folder of the application itself is served, with its source and settings"
                .to_owned();
    }
    let text = whole(hit, source);
    if is_flask(hit, source, &text) {
        vec![said]
    } else {
        Vec::new()
    }
}
