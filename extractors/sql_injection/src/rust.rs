//! Rust: sqlx, rusqlite, postgres, tokio-postgres, mysql.

use aphoria_sdk::{Language, Rule};

use crate::{QUERY, SAFE, query};

const RUST: &[Language] = &[Language::Rust];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "rs-sqlx",
        RUST,
        &["sqlx::query", "query_as", "query_scalar", "raw_sql("],
        r"\b(?:sqlx::query|query_as|query_scalar|sqlx::raw_sql)(?:::<[\w:, <>()]+>)?\(",
        QUERY,
    )
    .judged(query),
    // Checked against the database when it is compiled: its text is a constant.
    Rule::code(
        "rs-sqlx-macro",
        RUST,
        &["query!(", "query_as!(", "query_scalar!("],
        r"\bquery(?:_as|_scalar)?!\(",
        SAFE,
    ),
    Rule::code(
        "rs-drivers",
        RUST,
        &[".execute(", ".query(", ".query_row(", ".query_one(", ".query_opt(", ".query_map(", ".prepare(", ".batch_execute(", ".execute_batch(", ".simple_query(", ".query_drop(", ".exec_drop("],
        r"\.(?:execute|query|query_row|query_one|query_opt|query_map|prepare|batch_execute|execute_batch|simple_query|query_drop|exec_drop)\(",
        QUERY,
    )
    .judged(query),
];
