//! Ruby: Rails, Rack, Sinatra.

use aphoria_sdk::{Language, Rule};

use crate::{ATTRIBUTES, SAME_SITE, judge};

const RUBY: &[Language] = &[Language::Ruby];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "rb-cookie-map",
        RUBY,
        &[
            "cookies[",
            "cookies.signed",
            "cookies.encrypted",
            "cookies.permanent",
        ],
        r"\bcookies(?:\.(?:signed|encrypted|permanent))*\[[^\]\n]+\]\s*=\s*\{",
        ATTRIBUTES,
    )
    .judged(judge::set),
    Rule::code(
        "rb-set-cookie",
        RUBY,
        &[".set_cookie("],
        r"\.set_cookie\(",
        ATTRIBUTES,
    )
    .judged(judge::set),
    Rule::code(
        "rb-session",
        RUBY,
        &["session_store", "Rack::Session::Cookie", "set :sessions"],
        r"\b(?:session_store|Rack::Session::Cookie|set :sessions)\b",
        ATTRIBUTES,
    )
    .judged(judge::statement),
    Rule::code(
        "rb-same-site-protection",
        RUBY,
        &["cookies_same_site_protection"],
        r"\bcookies_same_site_protection\s*=\s*:(\w+)",
        SAME_SITE,
    )
    .judged(judge::lowered),
];
