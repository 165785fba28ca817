//! # weak_password
//!
//! **What it sees.** How many characters a password must have (`password/min_length` `characters`) and may have
//! (`password/max_length` `characters`), whether passwords are checked at all (`password/validation` `enabled`), whether
//! they are hashed (`password/storage` `hashed`), and how dear the hash is (`password/bcrypt_cost` `rounds`, which is an
//! exponent of 2; `password/pbkdf2_iterations` `rounds`).
//!
//! **Why it matters.** Short passwords are guessed; cheap hashes of them are guessed by the billion once a table leaks.
//!
//! **Example.** `validates :password, length: { minimum: 6 }` in Ruby: `password/min_length characters = 6`, 0.95 sure.
//!
//! **When it stays silent.** A length of 0 or 1 only asks whether there is a password. Comparisons that may mean either
//! bound, and lengths that are named elsewhere, say nothing.
//!
//! **Limits.** In comparisons a password is known by its name. Rules on letters, digits and signs are not read: what NIST
//! says of them is that they should not be there. Costs of scrypt and Argon2 are not read.
//!
//! **References.** NIST SP 800-63B, section 5.1.1.2; OWASP Authentication and Password Storage Cheat Sheets; CWE-521;
//! CWE-916; CWE-256; the documentation of the libraries named in each file.

mod config;
mod general;
mod hashing;
mod judge;
mod library;

use aphoria_sdk::{Says, Table, Told};

/// How long passwords must be, and how they are stored.
pub const TABLE: Table = Table {
    id: "weak_password",
    version: env!("CARGO_PKG_VERSION"),
    title: "How long passwords must be, and how they are stored",
    globs: &[],
    rules: &[
        config::RULES,
        general::RULES,
        hashing::RULES,
        library::RULES,
    ],
};

/// The first capture is the least length.
const fn min_length(confidence: f64) -> Says {
    Says::told(
        "password/min_length",
        "characters",
        Told::CaptureNumber(0),
        confidence,
        "a password must have so many characters",
    )
}

/// The first capture is the greatest length.
const fn max_length(confidence: f64) -> Says {
    Says::told(
        "password/max_length",
        "characters",
        Told::CaptureNumber(0),
        confidence,
        "a password may have so many characters",
    )
}

/// The cost of bcrypt.
const fn bcrypt(cost: Told) -> Says {
    Says::told(
        "password/bcrypt_cost",
        "rounds",
        cost,
        0.95,
        "passwords are hashed by bcrypt at this cost",
    )
}

/// The first capture is how often PBKDF2 goes round.
const PBKDF2: Says = Says::told(
    "password/pbkdf2_iterations",
    "rounds",
    Told::CaptureNumber(0),
    0.9,
    "a key is made of a password by so many rounds of PBKDF2",
);

/// Passwords are hashed, or not.
const fn stored(hashed: bool) -> Says {
    Says::flag(
        "password/storage",
        "hashed",
        hashed,
        0.95,
        if hashed {
            "passwords are hashed by a function made for them"
        } else {
            "passwords are stored as they are"
        },
    )
}

/// New passwords are checked, or not.
const fn validation(enabled: bool, confidence: f64) -> Says {
    Says::flag(
        "password/validation",
        "enabled",
        enabled,
        confidence,
        if enabled {
            "new passwords are checked"
        } else {
            "new passwords are not checked"
        },
    )
}

aphoria_sdk::table_extractor!(WeakPassword, TABLE);
