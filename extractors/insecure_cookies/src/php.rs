//! PHP: setcookie, sessions, Symfony, Laravel.

use aphoria_sdk::{Language, Rule};

use crate::{ATTRIBUTES, HTTP_ONLY, SAME_SITE, SECURE, judge};

const PHP: &[Language] = &[Language::Php];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "php-setcookie",
        PHP,
        &["setcookie(", "setrawcookie("],
        r"\bset(?:raw)?cookie\(",
        ATTRIBUTES,
    )
    .judged(judge::php_setcookie),
    Rule::code(
        "php-session-params",
        PHP,
        &["session_set_cookie_params("],
        r"\bsession_set_cookie_params\(",
        ATTRIBUTES,
    )
    .judged(judge::php_params),
    Rule::code(
        "php-session-start",
        PHP,
        &["session_start("],
        r"\bsession_start\(",
        ATTRIBUTES,
    )
    .judged(judge::session_start),
    Rule::code(
        "php-ini-secure",
        PHP,
        &["session.cookie_secure"],
        r#"\bini_set\(\s*["']session\.cookie_secure["']\s*,\s*["']?(\w+)"#,
        SECURE,
    )
    .judged(judge::lowered),
    Rule::code(
        "php-ini-http-only",
        PHP,
        &["session.cookie_httponly"],
        r#"\bini_set\(\s*["']session\.cookie_httponly["']\s*,\s*["']?(\w+)"#,
        HTTP_ONLY,
    )
    .judged(judge::lowered),
    Rule::code(
        "php-ini-same-site",
        PHP,
        &["session.cookie_samesite"],
        r#"\bini_set\(\s*["']session\.cookie_samesite["']\s*,\s*["'](\w+)"#,
        SAME_SITE,
    )
    .judged(judge::lowered),
    // Symfony.
    Rule::code(
        "php-with-secure",
        PHP,
        &["->withSecure("],
        r"->withSecure\(\s*(true|false)\s*\)",
        SECURE,
    )
    .judged(judge::lowered),
    Rule::code(
        "php-with-http-only",
        PHP,
        &["->withHttpOnly("],
        r"->withHttpOnly\(\s*(true|false)\s*\)",
        HTTP_ONLY,
    )
    .judged(judge::lowered),
];
