//! # api_key_security
//!
//! **What it sees.** Whether a service asks every caller for a key (`api_keys/authentication` `required`), how many paths are
//! open without one (`api_keys/public_paths` `count`) and whether such a path has a `*` (`api_keys/public_paths`
//! `wildcard`), where keys are carried (`api_keys/transport` `value`: `header`, `query`, `cookie`), and whether they are
//! compared in constant time (`api_keys/comparison` `constant_time`).
//!
//! **Why it matters.** A key that isn't asked for protects nothing; one in an address ends up in logs; one that is compared
//! byte by byte can be guessed byte by byte.
//!
//! **Example.** `require_for_all = false` in a TOML file: `api_keys/authentication required = false`, 0.95 sure.
//!
//! **When it stays silent.** Keys that a client sends; values that are given elsewhere; comparisons with nothing (`null`,
//! `None`, an empty string).
//!
//! **Limits.** In comparisons a key is known by its name. Public paths are counted in configuration files alone, at the
//! first of them.
//!
//! **References.** OWASP REST Security Cheat Sheet; CWE-208; CWE-306; CWE-598; OpenAPI 3.1, "Security Scheme Object".

mod compared;
mod judge;
mod required;

use aphoria_sdk::{Batch, Description, Error, Extractor, Observation, Says, Source, Table};

/// How API keys are asked for, carried and compared.
pub const TABLE: Table = Table {
    id: "api_key_security",
    version: env!("CARGO_PKG_VERSION"),
    title: "How API keys are asked for, carried and compared",
    globs: &[],
    rules: &[compared::RULES, required::RULES],
};

/// Keys are compared in constant time, or not.
const fn comparison(constant: bool, confidence: f64) -> Says {
    Says::flag(
        "api_keys/comparison",
        "constant_time",
        constant,
        confidence,
        if constant {
            "a key is compared in constant time"
        } else {
            "a key is compared byte by byte"
        },
    )
}

/// Where keys are carried.
const fn transport(place: &'static str, confidence: f64) -> Says {
    Says::text(
        "api_keys/transport",
        "value",
        place,
        confidence,
        "keys are carried in this part of a request",
    )
}

/// How API keys are asked for, carried and compared.
#[derive(Debug)]
pub struct ApiKeySecurity;

impl Extractor for ApiKeySecurity {
    fn describe() -> Description {
        TABLE.describe()
    }

    fn extract(batch: &Batch<'_>, source: &dyn Source) -> Result<Vec<Observation>, Error> {
        Ok(judge::counted(TABLE.extract(batch, source)))
    }
}

aphoria_sdk::export_extractor!(ApiKeySecurity);
