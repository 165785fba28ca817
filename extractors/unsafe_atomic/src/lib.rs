//! # unsafe_atomic
//!
//! **What it sees.** Which ordering an atomic operation of Rust asks for (`atomics/ordering` `ordering`: `Relaxed`, `Acquire`,
//! `Release`, `AcqRel`, `SeqCst`); whether a comment with `SAFETY:` stands at an unsafe block or implementation
//! (`unsafe/block` and `unsafe/impl` `documented`); whether a crate forbids unsafe code (`unsafe/code` `forbidden`).
//!
//! **Why it matters.** Neither the compiler nor a test finds a wrong ordering or a broken promise of unsafe code; only the
//! reasons of whoever wrote it can be checked.
//!
//! **Example.** `flag.load(Ordering::Relaxed)`: `atomics/ordering ordering = Relaxed`, 0.95 sure.
//!
//! **When it stays silent.** Orderings of comparisons (`Less`, `Equal`, `Greater`); imports of orderings; unsafe functions,
//! whose promises are their callers'.
//!
//! **Limits.** Orderings that are imported by name (`SeqCst` alone) are not seen. A comment counts if it stands on the line
//! or within three lines above it.
//!
//! **References.** The Rust Reference, "Unsafety"; the documentation of `std::sync::atomic::Ordering`.

use aphoria_sdk::{Hit, Language, Observation, Rule, Says, Source, Table, Told, Value};

/// Unsafe code and the ordering of atomics in Rust.
pub const TABLE: Table = Table {
    id: "unsafe_atomic",
    version: env!("CARGO_PKG_VERSION"),
    title: "Unsafe code and the ordering of atomics in Rust",
    globs: &[],
    rules: &[RULES],
};

const RUST: &[Language] = &[Language::Rust];

const RULES: &[Rule] = &[
    Rule::code(
        "ordering",
        RUST,
        &[
            "Ordering::Relaxed",
            "Ordering::Acquire",
            "Ordering::Release",
            "Ordering::AcqRel",
            "Ordering::SeqCst",
        ],
        r"\bOrdering::(Relaxed|Acquire|Release|AcqRel|SeqCst)\b",
        Says::told(
            "atomics/ordering",
            "ordering",
            Told::Capture(0),
            0.95,
            "an atomic operation asks for an ordering",
        ),
    )
    .judged(ordering),
    Rule::code(
        "unsafe-block",
        RUST,
        &["unsafe {"],
        r"\bunsafe \{",
        documented("unsafe/block"),
    )
    .judged(safety),
    Rule::code(
        "unsafe-impl",
        RUST,
        &["unsafe impl"],
        r"\bunsafe impl\b",
        documented("unsafe/impl"),
    )
    .judged(safety),
    Rule::code(
        "unsafe-forbidden",
        RUST,
        &["unsafe_code"],
        r"^[ \t]*#!\[(?:forbid|deny)\([^)\n]*\bunsafe_code\b",
        Says::flag(
            "unsafe/code",
            "forbidden",
            true,
            0.95,
            "unsafe code is forbidden",
        ),
    ),
    Rule::key(
        "unsafe-lint",
        &[Language::Toml],
        &[
            "lints.rust.unsafe_code",
            "lints.rust.unsafe_code.level",
            "workspace.lints.rust.unsafe_code",
            "workspace.lints.rust.unsafe_code.level",
        ],
        Says::flag(
            "unsafe/code",
            "forbidden",
            true,
            0.95,
            "the lint of unsafe code has a level",
        ),
    )
    .judged(level),
];

const fn documented(concept: &'static str) -> Says {
    Says::flag(
        concept,
        "documented",
        true,
        0.9,
        "a comment says why unsafe code is sound, or none does",
    )
}

/// Lines above unsafe code in which its comment may stand.
const COMMENT_LINES: u32 = 3;

/// Importing an ordering is no use of it.
fn ordering(hit: &Hit<'_>, _: &dyn Source, like: Observation) -> Vec<Observation> {
    let line = hit.before().trim_start();
    if line.starts_with("use ") || line.starts_with("pub use ") {
        return Vec::new();
    }
    vec![Observation {
        reason: format!("an atomic operation asks for {}", hit.capture(0)),
        ..like
    }]
}

/// Whether a comment stands there.
fn safety(hit: &Hit<'_>, source: &dyn Source, like: Observation) -> Vec<Observation> {
    let first = hit.line().saturating_sub(COMMENT_LINES).max(1);
    let near = source.lines(hit.file(), first, hit.line() + 1);
    let documented = near.contains("SAFETY") || near.contains("Safety:");
    let reason = if documented {
        "a comment says why unsafe code is sound"
    } else {
        "no comment says why unsafe code is sound"
    };
    vec![Observation {
        value: Value::Flag(documented),
        reason: reason.to_owned(),
        ..like
    }]
}

/// The level of the lint.
fn level(hit: &Hit<'_>, _: &dyn Source, like: Observation) -> Vec<Observation> {
    match hit.capture(1) {
        "forbid" | "deny" => vec![like],
        "allow" | "warn" => vec![Observation {
            value: Value::Flag(false),
            ..like
        }],
        _ => Vec::new(),
    }
}

aphoria_sdk::table_extractor!(UnsafeAtomic, TABLE);
