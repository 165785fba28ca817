//! C#: ASP.NET Core, System.Security.Cryptography.

use aphoria_sdk::{Language, Rule};

use crate::{CLIENT, check, comparison};

const CSHARP: &[Language] = &[Language::CSharp];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "cs-anonymous",
        CSHARP,
        &["[AllowAnonymous]", "AllowAnonymous()"],
        r"(?:\[AllowAnonymous\]|\.AllowAnonymous\(\))",
        check(false, 0.7),
    ),
    Rule::code(
        "cs-authorize",
        CSHARP,
        &["[Authorize", "RequireAuthorization("],
        r"(?:\[Authorize(?:\]|\()|\.RequireAuthorization\()",
        check(true, 0.95),
    ),
    Rule::code(
        "cs-client",
        CSHARP,
        &["Request.Cookies[", "Request.Headers["],
        r#"\bRequest\.(?:Cookies|Headers)\[\s*\"(?:[xX]-)?(?:[iI]s[_-]?)?(?:[aA]dmin|[rR]ole|[uU]ser-[rR]ole)\""#,
        CLIENT,
    ),
    Rule::code(
        "cs-compare",
        CSHARP,
        &["FixedTimeEquals("],
        r"\bCryptographicOperations\.FixedTimeEquals\(",
        comparison(true, 0.95),
    ),
];
