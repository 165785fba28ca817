//! # gin_config
//!
//! **What it sees.** How a Gin application in Go is set up: its mode (in code and the environment), which proxies are
//! trusted, recovery from panics, CORS of gin-contrib, what `Static` and `StaticFS` serve and list, secrets and cookies of
//! sessions, `SetCookie`, CSRF middleware, passwords of basic authentication, pprof, details of errors in answers, the
//! middleware `secure` of gin-contrib, limits of bodies, fields that binding does not know, TLS, and HTML made from input.
//!
//! **Why it matters.** Gin trusts every proxy unless it is told otherwise: whoever sends `X-Forwarded-For` chooses what
//! `ClientIP` says. The rest is middleware that somebody has to add.
//!
//! **Example.** `router.SetTrustedProxies(nil)`: `gin/trusted_proxies restricted = true`, 0.95 sure. A file that makes a
//! router and runs it without a word on proxies: `false`, 0.6 sure.
//!
//! **When it stays silent.** In Go files that import nothing of gin-gonic or gin-contrib, and in tests; where a value is a
//! variable.
//!
//! **Limits.** Routers that are made in one file and set up in another are judged by each file alone.
//!
//! **References.** Gin documentation: trusted proxies, deployment, serving static files, cookies; gin-contrib: cors,
//! sessions, secure, pprof, size; gin-csrf; OWASP ASVS 4.0.3; CWE-348; CWE-548; CWE-614; CWE-798; CWE-942.

mod code;
mod environment;
mod middleware;

use aphoria_sdk::Table;

/// Gin: configuration for production.
pub const TABLE: Table = Table {
    id: "gin_config",
    version: env!("CARGO_PKG_VERSION"),
    title: "Gin: configuration for production",
    globs: &[],
    rules: &[code::RULES, middleware::RULES, environment::RULES],
};

aphoria_sdk::table_extractor!(GinConfig, TABLE);
