//! PHP: PDO, mysqli, pgsql, sqlsrv, oci8, odbc, wpdb, Doctrine DBAL.

use aphoria_sdk::{Language, Rule};

use crate::{QUERY, query};

const PHP: &[Language] = &[Language::Php];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "php-methods",
        PHP,
        &["->query(", "->exec(", "->prepare(", "->executeQuery(", "->executeStatement(", "->real_query(", "->multi_query("],
        r"->(?:query|exec|prepare|executeQuery|executeStatement|real_query|multi_query)\(",
        QUERY,
    )
    .judged(query),
    Rule::code(
        "php-functions",
        PHP,
        &["mysqli_query(", "mysql_query(", "mysqli_prepare(", "mysqli_multi_query(", "mysqli_real_query(", "pg_query", "pg_prepare(", "pg_send_query", "sqlsrv_query(", "sqlsrv_prepare(", "oci_parse(", "odbc_exec("],
        r"\b(?:mysqli?_query|mysqli_prepare|mysqli_multi_query|mysqli_real_query|pg_query|pg_query_params|pg_prepare|pg_send_query|sqlsrv_query|sqlsrv_prepare|oci_parse|odbc_exec)\(",
        QUERY,
    )
    .judged(query),
    Rule::code(
        "php-wpdb",
        PHP,
        &["wpdb->get_"],
        r"wpdb->get_(?:results|var|row|col)\(",
        QUERY,
    )
    .judged(query),
];
