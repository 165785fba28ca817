//! PHP: firebase/php-jwt, lcobucci/jwt.

use aphoria_sdk::{Language, Rule};

use crate::{algorithm, algorithm::of_first, audience, signature};

const PHP: &[Language] = &[Language::Php];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "php-unsecured",
        PHP,
        &["forUnsecuredSigner"],
        r"::forUnsecuredSigner\(",
        signature(false, 0.95),
    ),
    Rule::code(
        "php-signed-with",
        PHP,
        &["SignedWith(", "new Key("],
        r"(?:\bnew\s+(?:[\w\\]*\\)?(?:SignedWith|StrictValidAt)\(|\bJWT::decode\([^;\n]*\bnew\s+Key\()",
        signature(true, 0.9),
    ),
    Rule::code(
        "php-audience",
        PHP,
        &["PermittedFor("],
        r"\bnew\s+(?:[\w\\]*\\)?PermittedFor\(",
        audience(true, 0.95),
    ),
    Rule::code(
        "php-algorithm",
        PHP,
        &["JWT::encode(", "JWT::decode("],
        r#"\bJWT::(?:encode|decode)\([^;\n]*,\s*(?:\[\s*)?["'](none|[HREP]S(?:256|384|512)|EdDSA)["']"#,
        algorithm(0.95),
    )
    .judged(of_first),
];
