//! # spring_security
//!
//! **What it sees.** How a Spring application is protected. In Java and Kotlin: CSRF protection, headers, what any request
//! may do, password encoders, session fixation, channels, the firewall, `@CrossOrigin`, keys of remember-me, access to
//! actuator, debugging of the filter chain, fields that binding may set. In `application.yml` and `.properties`: exposed
//! actuator endpoints and what they show, stacks in errors, the session's cookie, the H2 console, TLS, passwords of
//! built-in users, remote devtools, limits of uploads. In XML: the same of the security namespace.
//!
//! **Why it matters.** Spring Security protects by default; most holes are single lines that switch something off.
//!
//! **Example.** `http.csrf(AbstractHttpConfigurer::disable)`: `spring/csrf_protection enabled = false`, 0.9 sure, or 0.5
//! where the same file makes sessions stateless, since there may be no cookie to abuse.
//!
//! **When it stays silent.** In Java and Kotlin files without Spring's name, in configuration of profiles that are for
//! development or tests, in test classes, and where a value is a placeholder.
//!
//! **Limits.** One builder call is judged at a time: of several filter chains it is not known which one applies.
//!
//! **References.** Spring Security reference (CSRF, headers, authorization, password storage, session management, HTTP
//! firewall); Spring Boot reference (actuator, common application properties, devtools, H2 console); OWASP ASVS 4.0.3;
//! CWE-352; CWE-1021; CWE-256; CWE-384; CWE-497.

mod code;
mod properties;
mod xml;

use aphoria_sdk::Table;

/// Spring Security and Spring Boot: protection and exposure.
pub const TABLE: Table = Table {
    id: "spring_security",
    version: env!("CARGO_PKG_VERSION"),
    title: "Spring Security and Spring Boot: protection and exposure",
    globs: &[],
    rules: &[code::RULES, properties::RULES, xml::RULES],
};

aphoria_sdk::table_extractor!(SpringSecurity, TABLE);
