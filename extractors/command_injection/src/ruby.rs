//! Ruby: Kernel, IO, Open3, backticks, and the built-in evaluators.

use aphoria_sdk::flow::{self, Called};
use aphoria_sdk::{Hit, Language, NodeKind, Observation, Rule, Source};

use crate::{CODE, COMMAND, WAYS, code, command, is_declared, without_shell};

const RUBY: &[Language] = &[Language::Ruby];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "rb-system",
        RUBY,
        &[
            "system(",
            "system \"",
            "exec(",
            "exec \"",
            "spawn(",
            "system params",
        ],
        r#"\b(?:system|exec|spawn)(?:\(| ["p])"#,
        COMMAND,
    )
    .judged(kernel),
    Rule::code(
        "rb-open3",
        RUBY,
        &["Open3.", "IO.popen("],
        r"\b(?:Open3\.(?:capture2e?|capture3|popen2e?|popen3|pipeline\w*)|IO\.popen)\(",
        COMMAND,
    )
    .judged(words),
    // The command stands between the marks.
    Rule::code(
        "rb-backticks",
        RUBY,
        &[" `", "(`", "%x"],
        r"[ (=](?:`[^`\n]*|%x[({\[][^\n]*)#\{",
        COMMAND,
    )
    .judged(backticks),
    Rule::code(
        "rb-eval",
        RUBY,
        &["eval(", "eval \"", "eval params"],
        r#"\b(?:eval|instance_eval|class_eval|module_eval)(?:\(| ["p])"#,
        CODE,
    )
    .judged(evaluated),
];

fn kernel(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    let is_other = hit.before().ends_with(['.', ':', '@']) && !hit.before().ends_with("Kernel.");
    if is_other || is_declared(hit) {
        return Vec::new();
    }
    words(hit, source, said)
}

/// One text is read by a shell, several words or a list of them are not.
fn words(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    let Some(call) = Called::around(source, hit) else {
        return Vec::new();
    };
    let plain: Vec<_> = call
        .arguments
        .iter()
        .filter(|word| word.name.is_empty() && !word.text.starts_with('{'))
        .cloned()
        .collect();
    match plain.as_slice() {
        [] => Vec::new(),
        [only] => {
            let inner = flow::elements(source, hit, only);
            if inner.is_empty() || !only.text.starts_with('[') {
                command(hit, source, said, only)
            } else {
                without_shell(hit, source, said, &inner)
            }
        }
        // `IO.popen("command", "r")`: a mode, no word.
        [first, _] if hit.text().contains("popen(") && !first.text.starts_with('[') => {
            command(hit, source, said, first)
        }
        words => without_shell(hit, source, said, words),
    }
}

fn backticks(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    let mut inside = hit.span();
    inside.start = inside.end.saturating_sub(1);
    let Some(text) = source.enclosing(hit.file(), inside, NodeKind::String) else {
        return vec![Observation {
            confidence: 0.6,
            reason: "a value that is not constant reaches a command that a shell reads".to_owned(),
            ..said
        }];
    };
    let reach = flow::reach_at(source, hit, text.span, WAYS);
    reach.say(said, true, "a command that a shell reads")
}

fn evaluated(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    if is_declared(hit)
        || hit.before().ends_with('_')
        || hit.text().starts_with("eval") && hit.before().ends_with('.')
    {
        return Vec::new();
    }
    code(hit, source, said)
}
