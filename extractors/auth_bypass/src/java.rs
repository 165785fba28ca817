//! Java: Jakarta Security, Spring Security, Servlets, java.security.

use aphoria_sdk::{Language, Rule};

use crate::{CLIENT, check, comparison};

const JAVA: &[Language] = &[Language::Java];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "java-permit",
        JAVA,
        &["@PermitAll", "permitAll"],
        r#"@(?:PermitAll\b|PreAuthorize\(\s*\"permitAll)"#,
        check(false, 0.7),
    ),
    Rule::code(
        "java-roles",
        JAVA,
        &["@RolesAllowed(", "@PreAuthorize(", "@Secured("],
        r#"@(?:RolesAllowed\(|Secured\(|PreAuthorize\(\s*\"(?:has|isAuthenticated|isFullyAuthenticated))"#,
        check(true, 0.95),
    ),
    Rule::code(
        "java-client",
        JAVA,
        &["getHeader(\"", "getParameter(\""],
        r#"\.get(?:Header|Parameter)\(\s*\"(?:[xX]-)?(?:is[_-]?)?(?:[aA]dmin|[uU]ser-[rR]ole)\""#,
        CLIENT,
    ),
    Rule::code(
        "java-compare",
        JAVA,
        &["MessageDigest.isEqual("],
        r"\bMessageDigest\.isEqual\(",
        comparison(true, 0.95),
    ),
    Rule::code(
        "java-compare-plain",
        JAVA,
        &["expected", "computed", "calculated"],
        r"\b(?:expected|computed|calculated)(?:Signature|Hmac|Mac|Token)\.equals\(",
        comparison(false, 0.7),
    ),
];
