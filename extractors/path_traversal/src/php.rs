//! PHP: files and includes, Laravel.

use aphoria_sdk::{Language, Rule};

use crate::{PATH, path};

const PHP: &[Language] = &[Language::Php];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "php-files",
        PHP,
        &[
            "file_get_contents(",
            "file_put_contents(",
            "fopen(",
            "readfile(",
            "unlink(",
            "->download(",
        ],
        r"(?:\b(?:file_get_contents|file_put_contents|fopen|readfile|unlink)|->download)\(",
        PATH,
    )
    .judged(path),
    Rule::code(
        "php-include",
        PHP,
        &["include", "require"],
        r#"\b(?:include|require)(?:_once)?\s*\(?\s*[^'"\s;(][^;\n]*;"#,
        PATH,
    )
    .judged(included),
];

/// What is included stands behind the keyword, with brackets or without.
#[expect(
    clippy::needless_pass_by_value,
    reason = "the type of a judge is the same for all rules"
)]
fn included(
    hit: &aphoria_sdk::Hit<'_>,
    source: &dyn aphoria_sdk::Source,
    said: aphoria_sdk::Observation,
) -> Vec<aphoria_sdk::Observation> {
    if !aphoria_sdk::flow::is_near_input(source, hit) {
        return Vec::new();
    }
    let text = hit.text();
    let word = text
        .find(|letter: char| !(letter.is_ascii_alphabetic() || letter == '_'))
        .unwrap_or(0);
    let skipped = text
        .get(word..)
        .map_or(0, |rest| rest.len() - rest.trim_start().len());
    let length = |bytes: usize| u32::try_from(bytes).unwrap_or(0);
    let span = aphoria_sdk::Span {
        start: hit.span().start + length(word + skipped),
        end: hit.span().end.saturating_sub(1),
    };
    let value = aphoria_sdk::Argument {
        name: String::new(),
        span,
        form: source.form_of(hit.file(), span),
        text: source.text(hit.file(), span),
    };
    crate::SINK.say(hit, source, &said, &value)
}
