//! # laravel_config
//!
//! **What it sees.** What a Laravel application's `config/*.php` and environment files decide: debug mode, environment,
//! application key, the session's cookie and encryption, level of the log, CORS, Debugbar and Telescope, expiry of Sanctum's
//! tokens; in code: exceptions from CSRF protection, trusted proxies and hosts, fields of models that may be assigned,
//! input that is assigned whole, gates of Telescope and Horizon that are always open, HTTPS for addresses; in Blade
//! templates: output without escaping.
//!
//! **Why it matters.** With debug mode on, an error shows the environment with its passwords; with the key, cookies can be
//! made.
//!
//! **Example.** `APP_DEBUG=true` in `.env.production`: `laravel/debug enabled = true`, 0.9 sure. `'debug' =>
//! env('APP_DEBUG', true)` in `config/app.php`: the same, 0.7 sure.
//!
//! **When it stays silent.** In environment files without another variable of Laravel, in `.env.example`, `.env.local` and
//! others that are not for production, and below `APP_ENV=local` in the same file. In PHP files of other names than those
//! that the framework reads.
//!
//! **Limits.** `env()` in configuration is judged by its default alone. Which routes a middleware covers is not worked out.
//!
//! **References.** Laravel documentation: configuration, deployment, CSRF protection, requests (trusted proxies and hosts),
//! Eloquent (mass assignment), Blade, encryption, session, Sanctum, Telescope, Horizon; OWASP ASVS 4.0.3; CWE-489; CWE-798;
//! CWE-352; CWE-915; CWE-79.

mod code;
mod config;
mod environment;

use aphoria_sdk::Table;

/// Laravel: configuration for production.
pub const TABLE: Table = Table {
    id: "laravel_config",
    version: env!("CARGO_PKG_VERSION"),
    title: "Laravel: configuration for production",
    globs: &[],
    rules: &[config::RULES, environment::RULES, code::RULES],
};

aphoria_sdk::table_extractor!(LaravelConfig, TABLE);
