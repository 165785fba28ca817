//! Rust: reqwest, ureq, surf.

use aphoria_sdk::{Language, Rule};

use crate::{URL, among, first};

const RUST: &[Language] = &[Language::Rust];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "rs-functions",
        RUST,
        &[
            "reqwest::get(",
            "reqwest::blocking::get(",
            "ureq::get(",
            "ureq::post(",
            "surf::get(",
        ],
        r"\b(?:reqwest::(?:blocking::)?get|ureq::(?:get|post)|surf::get)\(",
        URL,
    )
    .judged(first),
    Rule::code(
        "rs-client",
        RUST,
        &[
            "client.get(",
            "client.post(",
            "client.put(",
            "client.request(",
        ],
        r"\bclient\.(?:get|post|put|request)\(",
        URL,
    )
    .judged(among),
];
