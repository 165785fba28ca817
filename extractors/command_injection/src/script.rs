//! JavaScript and TypeScript: child_process, execa, shelljs, vm, and the built-in evaluators.

use aphoria_sdk::flow::{self, Called};
use aphoria_sdk::{Argument, Form, Hit, Language, Observation, Rule, Source};

use crate::{CODE, COMMAND, code, code_of_function, command, first, is_method, without_shell};

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "js-exec-sync",
        Language::SCRIPTS,
        &["execSync(", "execAsync(", "execPromise(", "child_process.exec(", "childProcess.exec(", "cp.exec(", "shell.exec(", "shelljs.exec("],
        r"\b(?:execSync|execAsync|execPromise|(?:child_process|childProcess|cp|shell|shelljs)\.exec)\(",
        COMMAND,
    )
    .judged(first),
    Rule::code(
        "js-execa-command",
        Language::SCRIPTS,
        &["execaCommand(", "execaCommandSync(", "execa.command("],
        r"\b(?:execaCommand(?:Sync)?|execa\.command)\(",
        COMMAND,
    )
    .judged(first),
    Rule::code("js-exec", Language::SCRIPTS, &["exec("], r"\bexec\(", COMMAND).judged(imported),
    Rule::code(
        "js-spawn",
        Language::SCRIPTS,
        &["spawn(", "spawnSync(", "execFile(", "execFileSync("],
        r"\b(?:spawn|spawnSync|execFile|execFileSync)\(",
        COMMAND,
    )
    .judged(spawn),
    Rule::code("js-eval", Language::SCRIPTS, &["eval("], r"\beval\(", CODE).judged(code_of_function),
    Rule::code(
        "js-function",
        Language::SCRIPTS,
        &["new Function("],
        r"\bnew Function\(",
        CODE,
    )
    .judged(last),
    Rule::code(
        "js-vm",
        Language::SCRIPTS,
        &["runInNewContext(", "runInThisContext(", "runInContext("],
        r"\bvm\.runIn(?:New|This)?Context\(",
        CODE,
    )
    .judged(code),
];

/// Lines of a file that may hold its imports.
const IMPORTS: u32 = 40;

/// `exec(` as a function of its own counts where the file imports it.
fn imported(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    let imports = source.lines(hit.file(), 1, IMPORTS);
    if is_method(hit) || !imports.contains("child_process") {
        return Vec::new();
    }
    first(hit, source, said)
}

/// `spawn(program, words, { shell })`.
fn spawn(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    let Some(call) = Called::around(source, hit) else {
        return Vec::new();
    };
    let Some(program) = call.positional(0) else {
        return Vec::new();
    };
    let given = call.positional(1);
    let is_option = |value: &Argument| value.text.contains("shell:");
    let options = call.arguments.iter().skip(1).find(|value| is_option(value));
    let shell = options.and_then(|options| {
        let all = flow::elements(source, hit, options);
        all.into_iter().find(|option| option.name == "shell")
    });
    match shell {
        Some(shell) if shell.text != "false" => {
            let said = command(hit, source, said, program);
            let is_plain = said.iter().all(|said| said.confidence >= 0.9);
            let words = given.filter(|given| is_plain && !is_option(given));
            match (words, said.first()) {
                (Some(words), Some(first)) if words.form != Form::Literal => {
                    command(hit, source, first.clone(), words)
                }
                _ => said,
            }
        }
        _ => {
            let mut words = vec![program.clone()];
            if let Some(given) = given {
                words.extend(flow::elements(source, hit, given));
            }
            without_shell(hit, source, said, &words)
        }
    }
}

/// The last argument is the body.
fn last(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    let call = Called::around(source, hit);
    match call.as_ref().and_then(|call| call.arguments.last()) {
        Some(value) => {
            let reach = flow::reach(source, hit, value, crate::WAYS);
            reach.say(said, true, "code that is evaluated")
        }
        None => Vec::new(),
    }
}
