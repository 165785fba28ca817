//! C#: ASP.NET Core, ASP.NET.

use aphoria_sdk::{Language, Rule, Says};

use crate::{ATTRIBUTES, HTTP_ONLY, SAME_SITE, SECURE, judge};

const CSHARP: &[Language] = &[Language::CSharp];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "cs-options",
        CSHARP,
        &["new CookieOptions", "new CookieBuilder"],
        r"\bnew\s+Cookie(?:Options|Builder)\s*(?:\(\s*\))?\s*\{",
        ATTRIBUTES,
    )
    .around(0, 2)
    .judged(judge::set),
    Rule::code(
        "cs-append",
        CSHARP,
        &["Cookies.Append("],
        r"\bCookies\.Append\(",
        ATTRIBUTES,
    )
    .judged(judge::without_options),
    Rule::code(
        "cs-http-cookie",
        CSHARP,
        &["new HttpCookie("],
        r"\bnew\s+HttpCookie\(",
        ATTRIBUTES,
    )
    .judged(judge::object),
    Rule::code(
        "cs-policy",
        CSHARP,
        &["CookieSecurePolicy."],
        r"\b(?:SecurePolicy|Secure)\s*=\s*CookieSecurePolicy\.(\w+)",
        Says::flag(
            "cookies/secure",
            "enabled",
            true,
            0.9,
            "a policy says whether a cookie is Secure",
        ),
    )
    .judged(judge::policy),
    Rule::code(
        "cs-http-only",
        CSHARP,
        &[".HttpOnly ="],
        r"\b\w*[cC]ookie\w*\.HttpOnly\s*=\s*(true|false)\b",
        HTTP_ONLY,
    )
    .judged(judge::lowered),
    Rule::code(
        "cs-secure",
        CSHARP,
        &[".Secure ="],
        r"\b\w*[cC]ookie\w*\.Secure\s*=\s*(true|false)\b",
        SECURE,
    )
    .judged(judge::lowered),
    Rule::code(
        "cs-same-site",
        CSHARP,
        &["SameSiteMode."],
        r"\.(?:SameSite|MinimumSameSitePolicy)\s*=\s*SameSiteMode\.(\w+)",
        SAME_SITE,
    )
    .judged(judge::lowered),
];
