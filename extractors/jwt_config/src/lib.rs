//! # jwt_config
//!
//! **What it sees.** Whether a token's signature is checked (`jwt/signature_verification` `enabled`), whether its audience
//! (`jwt/audience_validation` `enabled`), issuer (`jwt/issuer_validation` `enabled`) and expiry (`jwt/expiry_validation`
//! `enabled`) are, and by which algorithm it is signed (`jwt/algorithm` `value`, as the standard names it: `HS256`, `none`).
//!
//! **Why it matters.** A token whose signature nobody checks says whatever its bearer wants; one that is taken whoever it
//! was made for can be carried from one service to another.
//!
//! **Example.** `jwt.decode(token, options={"verify_signature": False})` in Python: `jwt/signature_verification enabled =
//! false`, 0.95 sure.
//!
//! **When it stays silent.** Reading a token's header to find its key; decoding in a browser; what a variable decides.
//!
//! **Limits.** Where a library checks the audience only if it is given one, its absence is not reported. A token that is
//! read without a check here and checked elsewhere is reported nevertheless. Of a list of algorithms the worst is told.
//!
//! **References.** RFC 7519 (JSON Web Token), sections 4.1 and 7.2; RFC 8725 (best current practices), sections 3.1 to 3.9;
//! CWE-347; the documentation of the libraries named in each file.

mod algorithm;
mod c;
mod config;
mod csharp;
mod go;
mod java;
mod php;
mod python;
mod ruby;
mod rust;
mod script;

use aphoria_sdk::{Says, Table, Told};

/// How JSON Web Tokens are signed and checked.
pub const TABLE: Table = Table {
    id: "jwt_config",
    version: env!("CARGO_PKG_VERSION"),
    title: "How JSON Web Tokens are signed and checked",
    globs: &[],
    rules: &[
        c::RULES,
        config::RULES,
        csharp::RULES,
        go::RULES,
        java::RULES,
        php::RULES,
        python::RULES,
        ruby::RULES,
        rust::RULES,
        script::RULES,
    ],
};

/// Signatures are checked, or not.
const fn signature(enabled: bool, confidence: f64) -> Says {
    let reason = if enabled {
        "the token's signature is checked"
    } else {
        "the token's signature is not checked"
    };
    Says::flag(
        "jwt/signature_verification",
        "enabled",
        enabled,
        confidence,
        reason,
    )
}

/// The audience is checked, or not.
const fn audience(enabled: bool, confidence: f64) -> Says {
    let reason = if enabled {
        "the token's audience is checked"
    } else {
        "the token's audience is not checked"
    };
    Says::flag(
        "jwt/audience_validation",
        "enabled",
        enabled,
        confidence,
        reason,
    )
}

/// The issuer is checked, or not.
const fn issuer(enabled: bool, confidence: f64) -> Says {
    let reason = if enabled {
        "the token's issuer is checked"
    } else {
        "the token's issuer is not checked"
    };
    Says::flag(
        "jwt/issuer_validation",
        "enabled",
        enabled,
        confidence,
        reason,
    )
}

/// The expiry is checked, or not.
const fn expiry(enabled: bool, confidence: f64) -> Says {
    let reason = if enabled {
        "the token's expiry is checked"
    } else {
        "the token's expiry is not checked"
    };
    Says::flag(
        "jwt/expiry_validation",
        "enabled",
        enabled,
        confidence,
        reason,
    )
}

/// Tokens are signed by the algorithm that capture 0 names.
const fn algorithm(confidence: f64) -> Says {
    Says::told(
        "jwt/algorithm",
        "value",
        Told::Capture(0),
        confidence,
        "tokens are signed by this algorithm",
    )
}

aphoria_sdk::table_extractor!(JwtConfig, TABLE);
