//! Ruby: pg, mysql2, sqlite3, and the connections of ActiveRecord and Sequel.

use aphoria_sdk::{Language, Rule};

use crate::{QUERY, query};

const RUBY: &[Language] = &[Language::Ruby];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "rb-exec",
        RUBY,
        &[
            ".exec(",
            ".exec_params(",
            ".exec_query(",
            ".execute(",
            ".execute \"",
            ".exec \"",
            ".async_exec(",
        ],
        r#"\.(?:exec|exec_params|exec_query|execute|async_exec)(?:\(| ")"#,
        QUERY,
    )
    .judged(query),
    Rule::code(
        "rb-query",
        RUBY,
        &[".query(", ".prepare(", ".query \""],
        r#"\.(?:query|prepare)(?:\(| ")"#,
        QUERY,
    )
    .judged(query),
    Rule::code(
        "rb-select",
        RUBY,
        &[
            ".select_all(",
            ".select_value(",
            ".select_values(",
            ".select_rows(",
            ".select_one(",
        ],
        r"\.select_(?:all|value|values|rows|one)\(",
        QUERY,
    )
    .judged(query),
];
