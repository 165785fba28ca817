//! # nextjs_config
//!
//! **What it sees.** What `next.config.*` decides: the header `X-Powered-By`, source maps for browsers, errors of types
//! that are ignored, hosts of images, SVG and addresses of the own network in the image optimiser, origins and bodies of
//! server actions, headers that protect, CORS, secrets that `env` writes into the bundle; in code: limits of API routes,
//! options of NextAuth, HTML that is set without escaping; secrets under `NEXT_PUBLIC_` names; and which server the script
//! `start`, or an image, runs.
//!
//! **Why it matters.** What has a public name or stands in `env` is sent to every browser; the image optimiser fetches what
//! its patterns allow.
//!
//! **Example.** `images: { remotePatterns: [{ hostname: '**' }] }`: `nextjs/image_hosts restricted = false`, 0.9 sure.
//!
//! **When it stays silent.** For keys of the configuration in files of other names; for NextAuth's options in files that do
//! not name it; where a value is a variable; for publishable keys and site keys, which are meant to be public.
//!
//! **Limits.** Headers are read where key and value stand on neighbouring lines. Plugins that wrap the configuration are
//! not followed.
//!
//! **References.** Next.js documentation: next.config.js options, headers, environment variables, Content Security Policy,
//! Image, data security; NextAuth options; OWASP ASVS 4.0.3; CWE-200; CWE-540; CWE-918; CWE-942; CWE-79.

mod code;
mod config;
mod files;

use aphoria_sdk::Table;

/// Next.js: configuration for production.
pub const TABLE: Table = Table {
    id: "nextjs_config",
    version: env!("CARGO_PKG_VERSION"),
    title: "Next.js: configuration for production",
    globs: &[],
    rules: &[config::RULES, code::RULES, files::RULES],
};

aphoria_sdk::table_extractor!(NextjsConfig, TABLE);
