//! JavaScript and TypeScript: pg, mysql, mysql2, mssql, sqlite3, better-sqlite3, postgres, slonik.

use aphoria_sdk::{Language, Rule};

use crate::{QUERY, SAFE, query};

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "js-query",
        Language::SCRIPTS,
        &[".query(", ".query<", ".execute(", ".prepare("],
        r"\.(?:query|execute|prepare)(?:<[\w\[\]<>, ]+>)?\(",
        QUERY,
    )
    .judged(query),
    Rule::code(
        "js-sqlite",
        Language::SCRIPTS,
        &["db.run(", "db.all(", "db.get(", "db.each(", "db.exec("],
        r"\bdb\.(?:run|all|get|each|exec)\(",
        QUERY,
    )
    .judged(query),
    Rule::code(
        "js-unsafe",
        Language::SCRIPTS,
        &["sql.unsafe("],
        r"\bsql\.unsafe\(",
        QUERY,
    )
    .judged(query),
    // A tag keeps what is filled in apart from the text.
    Rule::code(
        "js-tag",
        Language::SCRIPTS,
        &["sql`"],
        r"\bsql`[^`]{0,400}?\$\{",
        SAFE,
    )
    .around(0, 6),
];
