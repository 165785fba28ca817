//! Go: database/sql, sqlx, pgx.

use aphoria_sdk::{Language, Rule};

use crate::{QUERY, query};

const GO: &[Language] = &[Language::Go];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "go-query",
        GO,
        &[
            ".Query(",
            ".QueryContext(",
            ".QueryRow(",
            ".QueryRowContext(",
            ".Queryx(",
            ".QueryRowx(",
        ],
        r"\.Query(?:Row)?(?:Context|x)?\(",
        QUERY,
    )
    .judged(query),
    Rule::code(
        "go-exec",
        GO,
        &[".Exec(", ".ExecContext(", ".MustExec(", ".NamedExec("],
        r"\.(?:Must|Named)?Exec(?:Context)?\(",
        QUERY,
    )
    .judged(query),
    Rule::code(
        "go-prepare",
        GO,
        &[".Prepare(", ".PrepareContext(", ".Preparex("],
        r"\.Prepare(?:Context|x)?\(",
        QUERY,
    )
    .judged(query),
    Rule::code(
        "go-sqlx",
        GO,
        &[".Select(&", ".Get(&", ".SelectContext(", ".GetContext("],
        r"\.(?:Select|Get)(?:\(&|Context\()",
        QUERY,
    )
    .judged(query),
];
