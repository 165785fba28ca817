//! # tls_version
//!
//! **What it sees.** The lowest version of TLS that is allowed (`tls/min_version` `version`, "1.0" to "1.3"; SSL 3 is told
//! as "0.3" and SSL 2 as "0.2"), a highest version where one is set (`tls/max_version` `version`), and cipher suites that
//! are weak, by the name of what makes them so (`tls/cipher_suite` `value`: RC4, 3DES, DES, NULL, EXPORT, ANON).
//!
//! **Why it matters.** TLS 1.0 and 1.1 rest on MD5 and SHA-1 and are deprecated; an attacker makes two parties agree on the
//! worst that both allow.
//!
//! **Example.** `&tls.Config{MinVersion: tls.VersionTLS10}` in Go: `tls/min_version version = 1.0`, 0.95 sure.
//!
//! **When it stays silent.** Where the library decides (`TLS`, `SSLv23_method`, `PROTOCOL_TLS_CLIENT`); where a version is
//! compared or excluded; commands that only try what a server offers (`openssl s_client -tls1`).
//!
//! **Limits.** A list of versions is told by its lowest. Versions that are switched off one by one (`OP_NO_TLSv1`) are not
//! added up. OpenSSL's words for groups of ciphers, such as `MEDIUM`, are not resolved.
//!
//! **References.** RFC 8996 (TLS 1.0 and 1.1 deprecated); RFC 9325 (recommendations for TLS); RFC 7465 (RC4); RFC 7568
//! (SSL 3); NIST SP 800-52 Rev. 2; CWE-326; CWE-327; the documentation of the libraries named in each file.

mod c;
mod cipher;
mod config;
mod csharp;
mod go;
mod java;
mod php;
mod python;
mod ruby;
mod rust;
mod script;
mod shell;
mod version;

use aphoria_sdk::{Says, Table, Told};

/// The oldest TLS version that is allowed, and weak cipher suites.
pub const TABLE: Table = Table {
    id: "tls_version",
    version: env!("CARGO_PKG_VERSION"),
    title: "The oldest TLS version that is allowed, and weak cipher suites",
    globs: &[],
    rules: &[
        c::RULES,
        cipher::RULES,
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

/// The lowest version is what capture 0 says.
const fn lowest(confidence: f64) -> Says {
    Says::told(
        "tls/min_version",
        "version",
        Told::Capture(0),
        confidence,
        "the lowest version that is allowed",
    )
}

/// The highest version is what capture 0 says.
const fn highest(confidence: f64) -> Says {
    Says::told(
        "tls/max_version",
        "version",
        Told::Capture(0),
        confidence,
        "the highest version that is allowed",
    )
}

aphoria_sdk::table_extractor!(TlsVersion, TABLE);
