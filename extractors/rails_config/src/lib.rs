//! # rails_config
//!
//! **What it sees.** What a Rails application's environments, initializers and controllers decide: HTTPS and HSTS, pages of
//! errors with source, CSRF protection and what is taken out of it, the secret key base, host authorization, frames,
//! Content-Security-Policy, the session's cookie, how cookies are written, filtered parameters, strong parameters, escaping
//! in views and JSON, spoofed addresses, redirects to other hosts, web-console, rack-cors for every origin, passwords of
//! basic authentication, keys of Devise, and Sidekiq's pages.
//!
//! **Why it matters.** Rails is safe by default; its holes are lines that switch a default off, often to make something
//! work for a moment.
//!
//! **Example.** `skip_before_action :verify_authenticity_token`: `rails/controller_csrf_protection enabled = false`, 0.85
//! sure, 0.6 in a controller under an `api` folder.
//!
//! **When it stays silent.** In `development.rb`, `test.rb` and other files that are not for production; in Ruby files
//! without a sign of Rails; where a value comes from `ENV` or a variable.
//!
//! **Limits.** Defaults of `load_defaults` are not worked out. Routes are read in the lines around a mount, not as a tree.
//!
//! **References.** Rails guides: Securing Rails Applications, Configuring Rails Applications, Action Controller; rack-cors;
//! Devise; Sidekiq wiki; OWASP ASVS 4.0.3; CWE-352; CWE-915; CWE-798; CWE-614; CWE-79.

mod controllers;
mod files;
mod settings;

use aphoria_sdk::Table;

/// Rails: configuration for production.
pub const TABLE: Table = Table {
    id: "rails_config",
    version: env!("CARGO_PKG_VERSION"),
    title: "Rails: configuration for production",
    globs: &[],
    rules: &[settings::RULES, controllers::RULES, files::RULES],
};

aphoria_sdk::table_extractor!(RailsConfig, TABLE);
