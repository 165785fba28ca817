//! Configuration: nginx, Apache, php.ini, Spring Boot, web.xml, web.config, environment files of Laravel and Flask.

use aphoria_sdk::{Language, Rule};

use crate::{ATTRIBUTES, HTTP_ONLY, SAME_SITE, SECURE, judge, of_value};

const INI: &[Language] = &[Language::Ini];
const XML: &[Language] = &[Language::Xml];
const SPRING: &[Language] = &[Language::Properties, Language::Yaml];
const DOTENV: &[Language] = &[Language::DotEnv];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "nginx-cookie-flags",
        INI,
        &["proxy_cookie_flags"],
        r"\bproxy_cookie_flags\s+\S+\s+([^;\n]+);",
        ATTRIBUTES,
    )
    .judged(judge::proxy),
    Rule::code(
        "apache-edit-cookie",
        INI,
        &["Set-Cookie"],
        r"\bHeader\s+(?:always\s+)?edit\*?\s+Set-Cookie\s+\S+\s+([^#\n]+)",
        ATTRIBUTES,
    )
    .judged(judge::proxy),
    Rule::key(
        "php-ini-file-secure",
        INI,
        &["**.session.cookie_secure"],
        of_value(SECURE),
    )
    .judged(judge::lowered),
    Rule::key(
        "php-ini-file-http-only",
        INI,
        &["**.session.cookie_httponly"],
        of_value(HTTP_ONLY),
    )
    .judged(judge::lowered),
    Rule::key(
        "php-ini-file-same-site",
        INI,
        &["**.session.cookie_samesite"],
        of_value(SAME_SITE),
    )
    .judged(judge::lowered),
    Rule::key(
        "spring-secure",
        SPRING,
        &[
            "server.servlet.session.cookie.secure",
            "server.reactive.session.cookie.secure",
        ],
        of_value(SECURE),
    )
    .judged(judge::lowered),
    Rule::key(
        "spring-http-only",
        SPRING,
        &[
            "server.servlet.session.cookie.http-only",
            "server.reactive.session.cookie.http-only",
        ],
        of_value(HTTP_ONLY),
    )
    .judged(judge::lowered),
    Rule::key(
        "spring-same-site",
        SPRING,
        &[
            "server.servlet.session.cookie.same-site",
            "server.reactive.session.cookie.same-site",
        ],
        of_value(SAME_SITE),
    )
    .judged(judge::lowered),
    Rule::key(
        "xml-secure",
        XML,
        &[
            "**.cookie-config.secure",
            "**.httpCookies.@requireSSL",
            "**.forms.@requireSSL",
        ],
        of_value(SECURE),
    )
    .judged(judge::lowered),
    Rule::key(
        "xml-http-only",
        XML,
        &[
            "**.cookie-config.http-only",
            "**.httpCookies.@httpOnlyCookies",
        ],
        of_value(HTTP_ONLY),
    )
    .judged(judge::lowered),
    Rule::key(
        "xml-same-site",
        XML,
        &[
            "**.httpCookies.@sameSite",
            "**.sessionState.@cookieSameSite",
        ],
        of_value(SAME_SITE),
    )
    .judged(judge::lowered),
    Rule::key(
        "env-secure",
        DOTENV,
        &[
            "SESSION_SECURE_COOKIE",
            "SESSION_COOKIE_SECURE",
            "CSRF_COOKIE_SECURE",
        ],
        of_value(SECURE),
    )
    .judged(judge::lowered),
    Rule::key(
        "env-http-only",
        DOTENV,
        &["SESSION_HTTP_ONLY", "SESSION_COOKIE_HTTPONLY"],
        of_value(HTTP_ONLY),
    )
    .judged(judge::lowered),
    Rule::key(
        "env-same-site",
        DOTENV,
        &["SESSION_SAME_SITE", "SESSION_COOKIE_SAMESITE"],
        of_value(SAME_SITE),
    )
    .judged(judge::lowered),
];
