//! # fastapi_config
//!
//! **What it sees.** How a FastAPI or Starlette application is set up: `debug`, pages of documentation, CORS middleware,
//! trusted hosts, redirection to HTTPS, sessions and their secret and cookie, proxies whose headers are believed (uvicorn
//! in code and on the command line), reload, details of errors in answers, models that take fields they do not know,
//! tokens that are not asked for, templates without escaping, and folders of static files.
//!
//! **Why it matters.** FastAPI leaves nearly all of this to middleware that somebody has to add; `debug` shows tracebacks
//! to everybody.
//!
//! **Example.** `app = FastAPI(debug=True)`: `fastapi/debug enabled = true`, 0.95 sure.
//!
//! **When it stays silent.** In Python files that name neither FastAPI nor Starlette (for uvicorn: not even that); in
//! tests; where a value is a variable; `reload` in a file for development.
//!
//! **Limits.** Settings classes are not followed. Dependencies of routers are not added up.
//!
//! **References.** FastAPI documentation: CORS, advanced middleware, behind a proxy, metadata and docs URLs, security,
//! deployment; Starlette: middleware, exceptions; uvicorn: settings, deployment; Pydantic: model configuration; OWASP ASVS
//! 4.0.3; CWE-489; CWE-942; CWE-614; CWE-348.

mod code;
mod server;

use aphoria_sdk::Table;

/// FastAPI and Starlette: configuration for production.
pub const TABLE: Table = Table {
    id: "fastapi_config",
    version: env!("CARGO_PKG_VERSION"),
    title: "FastAPI and Starlette: configuration for production",
    globs: &[],
    rules: &[code::RULES, server::RULES],
};

aphoria_sdk::table_extractor!(FastapiConfig, TABLE);
