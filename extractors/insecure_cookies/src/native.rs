//! Rust: cookie, actix-session, tower-sessions, axum-extra, Rocket. C++: Drogon, Poco, Qt, cpp-httplib.

use aphoria_sdk::{Language, Rule};

use crate::{HTTP_ONLY, SAME_SITE, SECURE, judge};

const RUST: &[Language] = &[Language::Rust];
const CPP: &[Language] = &[Language::Cpp];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "rs-secure",
        RUST,
        &[
            ".secure(",
            "cookie_secure(",
            ".with_secure(",
            ".set_secure(",
        ],
        r"\.(?:cookie_|with_|set_)?secure\(\s*(?:Some\(\s*)?(true|false)\b",
        SECURE,
    )
    .judged(judge::near_cookie),
    Rule::code(
        "rs-http-only",
        RUST,
        &["http_only("],
        r"\.(?:cookie_|with_|set_)?http_only\(\s*(?:Some\(\s*)?(true|false)\b",
        HTTP_ONLY,
    )
    .judged(judge::near_cookie),
    Rule::code(
        "rs-same-site",
        RUST,
        &["same_site("],
        r"\.(?:cookie_|with_|set_)?same_site\(\s*(?:Some\(\s*)?(?:\w+::)*SameSite::(\w+)",
        SAME_SITE,
    )
    .judged(judge::near_cookie),
    Rule::code(
        "cpp-secure",
        CPP,
        &["setSecure("],
        r"\b\w*[cC]ookie\w*(?:\.|->)setSecure\(\s*(true|false)\s*\)",
        SECURE,
    )
    .judged(judge::lowered),
    Rule::code(
        "cpp-http-only",
        CPP,
        &["setHttpOnly("],
        r"\b\w*[cC]ookie\w*(?:\.|->)setHttpOnly\(\s*(true|false)\s*\)",
        HTTP_ONLY,
    )
    .judged(judge::lowered),
    Rule::code(
        "cpp-same-site",
        CPP,
        &["setSameSite", "SameSite::"],
        r"\b\w*[cC]ookie\w*(?:\.|->)setSameSite(?:Policy)?\(\s*(?:\w+::)*k?(\w+)\s*\)",
        SAME_SITE,
    )
    .judged(judge::lowered),
];
