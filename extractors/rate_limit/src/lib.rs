//! # rate_limit
//!
//! **What it sees.** Where the number of requests is limited, and where such a limit is switched off
//! (`rate_limit/enforcement` `enabled`).
//!
//! **Why it matters.** Without a limit somebody tries passwords as fast as the network carries them, and a single client
//! takes a service away from all others.
//!
//! **Example.** `@limiter.exempt` on a view in Python: `rate_limit/enforcement enabled = false`, 0.9 sure;
//! `rateLimit({ windowMs: 60000, limit: 100 })` in JavaScript: `true`.
//!
//! **When it stays silent.** Where nothing is said of limits: they may be set in front of the service.
//!
//! **Limits.** How high a limit is, and which paths it is for, is not told. What a variable decides is not seen.
//!
//! **References.** CWE-307; CWE-770; CWE-799; OWASP API Security Top 10 2023, API4; OWASP ASVS 4.0.3, 2.2.1; the
//! documentation of the libraries named in each file.

mod config;
mod frameworks;

use aphoria_sdk::{Says, Table};

/// Whether the number of requests is limited.
pub const TABLE: Table = Table {
    id: "rate_limit",
    version: env!("CARGO_PKG_VERSION"),
    title: "Whether the number of requests is limited",
    globs: &[],
    rules: &[config::RULES, frameworks::RULES],
};

/// Requests are limited, or not.
const fn limited(enabled: bool, confidence: f64) -> Says {
    let reason = if enabled {
        "the number of requests is limited"
    } else {
        "a limit on the number of requests is switched off"
    };
    Says::flag(
        "rate_limit/enforcement",
        "enabled",
        enabled,
        confidence,
        reason,
    )
}

aphoria_sdk::table_extractor!(RateLimit, TABLE);
