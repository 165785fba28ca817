//! Python: requests, httpx, urllib, aiohttp.

use aphoria_sdk::{Language, Rule};

use crate::{URL, among, first};

const PYTHON: &[Language] = &[Language::Python];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "py-clients",
        PYTHON,
        &["requests.", "httpx."],
        r"\b(?:requests|httpx)\.(?:get|post|put|patch|delete|head|options|request|stream)\(",
        URL,
    )
    .judged(among),
    Rule::code(
        "py-urllib",
        PYTHON,
        &["urlopen(", "request.Request(", "urlretrieve("],
        r"\b(?:urlopen|request\.Request|urlretrieve)\(",
        URL,
    )
    .judged(first),
    Rule::code(
        "py-sessions",
        PYTHON,
        &["session.", "client."],
        r"\b(?:session|client)\.(?:get|post|put|patch|delete|head|request|stream)\(",
        URL,
    )
    .judged(among),
];
