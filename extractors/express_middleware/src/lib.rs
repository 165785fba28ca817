//! # express_middleware
//!
//! **What it sees.** How an Express application is set up: helmet and which of its headers are switched off, the header
//! `X-Powered-By`, which proxies are trusted, the secret, cookie and store of `express-session` and `cookie-session`, the
//! secret of `cookie-parser`, limits of bodies, what `express.static` serves, directory listings, `cors` for every origin,
//! middleware against CSRF, stacks of errors in answers, and the environment set in code.
//!
//! **Why it matters.** Express sets no header that protects and limits little: all of it is middleware that somebody has to
//! add, in the right order and with the right options.
//!
//! **Example.** `app.set('trust proxy', true)`: `express/trust_proxy restricted = false`, 0.9 sure: whoever sends
//! `X-Forwarded-For` chooses the address that the application sees.
//!
//! **When it stays silent.** In files without a sign of Express. Options that are variables. Stacks that are only sent where
//! `NODE_ENV` is asked for. Helmet is only missed where one file makes the application and listens, and neither it nor the
//! project's dependencies name helmet, lusca or a wrapper of them.
//!
//! **Limits.** Middleware is not followed from file to file, nor is its order looked at.
//!
//! **References.** Express: production best practices (security, performance), behind proxies, API; documentation of helmet,
//! express-session, cookie-parser, cors, serve-static, body-parser; OWASP ASVS 4.0.3; CWE-352; CWE-614; CWE-942; CWE-798.

mod application;
mod calls;

use aphoria_sdk::Table;

/// Express: middleware and settings for production.
pub const TABLE: Table = Table {
    id: "express_middleware",
    version: env!("CARGO_PKG_VERSION"),
    title: "Express: middleware and settings for production",
    globs: &[],
    rules: &[application::RULES, calls::RULES],
};

aphoria_sdk::table_extractor!(ExpressMiddleware, TABLE);
