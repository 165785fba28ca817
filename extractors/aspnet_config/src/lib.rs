//! # aspnet_config
//!
//! **What it sees.** How an ASP.NET Core application is put together in C#: developer exception page, HTTPS redirection,
//! HSTS, antiforgery, CORS, cookies, forwarded headers, limits of bodies, directory browsing, passwords and lockout of
//! Identity, request logging; what `appsettings.json` allows as hosts and shows as errors; and what `web.config` of ASP.NET
//! says of debugging, errors, tracing, validation of requests, view state, cookies, forms authentication, version headers
//! and directory browsing.
//!
//! **Why it matters.** Both generations ship switches for development that tell a stranger paths, source and settings.
//!
//! **Example.** `<compilation debug="true"/>` in `web.config`: `aspnet/debug enabled = true`, 0.95 sure.
//! `app.UseDeveloperExceptionPage()` without a question for the environment: `aspnet/developer_exception_page enabled =
//! true`, 0.85 sure.
//!
//! **When it stays silent.** Where the environment is asked in the lines above; in files for development such as
//! `appsettings.Development.json` and `web.Debug.config`; in tests; in C# files without a sign of ASP.NET.
//!
//! **Limits.** Transformations of `web.config` are read as they are, not applied. The order of middleware is not looked at.
//!
//! **References.** Microsoft Learn: ASP.NET Core security, error handling, HTTPS, antiforgery, CORS, proxies, Kestrel
//! options, Identity configuration; the schema of `system.web` and `system.webServer`; OWASP ASVS 4.0.3; CWE-11; CWE-12;
//! CWE-352; CWE-614.

mod code;
mod settings;
mod webconfig;

use aphoria_sdk::Table;

/// ASP.NET and ASP.NET Core: configuration for production.
pub const TABLE: Table = Table {
    id: "aspnet_config",
    version: env!("CARGO_PKG_VERSION"),
    title: "ASP.NET and ASP.NET Core: configuration for production",
    globs: &[],
    rules: &[code::RULES, settings::RULES, webconfig::RULES],
};

aphoria_sdk::table_extractor!(AspnetConfig, TABLE);
