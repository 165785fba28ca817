//! uvicorn and the command `fastapi`.

use aphoria_sdk::{Contexts, Hit, Language, Observation, Rule, Says, Source, Value};

use crate::code::PYTHON;
use aphoria_sdk::place::{is_elsewhere, whole};

/// Languages of command lines.
const SHELL: &[Language] = &[Language::Bash, Language::Dockerfile];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "run-reload",
        PYTHON,
        &["uvicorn.run("],
        r"\buvicorn\.run\((?:[^()]|\([^()]*\))*?\breload[ \t]*=[ \t]*(True|False)\b",
        Says::flag(
            "fastapi/reload",
            "enabled",
            true,
            0.8,
            "`reload` of uvicorn is for development",
        ),
    )
    .around(0, 8)
    .judged(flag),
    Rule::code(
        "run-proxies",
        PYTHON,
        &["forwarded_allow_ips"],
        r#"\bforwarded_allow_ips[ \t]*=[ \t]*["']([^"'\n]+)["']"#,
        Says::flag(
            "fastapi/forwarded_headers",
            "restricted",
            true,
            0.9,
            "the proxies that are believed are named",
        ),
    )
    .judged(proxies),
    Rule::code(
        "shell-reload",
        SHELL,
        &["uvicorn", "fastapi"],
        r#"(?:\buvicorn\b[^\n#|;&]*--reload\b|\bfastapi["', \t]+dev\b)"#,
        Says::flag(
            "fastapi/reload",
            "enabled",
            true,
            0.8,
            "the server reloads, which is for development",
        ),
    )
    .standing(Contexts::CODE_AND_STRING)
    .judged(command),
    Rule::code(
        "shell-proxies",
        SHELL,
        &["forwarded-allow-ips"],
        r#"--forwarded-allow-ips["', \t=]+([^"', \t\n]+)"#,
        Says::flag(
            "fastapi/forwarded_headers",
            "restricted",
            true,
            0.9,
            "the proxies that are believed are named",
        ),
    )
    .standing(Contexts::CODE_AND_STRING)
    .judged(shell_proxies),
];

fn flag(hit: &Hit<'_>, source: &dyn Source, mut said: Observation) -> Vec<Observation> {
    if hit.capture(0) == "False" {
        said.value = Value::Flag(false);
        said.reason = "`reload` of uvicorn is off".to_owned();
    }
    of_uvicorn(hit, source, said)
}

fn of_uvicorn(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    if hit.in_test() || is_elsewhere(hit.path()) || !whole(hit, source).contains("uvicorn") {
        Vec::new()
    } else {
        vec![said]
    }
}

fn every(said: &mut Observation, value: &str) -> bool {
    if value.contains('$') {
        return false;
    }
    if matches!(value, "*" | "0.0.0.0/0") {
        said.value = Value::Flag(false);
        said.confidence = 0.85;
        said.reason = "forwarded headers are believed from every address".to_owned();
    }
    true
}

fn proxies(hit: &Hit<'_>, source: &dyn Source, mut said: Observation) -> Vec<Observation> {
    if every(&mut said, hit.capture(0)) {
        of_uvicorn(hit, source, said)
    } else {
        Vec::new()
    }
}

fn shell_proxies(hit: &Hit<'_>, source: &dyn Source, mut said: Observation) -> Vec<Observation> {
    let line = source.lines(hit.file(), hit.line().saturating_sub(3).max(1), hit.line());
    let runs = ["uvicorn", "gunicorn", "fastapi"]
        .iter()
        .any(|name| line.contains(name));
    if runs && !is_elsewhere(hit.path()) && every(&mut said, hit.capture(0)) {
        vec![said]
    } else {
        Vec::new()
    }
}

/// In scripts a string is a text; in an image's list of words it is a word.
fn command(hit: &Hit<'_>, _: &dyn Source, said: Observation) -> Vec<Observation> {
    let is_text = hit.context() == Contexts::STRING && hit.language() == Language::Bash;
    if is_text || is_elsewhere(hit.path()) {
        Vec::new()
    } else {
        vec![said]
    }
}
