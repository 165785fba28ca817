//! C#: TokenValidationParameters of Microsoft.IdentityModel, JWT.Net.

use aphoria_sdk::{Language, Rule};

use crate::{algorithm, algorithm::of_first, audience, expiry, issuer, signature};

const CSHARP: &[Language] = &[Language::CSharp];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "cs-signature-off",
        CSHARP,
        &["ValidateIssuerSigningKey", "RequireSignedTokens", "SignatureValidator", "DoNotVerifySignature"],
        r"(?:\bRequireSignedTokens\s*=\s*false\b|\bSignatureValidator\s*=\s*(?:delegate\s*)?\([^()]*\)\s*(?:=>)?\s*\{?\s*(?:return\s+)?new\s+(?:JwtSecurityToken|JsonWebToken)\(|\.DoNotVerifySignature\(\))",
        signature(false, 0.95),
    )
    .around(0, 3),
    // The signature is checked all the same; only the key's own validity is not.
    Rule::code(
        "cs-signing-key-on",
        CSHARP,
        &["ValidateIssuerSigningKey", "RequireSignedTokens", "MustVerifySignature"],
        r"(?:\b(?:ValidateIssuerSigningKey|RequireSignedTokens)\s*=\s*true\b|\.MustVerifySignature\(\))",
        signature(true, 0.9),
    ),
    Rule::code(
        "cs-audience-off",
        CSHARP,
        &["ValidateAudience"],
        r"\bValidateAudience\s*=\s*false\b",
        audience(false, 0.95),
    ),
    Rule::code(
        "cs-audience-on",
        CSHARP,
        &["ValidateAudience"],
        r"\bValidateAudience\s*=\s*true\b",
        audience(true, 0.95),
    ),
    Rule::code(
        "cs-issuer-off",
        CSHARP,
        &["ValidateIssuer"],
        r"\bValidateIssuer\s*=\s*false\b",
        issuer(false, 0.95),
    ),
    Rule::code(
        "cs-issuer-on",
        CSHARP,
        &["ValidateIssuer"],
        r"\bValidateIssuer\s*=\s*true\b",
        issuer(true, 0.95),
    ),
    Rule::code(
        "cs-expiry-off",
        CSHARP,
        &["ValidateLifetime", "RequireExpirationTime"],
        r"\b(?:ValidateLifetime|RequireExpirationTime)\s*=\s*false\b",
        expiry(false, 0.95),
    ),
    Rule::code(
        "cs-expiry-on",
        CSHARP,
        &["ValidateLifetime"],
        r"\bValidateLifetime\s*=\s*true\b",
        expiry(true, 0.95),
    ),
    Rule::code(
        "cs-algorithm",
        CSHARP,
        &["SecurityAlgorithms.", "NoneAlgorithm"],
        r"\bnew\s+(?:SigningCredentials\([^;\n]*\bSecurityAlgorithms\.(None|HmacSha\d{3}|RsaSha\d{3}|RsaSsaPssSha\d{3}|EcdsaSha\d{3})\b|(NoneAlgorithm)\(\))",
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
