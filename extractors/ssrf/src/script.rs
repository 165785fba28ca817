//! JavaScript and TypeScript: fetch, axios, got, needle, superagent, undici, node:http.

use aphoria_sdk::{Language, Rule};

use crate::{URL, first};

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "js-fetch",
        Language::SCRIPTS,
        &["fetch("],
        r"\bfetch\(",
        URL,
    )
    .judged(first),
    Rule::code(
        "js-axios",
        Language::SCRIPTS,
        &["axios"],
        r"\baxios(?:\.(?:get|post|put|patch|delete|head|request))?\(",
        URL,
    )
    .judged(first),
    Rule::code(
        "js-clients",
        Language::SCRIPTS,
        &["got(", "got.get(", "got.post(", "needle.get(", "superagent.get(", "undici.request(", "http.get(", "https.get(", "http.request(", "https.request("],
        r"\b(?:got(?:\.get|\.post)?|needle\.get|superagent\.get|undici\.request|https?\.(?:get|request))\(",
        URL,
    )
    .judged(first),
];
