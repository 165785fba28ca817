//! # sql_injection
//!
//! **What it sees.** Whether a query that is handed to a database driver keeps values out of its text
//! (`sql/query_construction` `parameterized`). A value is followed through assignments within its function. Both ways: a
//! query with places for values (`?`, `%s`, `$1`, `:name`) is said as well as one that values are put into.
//!
//! **Why it matters.** Who decides about a part of a query's text decides what the query does.
//!
//! **Example.** `cursor.execute("SELECT * FROM users WHERE id = " + request.args["id"])` in Python:
//! `sql/query_construction parameterized = false`, 0.95 sure. A parameter of the function is 0.8 sure, a value that isn't
//! known 0.6; so are names of tables and statements that define tables, for which there is no place for values.
//!
//! **When it stays silent.** Queries of constants alone that take no values. Texts that are no SQL. A query that is put
//! together somewhere else. Quoting functions of the drivers and conversions to numbers count as clean.
//!
//! **Limits.** Values are followed within a function, not through calls of one's own functions, fields and files. Queries
//! of object mappers are another extractor's.
//!
//! **References.** CWE-89; OWASP Query Parameterization Cheat Sheet; OWASP SQL Injection Prevention Cheat Sheet; the
//! documentation of the libraries named in each file.

mod c;
mod csharp;
mod go;
mod java;
mod php;
mod python;
mod ruby;
mod rust;
mod script;
mod shell;

use aphoria_sdk::flow::sql;
use aphoria_sdk::{Hit, Observation, Says, Source, Table};

/// Whether values are kept out of the text of SQL queries.
pub const TABLE: Table = Table {
    id: "sql_injection",
    version: env!("CARGO_PKG_VERSION"),
    title: "Whether values are kept out of the text of SQL queries",
    globs: &[],
    rules: &[
        c::RULES,
        csharp::RULES,
        go::RULES,
        java::RULES,
        php::RULES,
        python::RULES,
        ruby::RULES,
        rust::RULES,
        script::RULES,
        shell::RULES,
    ],
};

/// What is said of queries; a judge decides.
const QUERY: Says = Says::flag(
    "sql/query_construction",
    "parameterized",
    false,
    0.95,
    "input reaches the text of a query",
);

/// A form of query that can't be put together from values.
const SAFE: Says = Says::flag(
    "sql/query_construction",
    "parameterized",
    true,
    0.9,
    "values are kept out of the text of a query",
);

/// One of the first arguments is a query.
#[expect(
    clippy::needless_pass_by_value,
    reason = "the type of a judge is the same for all rules"
)]
fn query(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    sql::say_of_call(hit, source, &said)
}

aphoria_sdk::table_extractor!(SqlInjection, TABLE);
