//! Every code that an error answer may carry: one table from which statuses, titles, counters and documents come.
//!
//! Invariant: a code never changes its meaning; clients branch on it.

use stemedb_engine::ErrorKind;

/// One code.
#[derive(Debug, Clone, Copy)]
pub struct Code {
    /// The stable name.
    pub code: &'static str,
    /// The HTTP status.
    pub status: u16,
    /// Where it arises: `validation`, `auth`, `protection`, `api`, `storage` or `pipeline`; label of the error counter.
    pub layer: &'static str,
    /// Short name of the problem.
    pub title: &'static str,
}

const fn code(code: &'static str, status: u16, layer: &'static str, title: &'static str) -> Code {
    Code {
        code,
        status,
        layer,
        title,
    }
}

/// All codes, by status.
pub const CODES: &[Code] = &[
    code("invalid_body", 400, "validation", "The body can't be read"),
    code(
        "invalid_parameters",
        400,
        "validation",
        "A parameter can't be read",
    ),
    code(
        "lens_is_fixed",
        400,
        "validation",
        "This endpoint has a lens of its own",
    ),
    code(
        "invalid_question",
        400,
        "validation",
        "The question can't be asked",
    ),
    code(
        "invalid_lens",
        400,
        "validation",
        "The lens expression can't be read",
    ),
    code(
        "lens_refused",
        400,
        "validation",
        "The lens refuses its parameters",
    ),
    code(
        "invalid_estimate",
        400,
        "validation",
        "The estimate can't be made",
    ),
    code("invalid_time", 400, "validation", "A time can't be read"),
    code("invalid_id", 400, "validation", "That is no record id"),
    code("invalid_query_id", 400, "validation", "That is no query id"),
    code("no_source", 400, "validation", "The record is no source"),
    code(
        "invalid_activation",
        400,
        "validation",
        "The decision can't be made",
    ),
    code(
        "plugin_refused",
        400,
        "validation",
        "The component is refused",
    ),
    code(
        "bad_request",
        400,
        "validation",
        "The request can't be read",
    ),
    code("admin_key_missing", 401, "auth", "An admin key is needed"),
    code(
        "admin_key_wrong",
        403,
        "auth",
        "The admin key is not this server's",
    ),
    code("forbidden", 403, "auth", "Not allowed"),
    code("unknown_path", 404, "api", "There is no such path"),
    code("unknown_record", 404, "api", "There is no such record"),
    code("unknown_query", 404, "api", "There is no such query"),
    code("unknown_lens", 404, "api", "No plugin fills that slot"),
    code("unknown_plugin", 404, "api", "There is no such plugin"),
    code(
        "unknown_ticket",
        404,
        "api",
        "There is no such installation",
    ),
    code(
        "unknown_activation",
        404,
        "api",
        "There is no such decision",
    ),
    code("unknown_slot", 404, "api", "There is no such slot"),
    code("unknown_estimate", 404, "api", "There is no such estimate"),
    code("no_trial", 404, "api", "Nothing is tried out there"),
    code("not_found", 404, "api", "There is no such thing"),
    code("wrong_method", 405, "api", "The path has other methods"),
    code(
        "conflict",
        409,
        "api",
        "The request does not fit the present state",
    ),
    code(
        "wrong_world",
        409,
        "api",
        "The plugin is of another kind than the slot",
    ),
    code(
        "nothing_to_roll_back",
        409,
        "api",
        "There is no earlier set",
    ),
    code("cancelled", 409, "api", "The estimate was cancelled"),
    code(
        "already_active",
        409,
        "api",
        "The version fills the slot already",
    ),
    code(
        "kept_back",
        409,
        "api",
        "The version was taken out after faults",
    ),
    code(
        "not_serving",
        409,
        "api",
        "The version serves no slot any more",
    ),
    code(
        "no_good_version",
        409,
        "api",
        "No other version can take the slot",
    ),
    code(
        "database_locked",
        409,
        "storage",
        "The database is open elsewhere",
    ),
    code("body_too_large", 413, "protection", "The body is too long"),
    code(
        "address_too_long",
        414,
        "protection",
        "The address is too long",
    ),
    code(
        "wrong_content_type",
        415,
        "validation",
        "The body is of another type",
    ),
    code(
        "invalid_record",
        422,
        "validation",
        "The record breaks a rule",
    ),
    code(
        "bad_signature",
        422,
        "validation",
        "The signature does not hold",
    ),
    code(
        "wrong_kind",
        422,
        "validation",
        "The record is of another kind",
    ),
    code("no_parent", 422, "validation", "The claim names no parent"),
    code(
        "unknown_target",
        422,
        "validation",
        "The record speaks of one that is not here",
    ),
    code(
        "wrong_target",
        422,
        "validation",
        "The record can't speak of that one",
    ),
    code(
        "future_time",
        422,
        "validation",
        "The record's time lies in the future",
    ),
    code(
        "line_too_long",
        422,
        "protection",
        "A line of the batch is too long",
    ),
    code(
        "too_many_claims",
        422,
        "protection",
        "There are too many claims for one estimate",
    ),
    code(
        "too_many_candidates",
        422,
        "protection",
        "There are too many claims for one answer",
    ),
    code(
        "exhausted",
        422,
        "protection",
        "The request asks for too much",
    ),
    code("internal", 500, "storage", "Something is broken"),
    code("storage_failed", 500, "storage", "The index failed"),
    code("log_failed", 500, "storage", "The log failed"),
    code("write_failed", 500, "storage", "The write failed"),
    code("query_failed", 500, "pipeline", "The query failed"),
    code(
        "plugin_host_failed",
        500,
        "pipeline",
        "The plugin host failed",
    ),
    code("audit_damaged", 500, "storage", "The audit is damaged"),
    code(
        "control_log_damaged",
        500,
        "storage",
        "The control log is damaged",
    ),
    code(
        "control_log_failed",
        500,
        "storage",
        "The control log failed",
    ),
    code(
        "key_file_failed",
        500,
        "storage",
        "A key file can't be used",
    ),
    code("folder_failed", 500, "storage", "A folder can't be used"),
    code(
        "guests_folder_failed",
        500,
        "storage",
        "The folder of components can't be read",
    ),
    code(
        "no_randomness",
        500,
        "storage",
        "The machine gives no randomness",
    ),
    code(
        "estimate_missing",
        500,
        "storage",
        "The file of an estimate is missing",
    ),
    code(
        "estimate_damaged",
        500,
        "storage",
        "The file of an estimate is damaged",
    ),
    code(
        "estimate_unusable",
        500,
        "storage",
        "The file of an estimate can't be used",
    ),
    code(
        "estimate_failed",
        500,
        "storage",
        "An estimate can't be written",
    ),
    code("no_thread", 500, "storage", "The machine gives no thread"),
    code("plugin_fault", 502, "pipeline", "A plugin failed"),
    code("plugin_failed", 502, "pipeline", "A plugin failed"),
    code("busy", 503, "protection", "Too many writes wait"),
    code("saturated", 503, "protection", "Too many requests wait"),
    code(
        "lens_busy",
        503,
        "protection",
        "All instances of the plugin are busy",
    ),
    code("stopping", 503, "protection", "The server is stopping"),
    code(
        "unavailable",
        503,
        "protection",
        "Not possible at the moment",
    ),
    code("timeout", 504, "protection", "The request took too long"),
];

