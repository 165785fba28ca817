//! # cors_config
//!
//! **What it sees.** Which origins may read this service's answers from a browser (`cors/allow_origin` `value`): `*` for
//! all, `reflected` where the asking origin is allowed whatever it is, `null`, or the first origin that is named.
//!
//! **Why it matters.** Every page that a user visits can ask as that user; the same-origin policy keeps the answers from
//! it, and this header gives them away.
//!
//! **Example.** `CORSMiddleware, allow_origins=["*"]` in Python: `cors/allow_origin value = *`, 0.95 sure.
//!
//! **When it stays silent.** Where origins come from a variable or are judged by a function; where a header is read or
//! expected in a test.
//!
//! **Limits.** What a service answers to everybody may well be for everybody: whether it may is for a claim to say. Whether
//! credentials are sent along is not told apart.
//!
//! **References.** WHATWG Fetch, CORS protocol; RFC 6454 (origins); CWE-942; OWASP HTML5 Security Cheat Sheet; the
//! documentation of the libraries named in each file.

mod config;
mod header;
mod origin;
mod servers;

use aphoria_sdk::{Says, Table, Told};

/// Which origins may read answers from a browser.
pub const TABLE: Table = Table {
    id: "cors_config",
    version: env!("CARGO_PKG_VERSION"),
    title: "Which origins may read answers from a browser",
    globs: &[],
    rules: &[config::RULES, header::RULES, servers::RULES],
};

/// The origins that capture 0 names are allowed.
const fn origins(confidence: f64) -> Says {
    Says::told(
        "cors/allow_origin",
        "value",
        Told::Capture(0),
        confidence,
        "these origins are allowed",
    )
}

/// Every origin is allowed.
const fn any(confidence: f64) -> Says {
    Says::text(
        "cors/allow_origin",
        "value",
        "*",
        confidence,
        "every origin is allowed",
    )
}

/// The origin that asks is allowed, whatever it is.
const fn reflected(confidence: f64) -> Says {
    Says::text(
        "cors/allow_origin",
        "value",
        "reflected",
        confidence,
        "the origin that asks is allowed, whatever it is",
    )
}

aphoria_sdk::table_extractor!(CorsConfig, TABLE);
