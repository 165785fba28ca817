//! Environment files, `package.json` and images.

use aphoria_sdk::{Hit, Language, Observation, Rule, Says, Source, Value};

use aphoria_sdk::place::is_elsewhere;

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "public-secret-env",
        &[Language::DotEnv],
        &["NEXT_PUBLIC_"],
        r"^[ \t]*(?:export[ \t]+)?NEXT_PUBLIC_\w*(?:SECRET|PRIVATE_KEY|PASSWORD|SERVICE_ROLE)\w*[ \t]*=([^\n]+)",
        Says::flag(
            "nextjs/public_secret",
            "exposed",
            true,
            0.9,
            "what is named a secret has a public name, and so is sent to browsers",
        ),
    )
    .judged(secret),
    Rule::key(
        "start-script",
        &[Language::Json],
        &["scripts.start"],
        Says::flag(
            "nextjs/development_server",
            "exposed",
            false,
            0.9,
            "the script `start` runs the server for production",
        ),
    )
    .judged(start),
    Rule::code(
        "image-command",
        &[Language::Dockerfile],
        &["next"],
        r#"(?:^|[ \t"'/])next["', \t]+(dev|start)\b"#,
        Says::flag(
            "nextjs/development_server",
            "exposed",
            false,
            0.9,
            "the image runs the server for production",
        ),
    )
    .standing(aphoria_sdk::Contexts::CODE_AND_STRING)
    .judged(image),
];

fn secret(hit: &Hit<'_>, _: &dyn Source, mut said: Observation) -> Vec<Observation> {
    said.secret = hit.capture_span(0);
    vec![said]
}

fn start(hit: &Hit<'_>, _: &dyn Source, mut said: Observation) -> Vec<Observation> {
    let command = hit.capture(1);
    let file = hit.path().rsplit('/').next().unwrap_or("");
    if file != "package.json" {
        return Vec::new();
    }
    if command.contains("next dev") {
        said.value = Value::Flag(true);
        said.reason = "the script `start` runs the server for development".to_owned();
    } else if !command.contains("next start") {
        return Vec::new();
    }
    vec![said]
}

fn image(hit: &Hit<'_>, _: &dyn Source, mut said: Observation) -> Vec<Observation> {
    if is_elsewhere(hit.path()) {
        return Vec::new();
    }
    if hit.capture(0) == "dev" {
        said.value = Value::Flag(true);
        said.reason = "the image runs the server for development".to_owned();
    }
    vec![said]
}
