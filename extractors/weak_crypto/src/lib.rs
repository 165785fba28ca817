//! # weak_crypto
//!
//! **What it sees.** Which hashes and ciphers are used (`crypto/algorithm` `value`: `md5`, `sha1`, `des`, `3des`, `rc4`,
//! `sha256`, `aes` …), the mode ECB (`crypto/cipher_mode` `value`), how long RSA keys are that are made
//! (`crypto/rsa_key` `bits`), and whether secrets are drawn from a source that nobody can guess (`crypto/random_source`
//! `secure`).
//!
//! **Why it matters.** Collisions of MD5 and SHA-1 are made on ordinary computers; DES and RC4 are broken; ECB shows where
//! a text repeats; what `Math.random()` drew can be worked out from what it drew before.
//!
//! **Example.** `hashlib.md5(password.encode())` in Python: `crypto/algorithm value = md5`, 0.95 sure.
//!
//! **When it stays silent.** `usedforsecurity=False`; HMAC with SHA-1, which is still sound; names that are compared or
//! listed; ordinary random numbers that are not named for a secret.
//!
//! **Limits.** What a digest is for is not known. Words on the line say how sure it is that it protects something: a cache
//! key or checksum 0.6, a password or signature 0.95, else 0.8. Algorithms that come from a variable are not seen.
//!
//! **References.** RFC 6151 (MD5); RFC 6194 (SHA-1); NIST SP 800-131A Rev. 2; NIST SP 800-38A; CWE-327; CWE-328; CWE-326;
//! CWE-338; the documentation of the libraries named in each file.

mod c;
mod config;
mod csharp;
mod go;
mod java;
mod name;
mod php;
mod python;
mod ruby;
mod rust;
mod script;
mod shell;

use aphoria_sdk::{Says, Table, Told};

/// Hashes, ciphers, modes and key lengths that are used.
pub const TABLE: Table = Table {
    id: "weak_crypto",
    version: env!("CARGO_PKG_VERSION"),
    title: "Hashes, ciphers, modes and key lengths that are used",
    globs: &[],
    rules: &[
        c::RULES,
        config::RULES,
        csharp::RULES,
        go::RULES,
        java::RULES,
        php::RULES,
        python::RULES,
        ruby::RULES,
        rust::RULES,
        script::RULES,
        shell::RULES,
    ],
};

/// The algorithm that the first capture names is used.
const fn algorithm(confidence: f64) -> Says {
    Says::told(
        "crypto/algorithm",
        "value",
        Told::Capture(0),
        confidence,
        "this algorithm is used",
    )
}

/// Blocks are encrypted one by one.
const ECB: Says = Says::text(
    "crypto/cipher_mode",
    "value",
    "ecb",
    0.95,
    "equal blocks are encrypted to equal blocks",
);

/// The length of an RSA key.
const RSA: Says = Says::told(
    "crypto/rsa_key",
    "bits",
    Told::CaptureNumber(0),
    0.95,
    "an RSA key of this length is made",
);

/// What a secret is drawn from.
const fn random(secure: bool, confidence: f64) -> Says {
    let reason = if secure {
        "a secret is drawn from a source that cannot be guessed"
    } else {
        "a secret is drawn from a source that can be guessed"
    };
    Says::flag("crypto/random_source", "secure", secure, confidence, reason)
}

aphoria_sdk::table_extractor!(WeakCrypto, TABLE);
