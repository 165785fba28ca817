//! # django_settings
//!
//! **What it sees.** What Django's deployment checklist asks for, as the settings module decides it: `django/debug`
//! `enabled`, `django/secret_key` `hardcoded`, `django/allowed_hosts` `restricted`, the redirect to HTTPS and HSTS, the
//! session and CSRF cookies, framing, sniffing, the middleware for CSRF and security, password hashers and validators,
//! limits of uploads, serializers of sessions, the origins of django-cors-headers and the default permission of Django REST
//! framework; in code, views that are exempt from CSRF protection and forms that take every field of a model; in
//! templates, `autoescape off`. Both ways: what is set right is said as well.
//!
//! **Why it matters.** Django's defaults are made for the first day of a project. Debug pages show settings and source, a
//! secret key in the repository signs sessions for whoever reads it.
//!
//! **Example.** `DEBUG = True` in `shop/settings.py`: `django/debug enabled = true`, 0.95 sure. `DEBUG =
//! env.bool("DEBUG", default=True)`: the same, 0.7 sure.
//!
//! **When it stays silent.** In Python files without a sign of Django (its name, or a settings module that builds on
//! another one). In settings whose name or folder says that they are for development or tests. A setting that is not
//! there is not reported, except middleware: that is a list, and can be read whole.
//!
//! **Limits.** Values that are worked out, or set by assignment to attributes, are not followed. Middleware is looked for
//! in the list that `MIDDLEWARE` is set to, not in what is added later; the list must end within 100 lines.
//!
//! **References.** Django documentation: deployment checklist, settings, security in Django; Django REST framework:
//! permissions; django-cors-headers: configuration; RFC 6797; OWASP ASVS 4.0.3; CWE-489; CWE-798; CWE-614; CWE-352.

mod code;
mod settings;
mod values;

use aphoria_sdk::Table;

/// Django's settings for deployment.
pub const TABLE: Table = Table {
    id: "django_settings",
    version: env!("CARGO_PKG_VERSION"),
    title: "Django's settings for deployment",
    globs: &[],
    rules: &[settings::RULES, values::RULES, code::RULES],
};

aphoria_sdk::table_extractor!(DjangoSettings, TABLE);
