//! JavaScript and TypeScript: jsonwebtoken, jose, express-jwt, passport-jwt, Fastify's JWT.

use aphoria_sdk::{Hit, Language, Observation, Rule, Source};

use crate::{algorithm, algorithm::of_first, audience, expiry, signature};

const SCRIPTS: &[Language] = Language::SCRIPTS;

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "js-verify",
        SCRIPTS,
        &["jwt.verify(", "jwtVerify("],
        r"\b(?:jwt\.verify|jwtVerify)\(\s*[^,()\s]+(?:\([^()]*\))?\s*,",
        signature(true, 0.9),
    )
    .judged(not_with_none),
    Rule::code(
        "js-unsecured",
        SCRIPTS,
        &["UnsecuredJWT"],
        r"\bUnsecuredJWT\.decode\(",
        signature(false, 0.95),
    ),
    // Decoding looks at what anybody may have written; the whole token is asked for by those who look for its key.
    Rule::code(
        "js-decode",
        SCRIPTS,
        &["jwt.decode("],
        r"\bjwt\.decode\(",
        signature(false, 0.6),
    )
    .judged(of_a_server),
    Rule::code(
        "js-audience-on",
        SCRIPTS,
        &["jwt.verify(", "jwtVerify(", "expressjwt("],
        r"\b(?:jwt\.verify|jwtVerify|expressjwt)\((?:[^()]|\([^()]*\))*?\baudience\s*:",
        audience(true, 0.9),
    )
    .around(0, 8),
    Rule::code(
        "js-expiry-off",
        SCRIPTS,
        &["ignoreExpiration"],
        r"\bignoreExpiration\s*:\s*true\b",
        expiry(false, 0.95),
    ),
    Rule::code(
        "js-expiry-on",
        SCRIPTS,
        &["ignoreExpiration"],
        r"\bignoreExpiration\s*:\s*false\b",
        expiry(true, 0.95),
    ),
    Rule::code(
        "js-algorithm",
        SCRIPTS,
        &["algorithms:", "algorithm:", "setProtectedHeader"],
        r#"\b(?:(?:jwt\.(?:verify|sign)|jwtVerify|expressjwt)\((?:[^()]|\([^()]*\))*?\balgorithms?\s*:\s*|setProtectedHeader\(\s*\{\s*alg\s*:\s*)(\[[^\]]*\]|["'`]\w+["'`])"#,
        algorithm(0.95),
    )
    .around(8, 2)
    .judged(of_first),
];

/// A call that allows `none` checks nothing.
fn not_with_none(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    let call = source.lines(hit.file(), hit.line(), hit.line().saturating_add(6));
    let call = call.split(';').next().unwrap_or("");
    if ["'none'", "\"none\""]
        .iter()
        .any(|none| call.contains(none))
    {
        return Vec::new();
    }
    vec![said]
}

fn of_a_server(hit: &Hit<'_>, _: &dyn Source, said: Observation) -> Vec<Observation> {
    let rest = hit.after();
    let header = rest.contains("complete") || rest.contains(").header");
    let server = ["req.", "request.", "ctx.", "headers"]
        .iter()
        .any(|word| rest.contains(word));
    if header || !server {
        Vec::new()
    } else {
        vec![said]
    }
}