/// The table's entry of a code.
pub(crate) fn find(code: &str) -> Option<&'static Code> {
    CODES.iter().find(|entry| entry.code == code)
}

/// The code of an error of the engine that the table does not name.
pub(crate) fn of_kind(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::Invalid => "bad_request",
        ErrorKind::NotFound => "not_found",
        ErrorKind::Conflict => "conflict",
        ErrorKind::Forbidden => "forbidden",
        ErrorKind::Exhausted => "exhausted",
        ErrorKind::Unavailable => "unavailable",
        ErrorKind::Plugin => "plugin_failed",
        _ => "internal",
    }
}

/// The code of an answer that the HTTP library made by itself.
pub(crate) fn of_status(status: u16) -> &'static str {
    match status {
        404 => "unknown_path",
        405 => "wrong_method",
        413 => "body_too_large",
        414 => "address_too_long",
        415 => "wrong_content_type",
        408 | 504 => "timeout",
        503 => "unavailable",
        400..500 => "bad_request",
        _ => "internal",
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn codes_are_unique_sorted_by_status_and_in_snake_case() {
        let names: BTreeSet<&str> = CODES.iter().map(|entry| entry.code).collect();
        assert_eq!(names.len(), CODES.len());
        assert!(CODES.is_sorted_by_key(|entry| entry.status));
        for entry in CODES {
            let snake = |byte: u8| byte.is_ascii_lowercase() || byte == b'_';
            assert!(entry.code.bytes().all(snake), "{}", entry.code);
        }
    }

    #[test]
    fn fallbacks_are_in_the_table() {
        for status in [400, 404, 405, 413, 414, 415, 422, 500, 503, 504] {
            assert!(find(of_status(status)).is_some(), "{status}");
        }
    }

    /// Every code that the engine's source names must be in the table, or it would leave with a poor title.
    #[test]
    fn the_engines_codes_are_in_the_table() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../engine/src");
        let mut seen = 0;
        for file in std::fs::read_dir(folder).unwrap() {
            let source = std::fs::read_to_string(file.unwrap().path()).unwrap();
            for after in source.split("ErrorKind::").skip(1) {
                // `Kind, "code"`: the string that follows the kind at once.
                let rest = after.trim_start_matches(|c: char| c.is_ascii_alphabetic());
                let Some(rest) = rest.strip_prefix(',').map(str::trim_start) else {
                    continue;
                };
                let Some(code) = rest
                    .strip_prefix('"')
                    .and_then(|rest| rest.split('"').next())
                else {
                    continue;
                };
                // A sentence stands there only where kind and sentence are chosen together.
                if code.contains(' ') {
                    continue;
                }
                assert!(
                    find(code).is_some(),
                    "the engine's code {code} is not in CODES"
                );
                seen += 1;
            }
        }
        assert!(
            seen > 25,
            "only {seen} codes were found; is the pattern still right?"
        );
    }
}
