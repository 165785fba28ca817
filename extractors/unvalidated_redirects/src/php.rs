//! PHP: header, Laravel, Symfony, WordPress.

use aphoria_sdk::{Language, Rule};

use crate::{TARGET, first};

const PHP: &[Language] = &[Language::Php];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "php-header",
        PHP,
        &["header("],
        r#"\bheader\(\s*[\"'][lL]ocation:"#,
        TARGET,
    )
    .judged(first),
    Rule::code(
        "php-redirect",
        PHP,
        &["redirect(", "RedirectResponse("],
        r"\b(?:redirect|wp_redirect|new RedirectResponse)\(",
        TARGET,
    )
    .judged(first),
];
