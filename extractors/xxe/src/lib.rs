//! # xxe
//!
//! **What it sees.** Whether a parser of XML follows external entities (`xml/external_entities` `enabled`). Both ways: a
//! parser that is told to refuse them, or document types altogether, is said as well.
//!
//! **Why it matters.** A document with external entities reads files of the server and asks addresses of the inner network.
//!
//! **Example.** `etree.XMLParser(resolve_entities=True)` in Python: `xml/external_entities enabled = true`, 0.95 sure.
//! A factory of Java's parsers that nobody restricts in the same function: 0.7 sure.
//!
//! **When it stays silent.** Parsers that follow no external entities unless they are told to, such as those of Go, Rust,
//! .NET since 4.5.2 and Python's own since 3.7.1. Options that are variables.
//!
//! **Limits.** A factory that is restricted in another function than the one that makes it is taken for one that is not.
//! Go and Rust have no common parser that follows external entities and are not read.
//!
//! **References.** CWE-611; OWASP XML External Entity Prevention Cheat Sheet; the documentation of the libraries named in
//! each file.

mod c;
mod csharp;
mod java;
mod php;
mod python;
mod ruby;
mod script;
mod shell;

use aphoria_sdk::{Says, Table};

/// Whether parsers of XML follow external entities.
pub const TABLE: Table = Table {
    id: "xxe",
    version: env!("CARGO_PKG_VERSION"),
    title: "Whether parsers of XML follow external entities",
    globs: &[],
    rules: &[
        c::RULES,
        csharp::RULES,
        java::RULES,
        php::RULES,
        python::RULES,
        ruby::RULES,
        script::RULES,
        shell::RULES,
    ],
};

/// External entities are followed, or not.
const fn entities(enabled: bool, confidence: f64) -> Says {
    Says::flag(
        "xml/external_entities",
        "enabled",
        enabled,
        confidence,
        if enabled {
            "a parser of XML follows external entities"
        } else {
            "a parser of XML refuses external entities"
        },
    )
}

aphoria_sdk::table_extractor!(Xxe, TABLE);
