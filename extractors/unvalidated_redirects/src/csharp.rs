//! C#: ASP.NET.

use aphoria_sdk::{Language, Rule};

use crate::{LOCAL, TARGET, first};

const CSHARP: &[Language] = &[Language::CSharp];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "cs-redirect",
        CSHARP,
        &["Redirect(", "RedirectPermanent("],
        r"\bRedirect(?:Permanent)?\(",
        TARGET,
    )
    .judged(first),
    Rule::code(
        "cs-local",
        CSHARP,
        &["LocalRedirect("],
        r"\bLocalRedirect\(",
        LOCAL,
    ),
];
