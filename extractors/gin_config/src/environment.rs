//! The variable `GIN_MODE`.

use aphoria_sdk::{Hit, Language, Observation, Rule, Says, Source, Told, Value};

use aphoria_sdk::place::is_elsewhere;

pub(crate) const RULES: &[Rule] = &[
    Rule::key(
        "key-mode",
        &[Language::DotEnv, Language::Yaml],
        &["**.GIN_MODE"],
        Says::told(
            "gin/mode",
            "value",
            Told::Capture(1),
            0.9,
            "`GIN_MODE`: the mode that the application runs in",
        ),
    )
    .judged(key),
    Rule::code(
        "shell-mode",
        &[Language::Bash, Language::Dockerfile],
        &["GIN_MODE"],
        r#"\bGIN_MODE[= ]["']?(release|debug|test)\b"#,
        Says::told(
            "gin/mode",
            "value",
            Told::Capture(0),
            0.9,
            "`GIN_MODE`: the mode that the application runs in",
        ),
    )
    .judged(production),
];

fn key(hit: &Hit<'_>, source: &dyn Source, mut said: Observation) -> Vec<Observation> {
    let value = hit.capture(1).trim().trim_matches(['"', '\'']);
    if !matches!(value, "release" | "debug" | "test") {
        return Vec::new();
    }
    said.value = Value::Text(value.to_owned());
    production(hit, source, said)
}

fn production(hit: &Hit<'_>, _: &dyn Source, said: Observation) -> Vec<Observation> {
    if is_elsewhere(hit.path()) {
        Vec::new()
    } else {
        vec![said]
    }
}
