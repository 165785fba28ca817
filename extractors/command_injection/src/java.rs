//! Java: Runtime, ProcessBuilder, javax.script, Spring's expressions, Groovy, OGNL, MVEL.

use aphoria_sdk::flow::{self, Called};
use aphoria_sdk::{Form, Hit, Language, Observation, Rule, Source};

use crate::{CODE, COMMAND, code, command, without_shell};

const JAVA: &[Language] = &[Language::Java];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "java-runtime-exec",
        JAVA,
        &["getRuntime()", "runtime.exec(", "rt.exec("],
        r"(?:\bgetRuntime\(\)\s*\.\s*exec|\b(?:runtime|rt)\.exec)\(",
        COMMAND,
    )
    .around(0, 1)
    .judged(runtime),
    Rule::code(
        "java-process-builder",
        JAVA,
        &["new ProcessBuilder("],
        r"\bnew ProcessBuilder\(",
        COMMAND,
    )
    .judged(builder),
    Rule::code(
        "java-script-engine",
        JAVA,
        &["ngine.eval(", "hell.evaluate(", "MVEL.eval(", "Ognl.parseExpression("],
        r"\b(?:\w*[eE]ngine\.eval|(?:groovy)?[sS]hell\.evaluate|MVEL\.eval|Ognl\.parseExpression)\(",
        CODE,
    )
    .judged(code),
    Rule::code(
        "java-spel",
        JAVA,
        &["arser.parseExpression(", "arser().parseExpression("],
        r"[pP]arser(?:\(\))?\.parseExpression\(",
        CODE,
    )
    .judged(code),
];

/// One text that Java splits at blanks, or an array of words.
fn runtime(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    let call = Called::around(source, hit);
    let Some(value) = call.as_ref().and_then(|call| call.positional(0)) else {
        return Vec::new();
    };
    let words = flow::elements(source, hit, value);
    if words.is_empty() || value.form == Form::Literal {
        command(hit, source, said, value)
    } else {
        without_shell(hit, source, said, &words)
    }
}

/// The words themselves, or a list of them.
fn builder(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    let Some(call) = Called::around(source, hit) else {
        return Vec::new();
    };
    match call.arguments.as_slice() {
        [only] if only.text.starts_with("List.of(") || only.text.starts_with("Arrays.asList(") => {
            let inner = source.within(hit.file(), only.span, aphoria_sdk::NodeKind::Call);
            let words = inner
                .first()
                .map(|list| source.arguments(hit.file(), list.id));
            without_shell(hit, source, said, &words.unwrap_or_default())
        }
        words => without_shell(hit, source, said, words),
    }
}
