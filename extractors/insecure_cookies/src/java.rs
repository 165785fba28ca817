//! Java and Kotlin: servlets, Spring, JAX-RS, Vert.x.

use aphoria_sdk::{Language, Rule};

use crate::{ATTRIBUTES, HTTP_ONLY, SAME_SITE, SECURE, judge};

const JAVA: &[Language] = &[Language::Java, Language::Kotlin];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "java-new-cookie",
        JAVA,
        &["new Cookie("],
        r"\bnew\s+Cookie\(",
        ATTRIBUTES,
    )
    .judged(judge::object),
    Rule::code(
        "java-secure",
        JAVA,
        &[".setSecure(", ".secure("],
        r"\.(?:setSecure|secure)\(\s*(true|false)\s*\)",
        SECURE,
    )
    .judged(judge::near_cookie),
    Rule::code(
        "java-http-only",
        JAVA,
        &[".setHttpOnly(", ".httpOnly("],
        r"\.(?:setHttpOnly|httpOnly)\(\s*(true|false)\s*\)",
        HTTP_ONLY,
    )
    .judged(judge::near_cookie),
    Rule::code(
        "java-same-site",
        JAVA,
        &[".sameSite(", ".setSameSite("],
        r#"\.(?:sameSite|setSameSite)\(\s*(?:["']|(?:\w+\.)*SameSite\.)(\w+)"#,
        SAME_SITE,
    )
    .judged(judge::near_cookie),
    Rule::code(
        "java-remember-me",
        JAVA,
        &["useSecureCookie("],
        r"\buseSecureCookie\(\s*(true|false)\s*\)",
        SECURE,
    )
    .judged(judge::lowered),
];
