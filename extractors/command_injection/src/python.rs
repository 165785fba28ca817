//! Python: os, subprocess, asyncio, paramiko, and the built-in evaluators.

use aphoria_sdk::flow::{self, Called};
use aphoria_sdk::{Form, Hit, Language, Observation, Rule, Source};

use crate::{CODE, COMMAND, WAYS, code_of_function, command, first, without_shell};

const PYTHON: &[Language] = &[Language::Python];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "py-shell",
        PYTHON,
        &[
            "os.system(",
            "os.popen(",
            "subprocess.getoutput(",
            "subprocess.getstatusoutput(",
            "create_subprocess_shell(",
        ],
        r"\b(?:os\.(?:system|popen)|subprocess\.get(?:status)?output|create_subprocess_shell)\(",
        COMMAND,
    )
    .judged(first),
    Rule::code(
        "py-subprocess",
        PYTHON,
        &["subprocess.", "Popen(", "check_output(", "check_call("],
        r"\b(?:subprocess\.(?:run|call|Popen|check_call|check_output)|Popen|check_call|check_output)\(",
        COMMAND,
    )
    .judged(subprocess),
    // A command for the shell of the other side.
    Rule::code(
        "py-paramiko",
        PYTHON,
        &[".exec_command("],
        r"\.exec_command\(",
        COMMAND,
    )
    .judged(first),
    Rule::code(
        "py-eval",
        PYTHON,
        &["eval(", "exec("],
        r"\b(?:eval|exec)\(",
        CODE,
    )
    .judged(code_of_function),
];

/// With `shell=True` the first argument is a command, without it a list of words.
fn subprocess(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    let Some(call) = Called::around(source, hit) else {
        return Vec::new();
    };
    let Some(value) = call.either(0, &["args"]) else {
        return Vec::new();
    };
    match call.named(&["shell"]).map(|shell| shell.text.as_str()) {
        Some("True") => command(hit, source, said, value),
        None | Some("False") => match value.form {
            Form::Collection | Form::Literal => {
                let words = flow::elements(source, hit, value);
                if words.is_empty() {
                    without_shell(hit, source, said, std::slice::from_ref(value))
                } else {
                    without_shell(hit, source, said, &words)
                }
            }
            _ => {
                let reach = flow::reach(source, hit, value, WAYS);
                if reach.is_input() && !reach.composed {
                    reach.say(said, true, "the name of a program")
                } else {
                    Vec::new()
                }
            }
        },
        Some(_) => Vec::new(),
    }
}
