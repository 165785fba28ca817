//! Configuration: keys of structured files.

use aphoria_sdk::{Language, Rule, Says, Told};

use crate::{algorithm, algorithm::of_value};

const STRUCTURED: &[Language] = Language::STRUCTURED;

const fn flag(concept: &'static str, reason: &'static str) -> Says {
    Says::told(concept, "enabled", Told::CaptureFlag(1), 0.95, reason)
}

pub(crate) const RULES: &[Rule] = &[
    Rule::key(
        "key-signature",
        STRUCTURED,
        &[
            "**.jwt.verifysignature",
            "**.jwtverifysignature",
            "**.requiresignedtokens",
        ],
        flag(
            "jwt/signature_verification",
            "a setting says whether signatures are checked",
        ),
    ),
    Rule::key(
        "key-audience",
        STRUCTURED,
        &[
            "**.validateaudience",
            "**.jwt.verifyaudience",
            "**.jwt.verifyaud",
        ],
        flag(
            "jwt/audience_validation",
            "a setting says whether the audience is checked",
        ),
    ),
    Rule::key(
        "key-issuer",
        STRUCTURED,
        &[
            "**.validateissuer",
            "**.jwt.verifyissuer",
            "**.jwt.verifyiss",
        ],
        flag(
            "jwt/issuer_validation",
            "a setting says whether the issuer is checked",
        ),
    ),
    Rule::key(
        "key-expiry",
        STRUCTURED,
        &[
            "**.validatelifetime",
            "**.jwt.verifyexpiration",
            "**.jwt.verifyexp",
        ],
        flag(
            "jwt/expiry_validation",
            "a setting says whether the expiry is checked",
        ),
    ),
    Rule::key(
        "key-algorithm",
        STRUCTURED,
        &[
            "**.jwt.algorithm",
            "**.jwt.alg",
            "**.jwtalgorithm",
            "**.jwtalg",
            "**.jwtalgo",
        ],
        algorithm(0.9),
    )
    .judged(of_value),
];
