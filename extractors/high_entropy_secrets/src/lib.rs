//! # high_entropy_secrets
//!
//! **What it sees.** Texts that look drawn at random and stand where a secret would (`secrets/high_entropy` `hardcoded`):
//! at least 32 hexadecimal digits with 3 bits each, or at least 20 characters of Base64 with 4.1 bits each, given to a name
//! that speaks of a key, a token or a secret, or sent as a credential.
//!
//! **Why it matters.** Such a text is a key more often than anything else, whatever service it is for; who can read the
//! code has it.
//!
//! **Example.** `webhook_signing_key = "q7Zt…"` in a settings file: `secrets/high_entropy hardcoded = true`, 0.8 sure.
//!
//! **When it stays silent.** Digests, checksums, commits, identifiers and public keys; alphabets; paths; words joined by
//! signs; files that programs write, such as lock files; certificates.
//!
//! **Limits.** A random text whose name says nothing is not reported: most of those are test vectors, identifiers and
//! pictures. In tests and examples it is half as sure.
//!
//! **References.** CWE-798; CWE-321; OWASP Secrets Management Cheat Sheet; Shannon, A Mathematical Theory of Communication,
//! 1948.

mod judge;

use aphoria_sdk::{Contexts, Find, Language, Rule, Says, Table};

const SECRET: Says = Says::flag(
    "secrets/high_entropy",
    "hardcoded",
    true,
    0.8,
    "a text that looks random stands where a secret would",
);

const fn run(id: &'static str, alphabet: u32, length_min: u32, bits_min: f64) -> Rule {
    Rule {
        id,
        languages: Language::ALL,
        contexts: Contexts::ANY,
        find: Find::Entropy {
            alphabet,
            length_min,
            bits_min,
        },
        says: SECRET,
        judge: Some(judge::is_secret),
    }
}

const RULES: &[Rule] = &[run("hexadecimal", 0, 32, 3.0), run("base64", 1, 20, 4.1)];

/// Random-looking texts that are named like secrets.
pub const TABLE: Table = Table {
    id: "high_entropy_secrets",
    version: env!("CARGO_PKG_VERSION"),
    title: "Random-looking texts that are named like secrets",
    globs: &[],
    rules: &[RULES],
};

aphoria_sdk::table_extractor!(HighEntropySecrets, TABLE);
