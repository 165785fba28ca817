//! The reference page, made from the definitions.

use clap::Command;

const HEAD: &str = "\
# The command line

Generated from the definitions of `steme` by `cargo xtask gen`; do not edit.

`steme` works on a server (`--server`, or `STEME_SERVER`) or on a folder that no server has open (`--db`): the verbs and
their results are the same. Results go to standard output, everything else to standard error. Tables are for people and
may change; `--json` prints the types of the HTTP interface and is what scripts should read. Colours appear on a terminal
only, and not at all if `NO_COLOR` is set.

A signing key is a file with 64 hexadecimal digits, readable by its owner alone; `steme` refuses a key that others can
read. Name it with `--key` or `STEME_KEY`.
";

/// The whole page.
pub(super) fn render(command: Command) -> String {
    let mut command = command.term_width(100).disable_help_subcommand(true);
    command.build();
    let mut page = HEAD.to_owned();
    section(&mut page, &mut command, "", 2);
    page
}

fn section(page: &mut String, command: &mut Command, before: &str, level: usize) {
    let name = if before.is_empty() {
        command.get_name().to_owned()
    } else {
        format!("{before} {}", command.get_name())
    };
    let help = command.render_long_help().to_string();
    page.push_str(&format!("\n{} `{name}`\n\n```text\n", "#".repeat(level)));
    for line in own(&help, !before.is_empty()) {
        page.push_str(line.trim_end());
        page.push('\n');
    }
    page.push_str("```\n");
    for inner in command.get_subcommands_mut() {
        if !inner.is_hide_set() {
            section(page, inner, &name, (level + 1).min(4));
        }
    }
}

/// The help without the options that every verb has: the first section tells them once.
fn own(help: &str, verb: bool) -> Vec<&str> {
    let mut kept: Vec<&str> = Vec::new();
    let mut inside_common = false;
    for line in help.lines() {
        if verb && (line == "Which database:" || line == "Output:") {
            inside_common = true;
        } else if !line.is_empty() && !line.starts_with(' ') {
            inside_common = false;
        }
        let doubled = line.is_empty() && kept.last().is_none_or(|last| last.is_empty());
        if !inside_common && !doubled {
            kept.push(line);
        }
    }
    while kept.last().is_some_and(|last| last.is_empty()) {
        kept.pop();
    }
    kept
}
