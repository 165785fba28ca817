//! Go: golang-jwt, lestrrat-go/jwx, go-jose.

use aphoria_sdk::{Language, Rule};

use crate::{algorithm, algorithm::of_first, audience, expiry, issuer, signature};

const GO: &[Language] = &[Language::Go];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "go-unverified",
        GO,
        &["ParseUnverified", "ParseInsecure", "UnsafeAllowNoneSignatureType", "UnsafeClaimsWithoutVerification", "jwt.WithVerify(false"],
        r"(?:\.ParseUnverified\(|\bjwt\.ParseInsecure\(|\bjwt\.UnsafeAllowNoneSignatureType\b|\.UnsafeClaimsWithoutVerification\(|\bjwt\.WithVerify\(false\))",
        signature(false, 0.9),
    ),
    Rule::code(
        "go-with-key",
        GO,
        &["jwt.WithKey", "jwt.ParseWithClaims", "jwt.Parse("],
        r"\bjwt\.(?:WithKey(?:Set)?\(|ParseWithClaims\(|Parse\(\s*[^,()\n]+,\s*(?:func\b|\w*[kK]ey\w*))",
        signature(true, 0.8),
    ),
    Rule::code(
        "go-audience",
        GO,
        &["jwt.WithAudience("],
        r"\bjwt\.WithAudience\(",
        audience(true, 0.95),
    ),
    Rule::code(
        "go-issuer",
        GO,
        &["jwt.WithIssuer("],
        r"\bjwt\.WithIssuer\(",
        issuer(true, 0.95),
    ),
    Rule::code(
        "go-no-validation",
        GO,
        &["WithoutClaimsValidation", "jwt.WithValidate(false"],
        r"\bjwt\.(?:WithoutClaimsValidation\(\)|WithValidate\(false\))",
        expiry(false, 0.95),
    ),
    Rule::code(
        "go-expiry",
        GO,
        &["WithExpirationRequired"],
        r"\bjwt\.WithExpirationRequired\(\)",
        expiry(true, 0.95),
    ),
    Rule::code(
        "go-algorithm",
        GO,
        &["jwt.WithValidMethods", "jwt.NewWithClaims", "jwt.New("],
        r"\bjwt\.(?:WithValidMethods\(\s*\[\]string\{([^}\n]*)\}|New(?:WithClaims)?\(\s*jwt\.(SigningMethod\w+))",
        algorithm(0.95),
    )
    .judged(either),
];

fn either(
    hit: &aphoria_sdk::Hit<'_>,
    source: &dyn aphoria_sdk::Source,
    said: aphoria_sdk::Observation,
) -> Vec<aphoria_sdk::Observation> {
    if hit.capture(0).is_empty() {
        algorithm::of_value(hit, source, said)
    } else {
        of_first(hit, source, said)
    }
}
