//! Java: JDBC, Spring's JdbcTemplate and JdbcClient.

use aphoria_sdk::{Language, Rule};

use crate::{QUERY, query};

const JAVA: &[Language] = &[Language::Java];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "java-statement",
        JAVA,
        &[".executeQuery(", ".executeUpdate(", ".execute(", ".addBatch(", ".executeLargeUpdate("],
        r"\.(?:executeQuery|executeUpdate|executeLargeUpdate|execute|addBatch)\(",
        QUERY,
    )
    .judged(query),
    Rule::code(
        "java-prepare",
        JAVA,
        &[".prepareStatement(", ".prepareCall("],
        r"\.prepare(?:Statement|Call)\(",
        QUERY,
    )
    .judged(query),
    Rule::code(
        "java-template",
        JAVA,
        &[".queryForObject(", ".queryForList(", ".queryForMap(", ".queryForRowSet(", ".batchUpdate(", "emplate.query(", "emplate.update(", "jdbc.query(", "jdbc.update(", "lient.sql("],
        r"(?:\.queryFor(?:Object|List|Map|RowSet)|\.batchUpdate|(?:emplate|\bjdbc)\.(?:query|update)|lient\.sql)\(",
        QUERY,
    )
    .judged(query),
];
