//! Java and Kotlin: jjwt, Auth0's java-jwt, jose4j, Nimbus.

use aphoria_sdk::{Language, Rule};

use crate::{algorithm, algorithm::of_first, audience, expiry, issuer, signature};

const JAVA: &[Language] = &[Language::Java, Language::Kotlin];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "java-signature-off",
        JAVA,
        &["parseClaimsJwt(", "parsePlaintextJwt(", "setSkipSignatureVerification", "setDisableRequireSignature", "PlainJWT.parse", "parseUnsecuredClaims("],
        r"(?:\.(?:parseClaimsJwt|parsePlaintextJwt|parseUnsecuredClaims|setSkipSignatureVerification|setDisableRequireSignature)\(|\bPlainJWT\.parse\()",
        signature(false, 0.9),
    ),
    Rule::code(
        "java-signature-on",
        JAVA,
        &["parseClaimsJws(", "parseSignedClaims(", "setVerificationKey"],
        r"\.(?:parseClaimsJws|parseSignedClaims|setVerificationKey(?:Resolver)?)\(",
        signature(true, 0.9),
    ),
    Rule::code(
        "java-audience-on",
        JAVA,
        &["requireAudience(", "setExpectedAudience("],
        r"\.(?:requireAudience|setExpectedAudience)\(",
        audience(true, 0.95),
    ),
    Rule::code(
        "java-audience-off",
        JAVA,
        &["setSkipDefaultAudienceValidation"],
        r"\.setSkipDefaultAudienceValidation\(",
        audience(false, 0.95),
    ),
    Rule::code(
        "java-issuer-on",
        JAVA,
        &["requireIssuer(", "setExpectedIssuer("],
        r"\.(?:requireIssuer|setExpectedIssuer)\(",
        issuer(true, 0.95),
    ),
    Rule::code(
        "java-expiry-off",
        JAVA,
        &["setSkipAllValidators", "setSkipAllDefaultValidators"],
        r"\.setSkipAll(?:Default)?Validators\(",
        expiry(false, 0.95),
    ),
    Rule::code(
        "java-expiry-on",
        JAVA,
        &["setRequireExpirationTime"],
        r"\.setRequireExpirationTime\(\)",
        expiry(true, 0.95),
    ),
    Rule::code(
        "java-algorithm",
        JAVA,
        &["SignatureAlgorithm.", "Algorithm.", "JWSAlgorithm."],
        r"(?:[(,]\s*|[^=!]=\s*|\breturn\s+)(?:io\.jsonwebtoken\.)?(?:SignatureAlgorithm\.(NONE|[HREP]S(?:256|384|512))\b|Algorithm\.(none|HMAC(?:256|384|512)|RSA(?:256|384|512)|ECDSA(?:256|384|512))\(|JWSAlgorithm\.([HREP]S(?:256|384|512))\b)",
        algorithm(0.9),
    )
    .judged(any_of_three),
];

fn any_of_three(
    hit: &aphoria_sdk::Hit<'_>,
    source: &dyn aphoria_sdk::Source,
    said: aphoria_sdk::Observation,
) -> Vec<aphoria_sdk::Observation> {
    if !hit.capture(0).is_empty() {
        return of_first(hit, source, said);
    }
    if !hit.capture(1).is_empty() {
        return algorithm::of_value(hit, source, said);
    }
    let mut said = said;
    said.reason = format!("tokens are signed by {}", hit.capture(2));
    said.value = aphoria_sdk::Value::Text(hit.capture(2).to_owned());
    vec![said]
}
