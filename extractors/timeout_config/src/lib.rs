//! # timeout_config
//!
//! **What it sees.** How long a call to somebody else may take (`timeout/request` `seconds`), how long a connection may be
//! in the making (`timeout/connect` `seconds`), how long a server waits for its clients (`timeout/server` `seconds`) and a
//! database for a statement (`timeout/query` `seconds`). An end that is switched off is told as 0.
//!
//! **Why it matters.** Whoever waits without an end holds a thread, a connection and memory for as long as the other side
//! likes; a few hundred such clients, or one slow service, stop everything.
//!
//! **Example.** `requests.get(url, timeout=None)` in Python: `timeout/request seconds = 0`, 0.95 sure.
//!
//! **When it stays silent.** Defaults; values that are decided elsewhere; waiting that is no input or output, such as
//! `setTimeout` in JavaScript or `sleep`.
//!
//! **Limits.** Units are the libraries' own; a bare number with a key in a configuration is read by the end of its name
//! (`_ms`, `_seconds`), else it is not told.
//!
//! **References.** CWE-400; CWE-1088; OWASP Denial of Service Cheat Sheet; RFC 9110, section 15.5.9; the documentation of the
//! libraries named in each file.

mod amount;
mod calls;
mod config;
mod servers;

use aphoria_sdk::{Says, Table, Told};

/// How long is waited, and where there is no end to it.
pub const TABLE: Table = Table {
    id: "timeout_config",
    version: env!("CARGO_PKG_VERSION"),
    title: "How long is waited, and where there is no end to it",
    globs: &[],
    rules: &[calls::RULES, config::RULES, servers::RULES],
};

/// A call ends after what capture 0 says.
const fn request(confidence: f64) -> Says {
    told("timeout/request", confidence, "a call ends after this time")
}

/// Making a connection ends after what capture 0 says.
const fn connect(confidence: f64) -> Says {
    told(
        "timeout/connect",
        confidence,
        "making a connection ends after this time",
    )
}

/// A server waits so long for its clients.
const fn server(confidence: f64) -> Says {
    told(
        "timeout/server",
        confidence,
        "a server waits so long for a client",
    )
}

/// A statement ends after what capture 0 says.
const fn query(confidence: f64) -> Says {
    told(
        "timeout/query",
        confidence,
        "a statement ends after this time",
    )
}

const fn told(concept: &'static str, confidence: f64, reason: &'static str) -> Says {
    Says::told(concept, "seconds", Told::Capture(0), confidence, reason)
}

aphoria_sdk::table_extractor!(TimeoutConfig, TABLE);
