//! PHP: program execution functions, Symfony's Process, and the built-in evaluators.

use aphoria_sdk::flow::{self, Called};
use aphoria_sdk::{Hit, Language, NodeKind, Observation, Rule, Source};

use crate::{CODE, COMMAND, WAYS, code_of_function, first, first_of_function, without_shell};

const PHP: &[Language] = &[Language::Php];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "php-shell",
        PHP,
        &["exec(", "system(", "passthru(", "proc_open(", "popen("],
        r"\b(?:shell_exec|exec|system|passthru|proc_open|popen)\(",
        COMMAND,
    )
    .judged(first_of_function),
    Rule::code("php-backticks", PHP, &[" `"], r"[ =(]`[^`\n]*\$", COMMAND).judged(backticks),
    Rule::code(
        "php-symfony-shell",
        PHP,
        &["Process::fromShellCommandline("],
        r"\bProcess::fromShellCommandline\(",
        COMMAND,
    )
    .judged(first),
    Rule::code(
        "php-symfony-process",
        PHP,
        &["new Process("],
        r"\bnew Process\(",
        COMMAND,
    )
    .judged(process),
    Rule::code(
        "php-eval",
        PHP,
        &["eval(", "create_function("],
        r"\b(?:eval|create_function)\(",
        CODE,
    )
    .judged(code_of_function),
];

fn process(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    let call = Called::around(source, hit);
    match call.as_ref().and_then(|call| call.positional(0)) {
        Some(list) if list.text.starts_with('[') => {
            let words = flow::elements(source, hit, list);
            without_shell(hit, source, said, &words)
        }
        _ => Vec::new(),
    }
}

fn backticks(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    let mut inside = hit.span();
    inside.start = inside.end.saturating_sub(1);
    match source.enclosing(hit.file(), inside, NodeKind::String) {
        Some(text) => {
            let reach = flow::reach_at(source, hit, text.span, WAYS);
            reach.say(said, true, "a command that a shell reads")
        }
        None => vec![Observation {
            confidence: 0.6,
            reason: "a value that is not constant reaches a command that a shell reads".to_owned(),
            ..said
        }],
    }
}
