//! Go: net/http, crypto/hmac, crypto/subtle.

use aphoria_sdk::{Language, Rule};

use crate::{CLIENT, comparison};

const GO: &[Language] = &[Language::Go];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "go-client",
        GO,
        &["Header.Get(", "c.GetHeader(", ".Cookie("],
        r#"(?:\.Header\.Get|\.GetHeader|\.Cookie)\(\s*\"(?:[xX]-)?(?:is[_-]?)?(?:[aA]dmin|[rR]ole|[uU]ser-[rR]ole)\""#,
        CLIENT,
    ),
    Rule::code(
        "go-compare",
        GO,
        &["hmac.Equal(", "ConstantTimeCompare("],
        r"\b(?:hmac\.Equal|subtle\.ConstantTimeCompare)\(",
        comparison(true, 0.95),
    ),
];
