//! Java and Kotlin: builders of filter chains, beans and annotations.

use aphoria_sdk::{Hit, Language, Observation, Rule, Says, Source, Told, Value};

use aphoria_sdk::place::{whole, worded};

const JVM: &[Language] = &[Language::Java, Language::Kotlin];

/// A part of the builder that is switched off, in any of the ways to write that.
macro_rules! disabled {
    ($id:literal, [$($anchor:literal),+], $name:literal, $concept:literal, $reason:literal) => {
        Rule::code(
            $id,
            JVM,
            &[$($anchor),+],
            concat!(
                r"\b(?:", $name, r")(?:\(\)\s*\.disable\(\)|\(\s*(?:\w+\s*->\s*\w+\s*\.\s*disable\(\)|[\w.]+(?:<\w*>)?::disable\b)|(?:\(\))?\s*\{\s*(?:it\s*\.\s*)?disable\(\))"
            ),
            Says::flag($concept, "enabled", false, 0.9, $reason),
        )
        .around(0, 2)
    };
}

pub(crate) const RULES: &[Rule] = &[
    disabled!(
        "csrf-off",
        ["csrf"],
        "csrf",
        "spring/csrf_protection",
        "protection from CSRF is switched off"
    )
    .judged(csrf),
    Rule::code(
        "csrf-on",
        JVM,
        &["csrf"],
        r"\bcsrf\(\s*(?:Customizer\.)?withDefaults\(\)|\bcsrfTokenRepository\(|\bcsrfTokenRepository\s*=[^=]",
        Says::flag(
            "spring/csrf_protection",
            "enabled",
            true,
            0.9,
            "protection from CSRF is set up",
        ),
    )
    .judged(of_spring),
    disabled!(
        "headers-off",
        [
            "headers().disable",
            "headers.disable",
            "Configurer::disable",
            "HeaderSpec::disable"
        ],
        "headers",
        "spring/security_headers",
        "headers that protect are switched off"
    )
    .judged(of_spring),
    disabled!(
        "frames-off",
        ["frameOptions"],
        "frameOptions",
        "spring/frame_options",
        "every site may show pages in frames"
    )
    .judged(of_spring),
    Rule::code(
        "frames-on",
        JVM,
        &["frameOptions"],
        r"\bframeOptions(?:\(\)\s*\.|\(\s*\w+\s*->\s*\w+\s*\.\s*|\(\s*[\w.]+(?:<\w*>)?::)(?:sameOrigin|deny)\b",
        Says::flag(
            "spring/frame_options",
            "enabled",
            true,
            0.9,
            "only pages of the same origin may be frames of a page",
        ),
    )
    .around(0, 2)
    .judged(of_spring),
    disabled!(
        "hsts-off",
        ["httpStrictTransportSecurity", "hsts"],
        "httpStrictTransportSecurity|hsts",
        "spring/hsts",
        "HSTS is switched off"
    )
    .judged(of_spring),
    disabled!(
        "nosniff-off",
        ["contentTypeOptions"],
        "contentTypeOptions",
        "spring/content_type_nosniff",
        "browsers may guess types"
    )
    .judged(of_spring),
    Rule::code(
        "any-request-open",
        JVM,
        &["anyRequest", "anyExchange"],
        r"\b(?:anyRequest|anyExchange)\(\)\s*\.permitAll\(\)|\bauthorize\(\s*any(?:Request|Exchange)\s*,\s*permitAll\b",
        Says::flag(
            "spring/any_request",
            "restricted",
            false,
            0.9,
            "requests that no rule is for are open to everybody",
        ),
    )
    .around(0, 1)
    .judged(of_spring),
    Rule::code(
        "any-request-closed",
        JVM,
        &["anyRequest", "anyExchange"],
        r"\b(?:anyRequest|anyExchange)\(\)\s*\.(?:authenticated|fullyAuthenticated|denyAll|has\w+|access)\(|\bauthorize\(\s*any(?:Request|Exchange)\s*,\s*(?:authenticated|denyAll|has\w+\()",
        Says::flag(
            "spring/any_request",
            "restricted",
            true,
            0.9,
            "requests that no rule is for need a right",
        ),
    )
    .around(0, 1)
    .judged(of_spring),
    Rule::code(
        "actuator-open",
        JVM,
        &["toAnyEndpoint", "/actuator"],
        r#"(?:\btoAnyEndpoint\(\)\s*\)|\b\w*[mM]atchers\(\s*"/actuator(?:/\*\*)?"\s*\))\s*\.permitAll\(\)"#,
        Says::flag(
            "spring/actuator_access",
            "restricted",
            false,
            0.9,
            "every actuator endpoint is open to everybody",
        ),
    )
    .around(1, 1)
    .judged(of_spring),
    Rule::code(
        "actuator-closed",
        JVM,
        &["toAnyEndpoint", "/actuator"],
        r#"(?:\btoAnyEndpoint\(\)\s*\)|\b\w*[mM]atchers\(\s*"/actuator(?:/\*\*)?"\s*\))\s*\.(?:has\w+|authenticated|denyAll)\("#,
        Says::flag(
            "spring/actuator_access",
            "restricted",
            true,
            0.9,
            "actuator endpoints need a right",
        ),
    )
    .around(1, 1)
    .judged(of_spring),
    Rule::code(
        "password-encoder",
        JVM,
        &["PasswordEncoder"],
        r"\b((?:NoOp|Standard|MessageDigest|Md4|LdapSha|BCrypt|Argon2|Pbkdf2|SCrypt)PasswordEncoder|createDelegatingPasswordEncoder|withDefaultPasswordEncoder)(?:\.getInstance|\.defaultsFor\w+)?\(",
        Says::told(
            "spring/password_encoder",
            "value",
            Told::Capture(0),
            0.9,
            "how passwords are stored",
        ),
    )
    .judged(of_spring),
    Rule::code(
        "session-fixation",
        JVM,
        &["sessionFixation"],
        r"\bsessionFixation(?:\(\)\s*\.|\(\s*\w+\s*->\s*\w+\s*\.\s*|\(\s*[\w.]+::|\s*\{\s*)(none|newSession|migrateSession|changeSessionId)\b",
        Says::flag(
            "spring/session_fixation_protection",
            "enabled",
            true,
            0.95,
            "the session gets a new id at log-in",
        ),
    )
    .around(0, 1)
    .judged(fixation),
    Rule::code(
        "channel",
        JVM,
        &["requiresSecure", "requiresInsecure", "redirectToHttps"],
        r"\.(requiresSecure|requiresInsecure|redirectToHttps)\(",
        Says::flag(
            "spring/ssl_redirect",
            "enabled",
            true,
            0.9,
            "requests without TLS are sent to HTTPS",
        ),
    )
    .judged(channel),
    Rule::code(
        "firewall",
        JVM,
        &[
            "setUnsafeAllowAnyHttpMethod",
            "setAllowUrlEncoded",
            "setAllowSemicolon",
            "setAllowBackSlash",
            "DefaultHttpFirewall(",
        ],
        r"\b(?:set(?:UnsafeAllowAnyHttpMethod|AllowUrlEncoded\w+|AllowSemicolon|AllowBackSlash)\(\s*true\s*\)|DefaultHttpFirewall\()",
        Says::flag(
            "spring/http_firewall",
            "strict",
            false,
            0.85,
            "the firewall lets pass requests that it would refuse",
        ),
    )
    .judged(of_spring),
    Rule::code(
        "firewall-strict",
        JVM,
        &["StrictHttpFirewall("],
        r"\bStrictHttpFirewall\(\)",
        Says::flag(
            "spring/http_firewall",
            "strict",
            true,
            0.8,
            "the strict firewall is used",
        ),
    )
    .judged(of_spring),
    Rule::code(
        "cors-every",
        JVM,
        &["@CrossOrigin", "llowedOrigin"],
        r#"@CrossOrigin(?:\(\s*\)|[ \t]*(?:$|//)|\([^()\n]*"\*")|\b(?:(?:allowedOrigins|allowedOriginPatterns|addAllowedOrigin|addAllowedOriginPattern)\(|(?:setAllowedOrigins|setAllowedOriginPatterns)\([^\n]*?|allowedOrigins\s*=\s*\w+\()\s*"\*""#,
        Says::flag(
            "spring/cors_all_origins",
            "allowed",
            true,
            0.9,
            "every origin may read answers",
        ),
    )
    .judged(of_spring),
    Rule::code(
        "cors-some",
        JVM,
        &["@CrossOrigin", "llowedOrigin"],
        r#"@CrossOrigin\([^()\n]*"https?://|\b(?:allowedOrigins|addAllowedOrigin|setAllowedOrigins)\([^\n*]*?"https?://[^"*]*""#,
        Says::flag(
            "spring/cors_all_origins",
            "allowed",
            false,
            0.9,
            "origins that may read answers are named",
        ),
    )
    .judged(of_spring),
    Rule::code(
        "remember-me-key",
        JVM,
        &["rememberMe"],
        r#"\brememberMe(?:\(\)|\(\s*\w+\s*->\s*\w+)(?:\s*\.\w+\([^()]*\))*?\s*\.key\(\s*"([^"\n$]+)""#,
        Says::flag(
            "spring/remember_me_key",
            "hardcoded",
            true,
            0.9,
            "the key of remember-me tokens stands in the source",
        ),
    )
    .around(0, 4)
    .judged(secret),
    Rule::code(
        "security-debug",
        JVM,
        &["@EnableWebSecurity", ".debug("],
        r"@EnableWebSecurity\(\s*debug\s*=\s*(true|false)|\bweb\.debug\(\s*(true)",
        Says::flag(
            "spring/security_debug",
            "enabled",
            true,
            0.95,
            "`debug` of Spring Security: requests and sessions are written to the log",
        ),
    )
    .judged(debug),
    Rule::code(
        "binder-fields",
        JVM,
        &["setAllowedFields"],
        r#"\.setAllowedFields\(\s*""#,
        Says::flag(
            "spring/binder_fields",
            "restricted",
            true,
            0.9,
            "the fields that binding may set are named",
        ),
    )
    .judged(of_spring),
];

