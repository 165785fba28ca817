//! Rust: std::process, tokio::process, libc.

use aphoria_sdk::flow::{self, Called};
use aphoria_sdk::{Hit, Language, Observation, Rule, Source};

use crate::{COMMAND, command, first, is_switch, without_shell};

const RUST: &[Language] = &[Language::Rust];

pub(crate) const RULES: &[Rule] = &[
    // A shell, its switch, and the bracket before the command.
    Rule::code(
        "rs-shell-arg",
        RUST,
        &["Command::new("],
        r#"\bCommand::new\(\s*"(?:/(?:usr/)?bin/)?(?:sh|bash|zsh|dash|cmd|cmd\.exe|powershell|pwsh)"\s*\)\s*\.arg\(\s*"(?:-\w*c|/[cC]|-Command)"\s*\)\s*\.arg\("#,
        COMMAND,
    )
    .around(0, 4)
    .judged(first),
    Rule::code(
        "rs-shell-args",
        RUST,
        &["Command::new("],
        r#"\bCommand::new\(\s*"(?:/(?:usr/)?bin/)?(?:sh|bash|zsh|dash|cmd|cmd\.exe|powershell|pwsh)"\s*\)\s*\.args\("#,
        COMMAND,
    )
    .around(0, 3)
    .judged(list),
    Rule::code(
        "rs-command",
        RUST,
        &["process::Command::new("],
        r"\bprocess::Command::new\(",
        COMMAND,
    )
    .judged(program),
    Rule::code(
        "rs-libc-system",
        RUST,
        &["libc::system("],
        r"\blibc::system\(",
        COMMAND,
    )
    .judged(first),
];

/// `.args(["-c", command])`.
fn list(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    let call = Called::around(source, hit);
    let Some(given) = call.as_ref().and_then(|call| call.positional(0)) else {
        return Vec::new();
    };
    let words = flow::elements(source, hit, given);
    let switch = words.iter().position(|word| is_switch(&word.text));
    match switch.and_then(|at| words.get(at + 1)) {
        Some(value) => command(hit, source, said, value),
        None => Vec::new(),
    }
}

fn program(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    match Called::around(source, hit) {
        Some(call) => without_shell(hit, source, said, &call.arguments),
        None => Vec::new(),
    }
}
