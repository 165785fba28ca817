//! C and C++: the C library, POSIX, Windows.

use aphoria_sdk::flow::Called;
use aphoria_sdk::{Hit, Language, Observation, Rule, Source};

use crate::{COMMAND, first_of_function, without_shell};

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "c-system",
        Language::C_AND_CPP,
        &["system(", "popen("],
        r"\b(?:std::)?(?:system|popen|_popen|_wsystem|_wpopen)\(",
        COMMAND,
    )
    .judged(first_of_function),
    Rule::code(
        "c-exec",
        Language::C_AND_CPP,
        &["execl(", "execlp(", "execle("],
        r"\bexecl[ep]?\(",
        COMMAND,
    )
    .judged(words),
];

/// The path, then the words with the program's name again.
fn words(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    match Called::around(source, hit) {
        Some(call) => without_shell(hit, source, said, &call.arguments),
        None => Vec::new(),
    }
}
