//! PHP: Laravel, Symfony, hash_equals.

use aphoria_sdk::{Contexts, Language, Rule};

use crate::{CLIENT, check, comparison};

const PHP: &[Language] = &[Language::Php];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "php-without",
        PHP,
        &["withoutMiddleware("],
        r#"->withoutMiddleware\(\s*\[?\s*[\"']auth\b"#,
        check(false, 0.7),
    ),
    Rule::code(
        "php-middleware",
        PHP,
        &["middleware("],
        r#"(?:->|::)middleware\(\s*\[?\s*[\"']auth\b"#,
        check(true, 0.9),
    ),
    Rule::code(
        "php-granted",
        PHP,
        &["IsGranted("],
        r"#\[IsGranted\(",
        check(true, 0.9),
    )
    .standing(Contexts::ANY),
    Rule::code(
        "php-client",
        PHP,
        &["$_COOKIE["],
        r#"\$_COOKIE\[\s*[\"'](?:is[_-]?)?(?:[aA]dmin|[rR]ole|loggedin|logged_in|authenticated)[\"']"#,
        CLIENT,
    ),
    Rule::code(
        "php-compare",
        PHP,
        &["hash_equals(", "password_verify("],
        r"\b(?:hash_equals|password_verify)\(",
        comparison(true, 0.95),
    ),
];
