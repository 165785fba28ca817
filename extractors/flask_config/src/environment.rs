//! Variables of the environment and the command line.

use aphoria_sdk::{Hit, Language, Observation, Rule, Says, Source, Told};

use aphoria_sdk::place::{is_elsewhere, worded};

/// `FLASK_DEBUG` switches debug mode on.
const fn debug(confidence: f64) -> Says {
    Says::told(
        "flask/debug",
        "enabled",
        Told::CaptureFlag(0),
        confidence,
        "`FLASK_DEBUG`: the debugger and pages of errors with source",
    )
}

pub(crate) const RULES: &[Rule] = &[
    Rule::key(
        "key-debug",
        &[Language::DotEnv, Language::Yaml],
        &["**.FLASK_DEBUG"],
        Says::told(
            "flask/debug",
            "enabled",
            Told::CaptureFlag(1),
            0.8,
            "`FLASK_DEBUG`: the debugger and pages of errors with source",
        ),
    )
    .judged(production),
    Rule::code(
        "shell-debug",
        &[Language::Bash, Language::Dockerfile],
        &["FLASK_DEBUG"],
        r#"\bFLASK_DEBUG[= ]["']?(1|0|true|false|True|False)\b"#,
        debug(0.8),
    )
    .judged(production),
    Rule::code(
        "shell-run-debug",
        &[Language::Bash],
        &["flask"],
        r"\bflask\b[^\n#|;&]* run\b[^\n#|;&]* --(debug|no-debug)\b",
        Says::flag("flask/debug", "enabled", true, 0.8, "`flask run --debug`"),
    )
    .judged(option),
];

fn production(hit: &Hit<'_>, _: &dyn Source, said: Observation) -> Vec<Observation> {
    if is_elsewhere(hit.path()) {
        Vec::new()
    } else {
        vec![worded(said)]
    }
}

fn option(hit: &Hit<'_>, source: &dyn Source, mut said: Observation) -> Vec<Observation> {
    said.value = aphoria_sdk::Value::Flag(hit.capture(0) == "debug");
    production(hit, source, said)
}
