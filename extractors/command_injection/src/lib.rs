//! # command_injection
//!
//! **What it sees.** What reaches a command that a shell reads (`command/construction` `from_input`) and what reaches an
//! evaluator of code (`code/evaluation` `from_input`). A value is followed through assignments within its function. Both
//! ways: a command of constants alone, or one whose arguments reach no shell, is said as well.
//!
//! **Why it matters.** A shell reads `;`, `|` and `$(…)` wherever they come from: who decides about a part of a command
//! runs commands of his own.
//!
//! **Example.** `os.system("ping " + request.args["host"])` in Python: `command/construction from_input = true`, 0.95 sure.
//! A parameter of the function put into the command is 0.8 sure, another value that isn't constant 0.6.
//!
//! **When it stays silent.** Methods that are only called alike, such as `exec` of a regular expression or of a database.
//! What an escaping function for shells (`shlex.quote`, `escapeshellarg`, `Shellwords.escape`) or a conversion to a number
//! gives back counts as a constant.
//!
//! **Limits.** Values are followed within a function, not through calls of one's own functions, fields and files. A check
//! against a list of allowed values is not recognised. A program that reads its arguments as commands is known only if it
//! is a shell.
//!
//! **References.** CWE-78; CWE-88; CWE-94; CWE-95; OWASP OS Command Injection Defense Cheat Sheet; the documentation of the
//! libraries named in each file.

mod c;
mod csharp;
mod go;
mod java;
mod php;
mod python;
mod ruby;
mod rust;
mod script;
mod shell;

use aphoria_sdk::flow::{self, Called, Ways};
use aphoria_sdk::{Argument, Form, Hit, Observation, Says, Source, Table, Value};

/// Whether input decides which commands or code are run.
pub const TABLE: Table = Table {
    id: "command_injection",
    version: env!("CARGO_PKG_VERSION"),
    title: "Whether input decides which commands or code are run",
    globs: &[],
    rules: &[
        c::RULES,
        csharp::RULES,
        go::RULES,
        java::RULES,
        php::RULES,
        python::RULES,
        ruby::RULES,
        rust::RULES,
        script::RULES,
        shell::RULES,
    ],
};

/// What is said of commands; a judge decides.
const COMMAND: Says = Says::flag(
    "command/construction",
    "from_input",
    true,
    0.95,
    "input reaches a command",
);

/// What is said of code that is evaluated; a judge decides.
const CODE: Says = Says::flag(
    "code/evaluation",
    "from_input",
    true,
    0.95,
    "input reaches code that is evaluated",
);

/// Calls that make a text one word for a shell.
const WAYS: Ways<'static> = Ways {
    cleaning: &[
        "shlex.quote",
        "quote",
        "shlex.join",
        "pipes.quote",
        "list2cmdline",
        "escapeshellarg",
        "escapeshellcmd",
        "shellescape",
        "Shellwords.escape",
        "Shellwords.join",
        "shelljoin",
        "shell_escape::escape",
        "shell_words::quote",
        "shell_words::join",
        "shellescape.Quote",
        "shellquote.Join",
        "shellQuote.quote",
        "shell-quote",
        "shellEscape",
        "shellescape",
        "quote_shell",
    ],
    passing: &[],
};

/// The first argument is a command for a shell.
fn first(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    let before = hit.before().trim_end();
    if ["def", "function", "func", "fn"]
        .iter()
        .any(|word| before.ends_with(word))
    {
        return Vec::new();
    }
    nth(hit, source, said, 0)
}

fn nth(hit: &Hit<'_>, source: &dyn Source, said: Observation, at: usize) -> Vec<Observation> {
    let call = Called::around(source, hit);
    match call.as_ref().and_then(|call| call.positional(at)) {
        Some(value) => command(hit, source, said, value),
        None => Vec::new(),
    }
}

/// The first argument is code.
fn code(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    let call = Called::around(source, hit);
    match call.as_ref().and_then(|call| call.positional(0)) {
        Some(value) => {
            let reach = flow::reach(source, hit, value, WAYS);
            reach.say(said, true, "code that is evaluated")
        }
        None => Vec::new(),
    }
}

/// A value is read by a shell.
fn command(
    hit: &Hit<'_>,
    source: &dyn Source,
    said: Observation,
    value: &Argument,
) -> Vec<Observation> {
    let reach = flow::reach(source, hit, value, WAYS);
    reach.say(said, true, "a command that a shell reads")
}

/// Arguments reach a program without a shell in between, unless the program is one.
fn without_shell(
    hit: &Hit<'_>,
    source: &dyn Source,
    said: Observation,
    words: &[Argument],
) -> Vec<Observation> {
    let Some(program) = words.first() else {
        return Vec::new();
    };
    let is_read = is_shell(&program.text);
    let switch = words
        .iter()
        .position(|word| is_read && is_switch(&word.text));
    match switch {
        Some(at) => match words.get(at + 1) {
            Some(value) => command(hit, source, said, value),
            None => Vec::new(),
        },
        None if is_read => Vec::new(),
        None => {
            let reach = flow::reach(source, hit, program, WAYS);
            if reach.is_input() {
                reach.say(said, true, "the name of a program")
            } else if program.form == Form::Literal {
                vec![Observation {
                    value: Value::Flag(false),
                    confidence: 0.9,
                    reason: "arguments reach a program without a shell".to_owned(),
                    ..said
                }]
            } else {
                Vec::new()
            }
        }
    }
}

/// Whether a text in quotes names a shell.
fn is_shell(text: &str) -> bool {
    let bare = text.trim().trim_matches(['"', '\'', '`', ':']);
    let name = bare.rsplit(['/', '\\']).next().unwrap_or(bare);
    let name = name.strip_suffix(".exe").unwrap_or(name);
    matches!(
        name,
        "sh" | "bash" | "zsh" | "dash" | "ksh" | "ash" | "cmd" | "powershell" | "pwsh"
    )
}

/// Whether a text in quotes is the switch before a command for a shell.
fn is_switch(text: &str) -> bool {
    let bare = text.trim().trim_matches(['"', '\'', '`']);
    matches!(
        bare,
        "-c" | "-lc"
            | "-ec"
            | "-ic"
            | "-xc"
            | "-euc"
            | "/c"
            | "/C"
            | "/k"
            | "/K"
            | "-Command"
            | "-command"
    )
}

/// Whether the hit is a method of something.
fn is_method(hit: &Hit<'_>) -> bool {
    hit.before().ends_with(['.', '>', ':', '_', '$', '@'])
}

/// A function's first argument; methods of the same name are something else.
fn first_of_function(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    if is_method(hit) || is_declared(hit) {
        return Vec::new();
    }
    first(hit, source, said)
}

/// A function's first argument is code; methods of the same name are something else.
fn code_of_function(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    if is_method(hit) || is_declared(hit) {
        return Vec::new();
    }
    code(hit, source, said)
}

/// Whether the hit is the head of a function of that name.
fn is_declared(hit: &Hit<'_>) -> bool {
    const WORDS: &[&str] = &["def", "function", "func", "fn", "int", "void", "FILE*", "*"];
    let before = hit.before().trim_end();
    WORDS.iter().any(|word| before.ends_with(word))
}

aphoria_sdk::table_extractor!(CommandInjection, TABLE);
