//! Python: the database API (sqlite3, psycopg, mysql-connector, PyMySQL, cx_Oracle, pyodbc), asyncpg, pandas.

use aphoria_sdk::{Language, Rule};

use crate::{QUERY, query};

const PYTHON: &[Language] = &[Language::Python];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "py-execute",
        PYTHON,
        &[
            ".execute(",
            ".executemany(",
            ".executescript(",
            ".exec_driver_sql(",
        ],
        r"\.(?:execute|executemany|executescript|exec_driver_sql)\(",
        QUERY,
    )
    .judged(query),
    Rule::code(
        "py-asyncpg",
        PYTHON,
        &[".fetchrow(", ".fetchval(", ".fetch("],
        r"\.fetch(?:row|val)?\(",
        QUERY,
    )
    .judged(query),
    Rule::code(
        "py-pandas",
        PYTHON,
        &["read_sql"],
        r"\bread_sql(?:_query)?\(",
        QUERY,
    )
    .judged(query),
];
