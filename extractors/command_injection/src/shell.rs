//! Bash: eval, and shells that are given a command.

use aphoria_sdk::flow::{self, Called, Reach};
use aphoria_sdk::{Hit, Language, Observation, OriginKind, Rule, Source};

use crate::{COMMAND, WAYS, is_switch};

const BASH: &[Language] = &[Language::Bash];

pub(crate) const RULES: &[Rule] = &[
    Rule::code("sh-eval", BASH, &["eval "], r"\beval +[^\s;|&]", COMMAND).judged(evaluated),
    Rule::code(
        "sh-shell-c",
        BASH,
        &["bash -c ", "sh -c ", "bash -lc "],
        r"\b(?:bash|sh|zsh|dash) -l?c +[^\s;|&]",
        COMMAND,
    )
    .judged(given),
];

fn evaluated(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    judge(hit, source, said, 0)
}

fn given(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    let at = Called::around(source, hit).and_then(|call| {
        let switch = |word: &aphoria_sdk::Argument| is_switch(&word.text);
        call.arguments.iter().position(switch)
    });
    match at {
        Some(at) => judge(hit, source, said, at + 1),
        None => Vec::new(),
    }
}

fn judge(hit: &Hit<'_>, source: &dyn Source, said: Observation, at: usize) -> Vec<Observation> {
    let Some(call) = Called::around(source, hit) else {
        return Vec::new();
    };
    let Some(value) = call.arguments.get(at) else {
        return Vec::new();
    };
    let reach: Reach = flow::reach(source, hit, value, WAYS);
    // `eval "$(ssh-agent)"`: what a program of the machine prints is meant to be read so.
    let origins = source.origins(hit.file(), value.span);
    let is_output = |kind| kind == OriginKind::Call || kind == OriginKind::Literal;
    let is_printed = origins.iter().all(|origin| is_output(origin.kind));
    if !reach.is_constant() && is_printed && !origins.is_empty() {
        return Vec::new();
    }
    reach.say(said, true, "a command that a shell reads")
}
