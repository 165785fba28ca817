//! JavaScript and TypeScript: Passport, NestJS, hapi, node:crypto, Express.

use aphoria_sdk::{Language, Rule};

use crate::{CLIENT, check, comparison};

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "js-guards",
        Language::SCRIPTS,
        &["passport.authenticate(", "@UseGuards("],
        r"(?:\bpassport\.authenticate|@UseGuards)\(",
        check(true, 0.9),
    ),
    Rule::code(
        "js-public",
        Language::SCRIPTS,
        &["@Public()", "@SkipAuth()"],
        r"@(?:Public|SkipAuth)\(\)",
        check(false, 0.7),
    ),
    Rule::code(
        "js-hapi",
        Language::SCRIPTS,
        &["auth: false"],
        r"\bauth: false\b",
        check(false, 0.7),
    ),
    Rule::code(
        "js-client",
        Language::SCRIPTS,
        &["req.cookies", "req.headers", "req.get(", "req.header("],
        r#"\breq\.(?:cookies|headers|get|header)(?:\.|\[\s*[\"']|\(\s*[\"'])(?:[xX]-)?(?:is[_-]?)?(?:[aA]dmin|[rR]ole|[uU]ser-[rR]ole)\b"#,
        CLIENT,
    ),
    Rule::code(
        "js-compare",
        Language::SCRIPTS,
        &["timingSafeEqual("],
        r"\btimingSafeEqual\(",
        comparison(true, 0.95),
    ),
];
