//! Rust: axum, actix-web, rocket.

use aphoria_sdk::{Language, Rule};

use crate::{TARGET, among, first};

const RUST: &[Language] = &[Language::Rust];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "rs-redirect",
        RUST,
        &[
            "Redirect::to(",
            "Redirect::temporary(",
            "Redirect::permanent(",
            "Redirect::found(",
        ],
        r"\bRedirect::(?:to|temporary|permanent|found)\(",
        TARGET,
    )
    .judged(first),
    Rule::code(
        "rs-header",
        RUST,
        &["Location", "LOCATION"],
        r#"\.(?:append|insert)_header\(\(\s*(?:\"[lL]ocation\"|(?:header::)?LOCATION)\s*,"#,
        TARGET,
    )
    .judged(among),
];
