//! # security_headers
//!
//! **What it sees.** Headers of answers that protect a browser, where they are set, taken away or switched off:
//! `headers/strict_transport_security` (`enabled`, `max_age` in seconds), `headers/content_security_policy` (`enabled`,
//! `unsafe_inline`, `unsafe_eval` for scripts), `headers/x_frame_options`, `headers/x_content_type_options` and
//! `headers/permissions_policy` (`enabled`), `headers/referrer_policy` (`value`).
//!
//! **Why it matters.** Each of them closes a door that browsers leave open for old pages' sake: plain HTTP, injected
//! scripts, frames of strangers, guessed types, leaking addresses.
//!
//! **Example.** `res.setHeader('X-Frame-Options', 'ALLOWALL')` in JavaScript: `headers/x_frame_options enabled = false`,
//! 0.9 sure.
//!
//! **When it stays silent.** Where a header is read, compared or tested; where its value is not in the same place; where
//! no header is mentioned at all: what a proxy adds can't be seen.
//!
//! **Limits.** One place that sets a header says nothing of other routes. The settings of Django, Spring Security, Rails,
//! Laravel and Next.js are read by the extractors of these frameworks.
//!
//! **References.** RFC 6797 (HSTS); RFC 7034 (X-Frame-Options); OWASP HTTP Headers Cheat Sheet; W3C Content Security Policy
//! Level 3; CWE-693; CWE-1021; the documentation of helmet, Flask-Talisman, secure_headers, NWebsec, unrolled/secure.

mod config;
mod judge;
mod library;
mod pair;

use aphoria_sdk::{Says, Table, Told};

/// Whether HTTP security headers are sent.
pub const TABLE: Table = Table {
    id: "security_headers",
    version: env!("CARGO_PKG_VERSION"),
    title: "Whether HTTP security headers are sent",
    globs: &[],
    rules: &[config::RULES, library::RULES, pair::RULES],
};

/// A header is sent, or not.
const fn header(concept: &'static str, enabled: bool, confidence: f64) -> Says {
    Says::flag(
        concept,
        "enabled",
        enabled,
        confidence,
        if enabled {
            "a security header is sent"
        } else {
            "a security header is taken away or switched off"
        },
    )
}

const HSTS: &str = "headers/strict_transport_security";
const CSP: &str = "headers/content_security_policy";
const FRAME: &str = "headers/x_frame_options";
const TYPES: &str = "headers/x_content_type_options";
const PERMISSIONS: &str = "headers/permissions_policy";
const REFERRER: &str = "headers/referrer_policy";

/// The first capture is how long a browser must use TLS.
const MAX_AGE: Says = Says::told(
    HSTS,
    "max_age",
    Told::CaptureNumber(0),
    0.9,
    "browsers must use TLS for so many seconds",
);

/// What `Referrer-Policy` says.
const fn referrer(value: Told) -> Says {
    Says::told(
        REFERRER,
        "value",
        value,
        0.9,
        "a page's address is told to other sites by this policy",
    )
}

aphoria_sdk::table_extractor!(SecurityHeaders, TABLE);
