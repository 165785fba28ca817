//! What extractors of configurations share: which files count, and how what was seen is worded.

use crate::{Hit, Observation, Source, Value};

/// Words in the name of a file, or of the folder it is in, that say that it is not for production.
const ELSEWHERE: &[&str] = &[
    "dev",
    "devel",
    "development",
    "local",
    "test",
    "tests",
    "testing",
    "ci",
    "e2e",
    "example",
    "sample",
];

/// Whether a path is that of a file for development or tests.
#[must_use]
pub fn is_elsewhere(path: &str) -> bool {
    path.rsplit('/')
        .take(2)
        .flat_map(|part| part.split(|letter: char| !letter.is_ascii_alphanumeric()))
        .any(|word| {
            ELSEWHERE
                .iter()
                .any(|known| word.eq_ignore_ascii_case(known))
        })
}

/// The file, as far as it is read for signs of the framework.
#[must_use]
pub fn whole(hit: &Hit<'_>, source: &dyn Source) -> String {
    source.lines(hit.file(), 1, u32::MAX)
}

/// What is said, with its truth in words.
#[must_use]
pub fn worded(mut said: Observation) -> Observation {
    if let Value::Flag(flag) = said.value {
        said.reason.push_str(if flag { ": yes" } else { ": no" });
    }
    said
}
