//! Secrets in YAML, and views.

use aphoria_sdk::{Hit, Language, Observation, Rule, Says, Source, Value};

pub(crate) const RULES: &[Rule] = &[
    Rule::key(
        "secrets-file",
        &[Language::Yaml],
        &["production.secret_key_base", "shared.secret_key_base"],
        Says::flag(
            "rails/secret_key_base",
            "hardcoded",
            true,
            0.95,
            "the secret key base of production stands in a file",
        ),
    )
    .judged(secrets),
    Rule::code(
        "raw",
        &[Language::Html],
        &["<%= raw", "<%==", "html_safe"],
        r"<%=(?:=[ \t]*|[ \t]*raw[ (]+)(?:params|cookies|request)\b[^\n%]*%>|<%=[ \t]*(?:params|cookies|request)\b[^\n%]*\.html_safe\b",
        Says::flag(
            "rails/template_escape",
            "enabled",
            false,
            0.9,
            "a view writes input without escaping",
        ),
    ),
    Rule::code(
        "escaped",
        &[Language::Html],
        &["<%= params", "<%= h", "<%= sanitize"],
        r"<%=[ \t]*(?:(?:h|sanitize)[ (]+\w|params\[:\w+\][ \t]*%>)",
        Says::flag(
            "rails/template_escape",
            "enabled",
            true,
            0.8,
            "a view escapes what it writes",
        ),
    ),
];

fn secrets(hit: &Hit<'_>, _: &dyn Source, mut said: Observation) -> Vec<Observation> {
    let value = hit.capture(1).trim();
    if value.contains("<%=") {
        if !value.contains("ENV[") && !value.contains("ENV.fetch(") {
            return Vec::new();
        }
        said.value = Value::Flag(false);
        said.reason = "the secret key base of production comes from the environment".to_owned();
    } else if value.is_empty() {
        return Vec::new();
    } else {
        said.secret = hit.capture_span(1);
    }
    vec![said]
}
