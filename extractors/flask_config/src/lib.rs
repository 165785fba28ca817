//! # flask_config
//!
//! **What it sees.** How a Flask application is configured: debug mode (in code, in the environment, on the command line),
//! the secret key, the cookies of the session and of Flask-Login, limits of bodies, trusted hosts, errors that are passed
//! on, CSRF protection of Flask-WTF, flask-talisman and what is switched off of it, flask-cors for every origin, escaping
//! in Jinja templates, templates made from values, the folder of static files, and the server for development listening to
//! everybody.
//!
//! **Why it matters.** The debugger of Werkzeug runs Python for whoever finds it; the secret key signs sessions.
//!
//! **Example.** `app.run(debug=True)`: `flask/debug enabled = true`, 0.9 sure. `SECRET_KEY = os.environ.get("SECRET_KEY")
//! or "dev"`: `flask/secret_key hardcoded = true`, 0.85 sure.
//!
//! **When it stays silent.** In files without a sign of Flask: its name, Flask-SQLAlchemy's settings, or a project that
//! depends on it. In classes and files whose names say that they are for development or tests. Variables.
//!
//! **Limits.** Configuration is not followed from file to file; of Jinja templates only the word `autoescape` is read.
//!
//! **References.** Flask: configuration handling, web security, deploying to production, API; Flask-WTF; Flask-Login;
//! flask-talisman; Flask-CORS; OWASP ASVS 4.0.3; CWE-489; CWE-798; CWE-614; CWE-352; CWE-79.

mod code;
mod environment;
mod settings;

use aphoria_sdk::Table;

/// Flask: configuration for production.
pub const TABLE: Table = Table {
    id: "flask_config",
    version: env!("CARGO_PKG_VERSION"),
    title: "Flask: configuration for production",
    globs: &[],
    rules: &[settings::RULES, code::RULES, environment::RULES],
};

aphoria_sdk::table_extractor!(FlaskConfig, TABLE);
