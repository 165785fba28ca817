//! C and C++: SQLite, MySQL, libpq, ODBC, Qt, libpqxx.

use aphoria_sdk::{Language, Rule};

use crate::{QUERY, query};

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "c-drivers",
        Language::C_AND_CPP,
        &["sqlite3_exec(", "sqlite3_prepare", "mysql_query(", "mysql_real_query(", "mysql_stmt_prepare(", "PQexec", "PQprepare(", "SQLExecDirect", "SQLPrepare"],
        r"\b(?:sqlite3_exec|sqlite3_prepare(?:_v[23])?|mysql_query|mysql_real_query|mysql_stmt_prepare|PQexec|PQexecParams|PQprepare|SQLExecDirect[AW]?|SQLPrepare[AW]?)\(",
        QUERY,
    )
    .judged(query),
    Rule::code(
        "cpp-methods",
        &[Language::Cpp],
        &[".exec(", ".prepare(", ".exec_params(", "->executeQuery(", "->prepareStatement(", "->execute("],
        r"(?:\.|->)(?:exec|prepare|exec_params|executeQuery|prepareStatement|execute)\(",
        QUERY,
    )
    .judged(query),
];
