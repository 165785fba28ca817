//! Go: net/http, Gin, Fiber, Echo, gorilla/sessions, scs.

use aphoria_sdk::{Language, Rule};

use crate::{ATTRIBUTES, HTTP_ONLY, SAME_SITE, SECURE, judge};

const GO: &[Language] = &[Language::Go];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "go-cookie",
        GO,
        &["http.Cookie{", "fiber.Cookie{"],
        r"\b(?:http|fiber)\.Cookie\{",
        ATTRIBUTES,
    )
    .judged(judge::set),
    Rule::code(
        "go-session-options",
        GO,
        &["sessions.Options{"],
        r"\bsessions\.Options\{",
        ATTRIBUTES,
    )
    .judged(judge::set),
    Rule::code(
        "go-gin-cookie",
        GO,
        &[".SetCookie("],
        r"\.SetCookie\(",
        ATTRIBUTES,
    )
    .judged(judge::gin),
    Rule::code(
        "go-field-secure",
        GO,
        &[".Secure ="],
        r"\b\w*[cC]ookie\w*\.Secure\s*=\s*(true|false)\b",
        SECURE,
    )
    .judged(judge::lowered),
    Rule::code(
        "go-field-http-only",
        GO,
        &[".HttpOnly =", ".HTTPOnly ="],
        r"\b\w*[cC]ookie\w*\.H(?:ttp|TTP)Only\s*=\s*(true|false)\b",
        HTTP_ONLY,
    )
    .judged(judge::lowered),
    Rule::code(
        "go-field-same-site",
        GO,
        &["http.SameSite"],
        r"(?:\.SameSite\s*=\s*|\.SetSameSite\(\s*)(http\.SameSite(?:None|Lax|Strict)Mode)\b",
        SAME_SITE,
    )
    .judged(judge::lowered),
];
