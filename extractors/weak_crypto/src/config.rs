//! Configuration: keys of structured files that name an algorithm.

use aphoria_sdk::{Language, Rule};

use crate::{algorithm, name::of_value};

pub(crate) const RULES: &[Rule] = &[Rule::key(
    "key-algorithm",
    Language::STRUCTURED,
    &[
        "**.hashalgorithm",
        "**.hashingalgorithm",
        "**.digestalgorithm",
        "**.passwordhashalgorithm",
        "**.encryptionalgorithm",
        "**.cipheralgorithm",
    ],
    algorithm(0.8),
)
.judged(of_value)];
