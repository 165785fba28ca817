//! # const_declarations
//!
//! **What it sees.** Constants and statics of Rust with a value on the same line: `constants/<name>` `value`. Literals are
//! seen as numbers, truths and texts; products, sums and shifts of whole numbers are worked out; every other expression of
//! up to 100 bytes is seen as its text. A `static mut` is seen as well (`statics/<name>` `mutable = true`).
//!
//! **Why it matters.** A limit or a magic number has a source; whoever changes it should know which.
//!
//! **Example.** `const PAGE_BYTES: usize = 4 << 10;`: `constants/page_bytes value = 4096`, 0.95 sure.
//!
//! **When it stays silent.** Names that promise a secret (`KEY`, `SECRET`, `TOKEN`, `PASSWORD` …) and texts that look like
//! one; arrays and structs; constants without a value; the parameters of generic types; files with more than 256
//! constants, which are tables of some other interface's numbers.
//!
//! **Limits.** Values that go over several lines are not seen. Names of other constants in an expression are not followed.
//!
//! **References.** The Rust Reference, "Constant items" and "Static items".

mod value;

use std::collections::BTreeMap;

use aphoria_sdk::{
    Batch, Description, Error, Extractor, Hit, Language, Observation, Rule, Says, Source, Table,
    Told, Value, once,
};

/// Constants of Rust and their values.
pub const TABLE: Table = Table {
    id: "const_declarations",
    version: env!("CARGO_PKG_VERSION"),
    title: "Constants of Rust and their values",
    globs: &[],
    rules: &[RULES],
};

const RUST: &[Language] = &[Language::Rust];

const RULES: &[Rule] = &[
    Rule::code(
        "const",
        RUST,
        &["const ", "static "],
        r"^[ \t]*(?:pub(?:\([^)\n]*\))?[ \t]+)?(?:const|static)[ \t]+([A-Z][A-Z0-9_]*)[ \t]*:[^=;\n]+=[ \t]*([^;\n]+);",
        Says::told("constants/*", "value", Told::Capture(1), 0.95, "a constant has a value"),
    )
    .judged(constant),
    Rule::code(
        "static-mut",
        RUST,
        &["static mut "],
        r"^[ \t]*(?:pub(?:\([^)\n]*\))?[ \t]+)?static mut[ \t]+([A-Z_][A-Z0-9_]*)",
        Says::flag("statics/*", "mutable", true, 0.95, "a static can be changed"),
    )
    .judged(named),
];

/// Parts of names of constants whose values nobody should print.
const SECRETS: [&str; 8] = [
    "KEY",
    "SECRET",
    "TOKEN",
    "PASSWORD",
    "PASSPHRASE",
    "CREDENTIAL",
    "PRIVATE",
    "SEED",
];

fn constant(hit: &Hit<'_>, _: &dyn Source, like: Observation) -> Vec<Observation> {
    let name = hit.capture(0);
    let is_secret = SECRETS.iter().any(|part| name.contains(part));
    let Some(value) = value::of(hit.capture(1)) else {
        return Vec::new();
    };
    if is_secret && matches!(value, Value::Text(_)) {
        return Vec::new();
    }
    vec![Observation {
        concept: format!("constants/{}", name.to_ascii_lowercase()),
        reason: format!("{name} is a constant"),
        value,
        ..like
    }]
}

fn named(hit: &Hit<'_>, _: &dyn Source, like: Observation) -> Vec<Observation> {
    let name = hit.capture(0);
    vec![Observation {
        concept: format!("statics/{}", name.to_ascii_lowercase()),
        reason: format!("{name} can be changed from everywhere"),
        ..like
    }]
}

/// A file with more constants than this is a table of some interface's numbers.
const CONSTANTS_MAX: usize = 256;

/// Constants of Rust and their values.
#[derive(Debug)]
pub struct ConstDeclarations;

impl Extractor for ConstDeclarations {
    fn describe() -> Description {
        TABLE.describe()
    }

    fn extract(batch: &Batch<'_>, source: &dyn Source) -> Result<Vec<Observation>, Error> {
        let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
        for hit in batch.hits() {
            *counts.entry(hit.file()).or_default() += 1;
        }
        let few = |hit: &Hit<'_>| {
            counts
                .get(&hit.file())
                .is_some_and(|count| *count <= CONSTANTS_MAX)
        };
        let rules: Vec<&Rule> = TABLE.all().collect();
        let hits = batch.hits().filter(few);
        let said = hits.filter_map(|hit| {
            rules
                .get(hit.pattern())
                .map(|rule| rule.apply(&hit, source))
        });
        Ok(once(said.flatten().collect()))
    }
}

aphoria_sdk::export_extractor!(ConstDeclarations);
