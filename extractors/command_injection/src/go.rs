//! Go: os/exec, syscall, x/crypto/ssh.

use aphoria_sdk::flow::Called;
use aphoria_sdk::{Hit, Language, Observation, Rule, Source};

use crate::{COMMAND, first, without_shell};

const GO: &[Language] = &[Language::Go];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "go-exec",
        GO,
        &["exec.Command(", "exec.CommandContext("],
        r"\bexec\.Command(?:Context)?\(",
        COMMAND,
    )
    .judged(words),
    // A command for the shell of the other side.
    Rule::code(
        "go-ssh-session",
        GO,
        &[
            "session.Run(",
            "session.Output(",
            "session.CombinedOutput(",
            "session.Start(",
        ],
        r"\bsession\.(?:Run|Output|CombinedOutput|Start)\(",
        COMMAND,
    )
    .judged(first),
];

/// The program and its arguments, behind the context if there is one.
fn words(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    let Some(call) = Called::around(source, hit) else {
        return Vec::new();
    };
    let skipped = usize::from(hit.text().contains("Context"));
    let words = call.arguments.get(skipped..).unwrap_or(&[]);
    without_shell(hit, source, said, words)
}
