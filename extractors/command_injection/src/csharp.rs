//! C#: System.Diagnostics.Process, Roslyn scripting.

use aphoria_sdk::flow::{self, Called};
use aphoria_sdk::{Argument, Form, Hit, Language, NodeKind, Observation, Rule, Source};

use crate::{CODE, COMMAND, WAYS, code, command, is_shell};

const CSHARP: &[Language] = &[Language::CSharp];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "cs-process-start",
        CSHARP,
        &["Process.Start(", "new ProcessStartInfo("],
        r"\b(?:Process\.Start|new ProcessStartInfo)\(",
        COMMAND,
    )
    .judged(start),
    Rule::code(
        "cs-arguments",
        CSHARP,
        &["Arguments"],
        r"\bArguments\s*=\s*([^\s=][^\n;]*?)\s*[,;}]?\s*(?://[^\n]*)?$",
        COMMAND,
    )
    .judged(arguments),
    Rule::code(
        "cs-scripting",
        CSHARP,
        &["CSharpScript."],
        r"\bCSharpScript\.(?:EvaluateAsync|RunAsync|Create)(?:<[\w.\[\]]+>)?\(",
        CODE,
    )
    .judged(code),
];

/// `Process.Start(program, arguments)`.
fn start(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    let Some(call) = Called::around(source, hit) else {
        return Vec::new();
    };
    let Some(program) = call.either(0, &["fileName"]) else {
        return Vec::new();
    };
    let Some(words) = call.either(1, &["arguments"]) else {
        let reach = flow::reach(source, hit, program, WAYS);
        return if reach.is_input() {
            reach.say(said, true, "the name of a program")
        } else {
            Vec::new()
        };
    };
    one_text(hit, source, said, is_shell(&program.text), words)
}

/// `Arguments = "…"` of a description whose file name stands near.
fn arguments(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    let Some(span) = hit.capture_span(0) else {
        return Vec::new();
    };
    let value = Argument {
        name: String::new(),
        span,
        form: source.form_of(hit.file(), span),
        text: hit.capture(0).to_owned(),
    };
    let near = source.lines(
        hit.file(),
        hit.line().saturating_sub(6).max(1),
        hit.line() + 4,
    );
    let has_program = near.contains("FileName") || near.contains("ProcessStartInfo");
    if !has_program
        || source
            .enclosing(hit.file(), span, NodeKind::String)
            .is_some()
            && hit.capture(0).is_empty()
    {
        return Vec::new();
    }
    let to_shell = near
        .split('"')
        .enumerate()
        .any(|(at, text)| at % 2 == 1 && is_shell(text));
    one_text(hit, source, said, to_shell, &value)
}

/// One text of arguments: a command for a shell, else words that the program takes apart.
fn one_text(
    hit: &Hit<'_>,
    source: &dyn Source,
    said: Observation,
    to_shell: bool,
    words: &Argument,
) -> Vec<Observation> {
    if to_shell || words.form == Form::Literal {
        return command(hit, source, said, words);
    }
    let reach = flow::reach(source, hit, words, WAYS);
    let mut all = reach.say(said, true, "arguments that a program takes apart at blanks");
    for said in &mut all {
        // Further arguments, no further commands.
        said.confidence = (said.confidence - 0.15).max(0.6);
    }
    all
}
