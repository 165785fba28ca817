//! # orm_injection
//!
//! **What it sees.** Whether the pieces of SQL, or of a mapper's own language, that are handed to an object mapper or query
//! builder keep values out of their text (`orm/query_construction` `parameterized`). A value is followed through
//! assignments within its function. Both ways: a piece with places for values is said as well as one that values are put
//! into.
//!
//! **Why it matters.** A mapper protects what goes through its own methods; what it is given as text goes to the database as
//! it is.
//!
//! **Example.** `User.where("name = '#{params[:name]}'")` in Rails: `orm/query_construction parameterized = false`, 0.95
//! sure. A parameter of the function is 0.8 sure, a value that isn't known 0.6; so are names of tables and columns.
//!
//! **When it stays silent.** Conditions as hashes, objects or closures. Constant texts that take no values. Texts that are
//! decided elsewhere as a whole.
//!
//! **Limits.** Values are followed within a function, not through calls of one's own functions, fields and files. C, C++
//! and Bash have no common mapper and are not read.
//!
//! **References.** CWE-89; CWE-564; OWASP Query Parameterization Cheat Sheet; the documentation of the libraries named in
//! each file.

mod csharp;
mod go;
mod java;
mod php;
mod python;
mod ruby;
mod rust;
mod script;

use aphoria_sdk::flow::sql;
use aphoria_sdk::{Hit, Observation, Says, Source, Table};

/// Whether values are kept out of the text handed to object mappers.
pub const TABLE: Table = Table {
    id: "orm_injection",
    version: env!("CARGO_PKG_VERSION"),
    title: "Whether values are kept out of the text handed to object mappers",
    globs: &[],
    rules: &[
        csharp::RULES,
        go::RULES,
        java::RULES,
        php::RULES,
        python::RULES,
        ruby::RULES,
        rust::RULES,
        script::RULES,
    ],
};

/// What is said of pieces of queries; a judge decides.
const PIECE: Says = Says::flag(
    "orm/query_construction",
    "parameterized",
    false,
    0.95,
    "input reaches the text of a query",
);

/// A form that keeps values apart from the text by itself.
const SAFE: Says = Says::flag(
    "orm/query_construction",
    "parameterized",
    true,
    0.95,
    "values are kept out of the text of a query",
);

/// The first argument is a piece of a query.
fn first(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    sql::say_of_part(hit, source, said, 0)
}

aphoria_sdk::table_extractor!(OrmInjection, TABLE);
