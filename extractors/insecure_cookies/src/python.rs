//! Python: Flask, Django, Starlette, FastAPI, aiohttp, Tornado, Bottle, http.cookies.

use aphoria_sdk::{Language, Rule};

use crate::{ATTRIBUTES, HTTP_ONLY, SAME_SITE, SECURE, judge};

const PYTHON: &[Language] = &[Language::Python];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "py-set-cookie",
        PYTHON,
        &[".set_cookie(", ".set_secure_cookie(", ".set_signed_cookie("],
        r"\.set_(?:secure_|signed_)?cookie\(",
        ATTRIBUTES,
    )
    .judged(judge::set),
    // Flask and Django have the same names, as names of a module or as keys of a map.
    Rule::code(
        "py-setting-secure",
        PYTHON,
        &["_COOKIE_SECURE"],
        r#"(?:\b|\[["'])[A-Z]+_COOKIE_SECURE(?:["']\])?\s*=\s*(True|False)\b"#,
        SECURE,
    )
    .judged(judge::lowered),
    Rule::code(
        "py-setting-http-only",
        PYTHON,
        &["_COOKIE_HTTPONLY"],
        r#"(?:\b|\[["'])(?:SESSION|REMEMBER|JWT)_COOKIE_HTTPONLY(?:["']\])?\s*=\s*(True|False)\b"#,
        HTTP_ONLY,
    )
    .judged(judge::lowered),
    Rule::code(
        "py-setting-same-site",
        PYTHON,
        &["_COOKIE_SAMESITE"],
        r#"(?:\b|\[["'])[A-Z]+_COOKIE_SAMESITE(?:["']\])?\s*=\s*["'](\w+)["']"#,
        SAME_SITE,
    )
    .judged(judge::lowered),
    Rule::code(
        "py-session-middleware",
        PYTHON,
        &["SessionMiddleware"],
        r"\bSessionMiddleware\s*,",
        ATTRIBUTES,
    )
    .judged(judge::middleware),
    Rule::code(
        "py-morsel-secure",
        PYTHON,
        &["[\"secure\"]", "['secure']"],
        r#"\]\[["']secure["']\]\s*=\s*(True|False)\b"#,
        SECURE,
    )
    .judged(judge::near_cookie),
    Rule::code(
        "py-morsel-http-only",
        PYTHON,
        &["[\"httponly\"]", "['httponly']"],
        r#"\]\[["']httponly["']\]\s*=\s*(True|False)\b"#,
        HTTP_ONLY,
    )
    .judged(judge::near_cookie),
];
