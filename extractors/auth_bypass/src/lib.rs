//! # auth_bypass
//!
//! **What it sees.** Whether a check of who somebody is, or what he may do, is enforced (`auth/check` `enforced`), whether
//! what a client says of itself decides about its rights (`auth/decision` `from_client`), and whether signatures and
//! secrets are compared in constant time (`auth/comparison` `constant_time`). Both ways: guards that are set, and
//! comparisons made for the purpose, are said as well.
//!
//! **Why it matters.** A switch that was meant for a laptop, a check that always says yes, or a cookie named `admin` opens
//! the system for everybody.
//!
//! **Example.** `function isAuthorized(user) { return true; }`: `auth/check enforced = false`, 0.9 sure.
//!
//! **When it stays silent.** Switches that are variables, checks in tests, comparisons with constants and with nothing.
//!
//! **Limits.** Whether an endpoint ought to be open is not known: one that is marked as open is 0.7 sure. Roles that a
//! client sends are known by their names.
//!
//! **References.** CWE-287; CWE-306; CWE-489; CWE-565; CWE-602; CWE-208; OWASP Authorization Cheat Sheet; OWASP
//! Authentication Cheat Sheet; the documentation of the frameworks named in each file.

mod c;
mod common;
mod config;
mod csharp;
mod go;
mod java;
mod php;
mod python;
mod ruby;
mod rust;
mod script;
mod shell;

use aphoria_sdk::{Hit, Observation, Says, Source, Table};

/// Whether checks of who somebody is and what he may do are enforced.
pub const TABLE: Table = Table {
    id: "auth_bypass",
    version: env!("CARGO_PKG_VERSION"),
    title: "Whether checks of who somebody is and what he may do are enforced",
    globs: &[],
    rules: &[
        c::RULES,
        common::RULES,
        config::RULES,
        csharp::RULES,
        go::RULES,
        java::RULES,
        php::RULES,
        python::RULES,
        ruby::RULES,
        rust::RULES,
        script::RULES,
        shell::RULES,
    ],
};

/// A check is enforced, or not.
const fn check(enforced: bool, confidence: f64) -> Says {
    Says::flag(
        "auth/check",
        "enforced",
        enforced,
        confidence,
        if enforced {
            "a check of who somebody is or what he may do is enforced"
        } else {
            "a check of who somebody is or what he may do is left out"
        },
    )
}

/// Two secrets are compared in constant time, or not.
const fn comparison(constant_time: bool, confidence: f64) -> Says {
    Says::flag(
        "auth/comparison",
        "constant_time",
        constant_time,
        confidence,
        if constant_time {
            "secrets are compared in constant time"
        } else {
            "secrets are compared up to the first difference"
        },
    )
}

/// What a client says of itself decides about its rights.
const CLIENT: Says = Says::flag(
    "auth/decision",
    "from_client",
    true,
    0.8,
    "what a client says of itself decides about its rights",
);

/// Tests have stand-ins that say yes to everything.
fn outside_tests(hit: &Hit<'_>, _: &dyn Source, said: Observation) -> Vec<Observation> {
    if hit.in_test() {
        Vec::new()
    } else {
        vec![said]
    }
}

aphoria_sdk::table_extractor!(AuthBypass, TABLE);