fn of_spring(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    if hit.in_test() || !whole(hit, source).contains("springframework") {
        return Vec::new();
    }
    vec![said]
}

fn csrf(hit: &Hit<'_>, source: &dyn Source, mut said: Observation) -> Vec<Observation> {
    let text = whole(hit, source);
    if [
        "STATELESS",
        "oauth2ResourceServer",
        "NoOpServerSecurityContextRepository",
    ]
    .iter()
    .any(|sign| text.contains(sign))
    {
        said.confidence = 0.5;
        said.reason =
            "protection from CSRF is switched off, perhaps because there is no session".to_owned();
    }
    of_spring(hit, source, said)
}

fn fixation(hit: &Hit<'_>, source: &dyn Source, mut said: Observation) -> Vec<Observation> {
    if hit.capture(0) == "none" {
        said.value = Value::Flag(false);
        said.reason = "the session keeps its id at log-in".to_owned();
    }
    of_spring(hit, source, said)
}

fn channel(hit: &Hit<'_>, source: &dyn Source, mut said: Observation) -> Vec<Observation> {
    if hit.capture(0) == "requiresInsecure" {
        said.value = Value::Flag(false);
        said.reason = "requests must be without TLS".to_owned();
    }
    of_spring(hit, source, said)
}

fn secret(hit: &Hit<'_>, source: &dyn Source, mut said: Observation) -> Vec<Observation> {
    said.secret = hit.capture_span(0);
    of_spring(hit, source, said)
}

fn debug(hit: &Hit<'_>, source: &dyn Source, mut said: Observation) -> Vec<Observation> {
    said.value = Value::Flag(hit.capture(0) != "false");
    of_spring(hit, source, worded(said))
}
