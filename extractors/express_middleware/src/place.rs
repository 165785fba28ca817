//! Which files count, and how what was seen is worded.

use aphoria_sdk::{Hit, Observation, Source, Value};

/// The file, as far as it is read for signs of the framework.
pub(crate) fn whole(hit: &Hit<'_>, source: &dyn Source) -> String {
    source.lines(hit.file(), 1, u32::MAX)
}

/// What is said, with its truth in words.
pub(crate) fn worded(mut said: Observation) -> Observation {
    if let Value::Flag(flag) = said.value {
        said.reason.push_str(if flag { ": yes" } else { ": no" });
    }
    said
}
