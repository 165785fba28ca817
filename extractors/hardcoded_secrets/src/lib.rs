//! # hardcoded_secrets
//!
//! **What it sees.** Whether a secret is written into a file (`secrets/<kind>` `hardcoded`, the kinds being `password`,
//! `secret`, `token`, `api_key` and `private_key`): a literal value given to something that is named for a secret, a
//! token that is known by its form, a private key, a password within an address. Where the value is taken from the
//! environment or filled in later, that is said too.
//!
//! **Why it matters.** Who can read the code has the secret, for as long as the history of the code is kept.
//!
//! **Example.** `password = "hunter2"` in Python: `secrets/password hardcoded = true`, 0.9 sure; `password =
//! os.environ["DB_PASSWORD"]`: `false`.
//!
//! **When it stays silent.** Empty values; what is to be filled in (`<password>`, `${VAR}`, `xxx`, `your-key-here`); names
//! of variables, fields and translations; sentences; paths and addresses. `changeme` is no such case: it is a password.
//!
//! **Limits.** A secret with a plain name is only found by its form. Passwords of less than four letters, and such as are
//! words joined by `-`, `_` or `.`, are taken for names. In tests and examples it is half as sure.
//!
//! **References.** CWE-798; CWE-259; CWE-321; OWASP Secrets Management Cheat Sheet; OWASP ASVS 4.0.3, 2.10.4; the
//! vendors' descriptions of the forms of their tokens.

mod assigned;
mod known;
mod literal;
mod structured;

use aphoria_sdk::{Says, Table};

/// Passwords, keys and tokens that are written into files.
pub const TABLE: Table = Table {
    id: "hardcoded_secrets",
    version: env!("CARGO_PKG_VERSION"),
    title: "Passwords, keys and tokens that are written into files",
    globs: &[],
    rules: &[assigned::RULES, known::RULES, structured::RULES],
};

/// A secret of the kind that its name tells is written here, or not.
const fn named(hardcoded: bool, confidence: f64) -> Says {
    let reason = if hardcoded {
        "a secret is written here"
    } else {
        "a secret comes from outside"
    };
    Says::flag("secrets/*", "hardcoded", hardcoded, confidence, reason)
}

aphoria_sdk::table_extractor!(HardcodedSecrets, TABLE);
