//! Go: net/http, resty.

use aphoria_sdk::{Language, Rule};

use crate::{URL, among, first};

const GO: &[Language] = &[Language::Go];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "go-http",
        GO,
        &[
            "http.Get(",
            "http.Post(",
            "http.Head(",
            "http.PostForm(",
            "http.NewRequest",
        ],
        r"\bhttp\.(?:Get|Post|PostForm|Head|NewRequest|NewRequestWithContext)\(",
        URL,
    )
    .judged(among),
    Rule::code(
        "go-client",
        GO,
        &["lient.Get(", "lient.Post(", "lient.Head("],
        r"\b\w*[cC]lient\.(?:Get|Post|Head)\(",
        URL,
    )
    .judged(first),
];
