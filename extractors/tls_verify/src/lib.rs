//! # tls_verify
//!
//! **What it sees.** Whether a client checks the other side's certificate (`tls/cert_verification` `enabled`), whether the
//! certificate must be for the host that was asked for (`tls/hostname_verification` `enabled`), and whether an SSH client
//! checks the server's key (`ssh/host_key_verification` `enabled`). Both ways: checking that is switched on in so many
//! words is seen as well as checking that is switched off.
//!
//! **Why it matters.** A client that takes any certificate encrypts for whoever stands in between.
//!
//! **Example.** `requests.get(url, verify=False)` in Python: `tls/cert_verification enabled = false`, 0.95 sure.
//!
//! **When it stays silent.** Defaults: a call that says nothing of certificates is not reported. `verify=False` for
//! anything that is no connection, such as decoding a token.
//!
//! **Limits.** What is switched off by a variable, a configuration file of another format, or in a library that is not
//! listed below is not seen. A verifier of one's own is taken for what it is only where it is empty or says yes to all.
//! PostgreSQL's `sslmode=require` does check where a root certificate lies in the user's folder; that is not seen either.
//!
//! **References.** RFC 8446, section 4.4.2; RFC 9525 (service identity); RFC 4251, section 4.1 (SSH host keys); CWE-295;
//! CWE-297; the documentation of the libraries named in each file.

mod c;
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

use aphoria_sdk::{Contexts, Hit, Observation, Says, Source, Table};

/// Whether certificates and host names are checked.
pub const TABLE: Table = Table {
    id: "tls_verify",
    version: env!("CARGO_PKG_VERSION"),
    title: "Whether certificates and host names are checked",
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

/// Certificates are checked, or not.
const fn certificates(enabled: bool, confidence: f64) -> Says {
    told("tls/cert_verification", enabled, confidence)
}

/// The host's name is checked, or not.
const fn hostnames(enabled: bool, confidence: f64) -> Says {
    told("tls/hostname_verification", enabled, confidence)
}

/// The key of an SSH server is checked, or not.
const fn host_keys(enabled: bool, confidence: f64) -> Says {
    told("ssh/host_key_verification", enabled, confidence)
}

const fn told(concept: &'static str, enabled: bool, confidence: f64) -> Says {
    Says::flag(
        concept,
        "enabled",
        enabled,
        confidence,
        reason(concept, enabled),
    )
}

/// What was seen, in words. The concepts differ in their fifth byte.
const fn reason(concept: &str, enabled: bool) -> &'static str {
    match (concept.as_bytes(), enabled) {
        ([_, _, _, _, b'c', ..], true) => "certificates are checked",
        ([_, _, _, _, b'c', ..], false) => "certificates are not checked",
        ([b't', ..], true) => "the host's name in the certificate is checked",
        ([b't', ..], false) => "the host's name in the certificate is not checked",
        (_, true) => "unknown host keys are refused",
        (_, false) => "unknown host keys are accepted",
    }
}

/// An option of ssh in quotes must be given to a command that knows it.
fn given_to_ssh(hit: &Hit<'_>, _: &dyn Source, said: Observation) -> Vec<Observation> {
    const COMMANDS: &[&str] = &["ssh", "scp", "rsync", "SSH", "-o"];
    const PRINTED: &[&str] = &["echo ", "printf ", "grep "];
    let line = hit.before();
    let given = hit.context() == Contexts::CODE || COMMANDS.iter().any(|word| line.contains(word));
    let printed = PRINTED.iter().any(|word| line.contains(word));
    if given && !printed {
        vec![said]
    } else {
        Vec::new()
    }
}

aphoria_sdk::table_extractor!(TlsVerify, TABLE);
