//! # insecure_cookies
//!
//! **What it sees.** Whether a cookie is sent over TLS alone (`cookies/secure` `enabled`), whether scripts of a page can
//! read it (`cookies/http_only` `enabled`, true where they can't), and which other sites' requests carry it
//! (`cookies/same_site` `value`: `strict`, `lax`, `none`). In calls that set a cookie, in the options of sessions, in
//! settings, and in headers `Set-Cookie` that are written by hand. An attribute that such a call leaves out is seen as
//! missing.
//!
//! **Why it matters.** A session's cookie is the session: who reads it on the way, or from a script, is logged in.
//!
//! **Example.** `res.cookie('sid', id, { httpOnly: true })` in JavaScript: `cookies/http_only enabled = true`, 0.9 sure, and
//! `cookies/secure enabled = false`, 0.8 sure.
//!
//! **When it stays silent.** Where options come from a variable, are spread into the call, or are decided by a condition;
//! where a cookie is taken away; of `HttpOnly` for cookies whose name has `csrf` or `xsrf` in it, which scripts must read;
//! of cookies that a client sends.
//!
//! **Limits.** A proxy or middleware that adds attributes to all cookies is not known to the call that sets one. Missing
//! attributes are 0.8 sure where the cookie is named like a session or a token, else 0.6. Builders (Rust, Java's
//! `ResponseCookie`) are seen only where they name an attribute.
//!
//! **References.** RFC 6265, sections 4.1.2.5, 4.1.2.6, 8.3; OWASP Session Management Cheat Sheet; CWE-614; CWE-1004;
//! CWE-1275; the documentation of the libraries named in each file.

mod call;
mod config;
mod csharp;
mod go;
mod header;
mod java;
mod judge;
mod native;
mod php;
mod python;
mod ruby;
mod script;

use aphoria_sdk::{Says, Table, Told};

/// Whether cookies are Secure, `HttpOnly` and `SameSite`.
pub const TABLE: Table = Table {
    id: "insecure_cookies",
    version: env!("CARGO_PKG_VERSION"),
    title: "Whether cookies are Secure, HttpOnly and SameSite",
    globs: &[],
    rules: &[
        config::RULES,
        csharp::RULES,
        go::RULES,
        header::RULES,
        java::RULES,
        native::RULES,
        php::RULES,
        python::RULES,
        ruby::RULES,
        script::RULES,
    ],
};

/// What a call says of its cookie's attributes; its judge says which.
const ATTRIBUTES: Says = Says::flag(
    "cookies/secure",
    "enabled",
    false,
    0.9,
    "a call says which attributes its cookie has",
);

/// The first capture says whether a cookie is `Secure`.
const SECURE: Says = Says::told(
    "cookies/secure",
    "enabled",
    Told::CaptureFlag(0),
    0.9,
    "a setting says whether a cookie is Secure",
);

/// The first capture says whether a cookie is `HttpOnly`.
const HTTP_ONLY: Says = Says::told(
    "cookies/http_only",
    "enabled",
    Told::CaptureFlag(0),
    0.9,
    "a setting says whether a cookie is HttpOnly",
);

/// The first capture is a cookie's `SameSite`.
const SAME_SITE: Says = Says::told(
    "cookies/same_site",
    "value",
    Told::Capture(0),
    0.9,
    "a setting says a cookie's SameSite",
);

/// For keys of structured files, whose value is the second capture.
const fn of_value(says: Says) -> Says {
    Says {
        value: match says.value {
            Told::Capture(_) => Told::Capture(1),
            _ => Told::CaptureFlag(1),
        },
        ..says
    }
}

aphoria_sdk::table_extractor!(InsecureCookies, TABLE);
