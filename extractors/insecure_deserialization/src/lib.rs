//! # insecure_deserialization
//!
//! **What it sees.** Whether data may name the types of the objects that are built from it
//! (`deserialization/object_types` `restricted`). Both ways: loaders that build plain values alone, filters and lists of
//! allowed types are said as well.
//!
//! **Why it matters.** Formats such as pickle, Java's and PHP's own let whoever writes the data run code where it is read.
//!
//! **Example.** `pickle.loads(request.data)` in Python: `deserialization/object_types restricted = false`, 0.95 sure; data
//! of unknown source is 0.6 sure.
//!
//! **When it stays silent.** Data that is a constant. Formats that build plain values, such as JSON.
//!
//! **Limits.** Whether data was signed before it is read is not seen. Defaults that changed between versions of a library
//! (`YAML.load` of Psych 4, SnakeYAML 2) are told with little certainty. Rust, Go, C and C++ name types in the code and are
//! not read.
//!
//! **References.** CWE-502; OWASP Deserialization Cheat Sheet; OWASP Top 10 2021 A08; the documentation of the libraries
//! named in each file.

mod csharp;
mod java;
mod php;
mod python;
mod ruby;
mod script;

use aphoria_sdk::flow::{self, Called, Ways};
use aphoria_sdk::{Hit, Observation, Says, Source, Table};

/// Whether data may name the types of the objects built from it.
pub const TABLE: Table = Table {
    id: "insecure_deserialization",
    version: env!("CARGO_PKG_VERSION"),
    title: "Whether data may name the types of the objects built from it",
    globs: &[],
    rules: &[
        csharp::RULES,
        java::RULES,
        php::RULES,
        python::RULES,
        ruby::RULES,
        script::RULES,
    ],
};

/// Types are restricted, or not.
const fn types(restricted: bool, confidence: f64) -> Says {
    Says::flag(
        "deserialization/object_types",
        "restricted",
        restricted,
        confidence,
        if restricted {
            "data builds plain values or objects of allowed types alone"
        } else {
            "data names the types of the objects that are built from it"
        },
    )
}

/// What gives back data as it is.
const WAYS: Ways<'static> = Ways {
    cleaning: &["unsign", "dumps", "Marshal.dump", "serialize"],
    passing: &["decompress", "zlib.decompress", "gzdecode", "urldecode"],
};

/// How sure it is depends on where the data comes from.
fn data(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    let call = Called::around(source, hit);
    let Some(value) = call.as_ref().and_then(|call| call.positional(0)) else {
        return Vec::new();
    };
    let reach = flow::reach(source, hit, value, WAYS);
    if reach.is_constant() {
        return Vec::new();
    }
    vec![Observation {
        confidence: if reach.is_input() { 0.95 } else { 0.6 },
        reason: format!(
            "{} names the types of the objects that are built from it",
            reach.words()
        ),
        ..said
    }]
}

aphoria_sdk::table_extractor!(InsecureDeserialization, TABLE);
